/** A real browser, if the machine has one: `.ci/run` installs it. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

export const hasBrowser = existsSync(executablePath);

/** A test that needs a real browser; it is skipped on machines without one. */
export function testInBrowser(name: string, body: () => Promise<void>, timeout?: number): void {
  if (hasBrowser) test(name, body, timeout);
}

/** Starts a browser with a profile of its own. Its `close` leaves nothing behind. */
export async function startBrowser(): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'habeas-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The rules that axe finds broken in a page, with some of the places. */
export async function violationsOf(page: Page): Promise<[rule: string, places: string[]][]> {
  // The page's own content security policy allows no other script, so axe is run from outside. It stays while the document does.
  if (!(await page.evaluate<boolean>('"axe" in window')))
    await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate<{
    violations: { id: string; nodes: { html: string; target: string[] }[] }[];
  }>('axe.run({ resultTypes: ["violations"] })');
  return violations.map(({ id, nodes }) => [
    id,
    nodes.slice(0, 3).map(({ html, target }) => `${html.slice(0, 200)} ${target.join()}`),
  ]);
}

/** Whether a page is no wider than its window. */
export const fitsItsWindow = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');
