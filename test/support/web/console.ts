/** The console as a person uses it: opens a screen with a token, and looks at it. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { cases } from '../../../gateway/web/console/words/screens/cases';
import { common } from '../../../gateway/web/console/words/common';
import { desk } from '../../../gateway/web/console/words/screens/desk';
import { enums } from '../../../gateway/web/console/words/values/enums';
import { finding } from '../../../gateway/web/console/words/screens/finding';
import { governance } from '../../../gateway/web/console/words/screens/governance';
import { names } from '../../../gateway/web/console/words/values/names';
import { problems } from '../../../gateway/web/console/words/problems';
import { records } from '../../../gateway/web/console/words/screens/records';
import { requests } from '../../../gateway/web/console/words/screens/requests';
import { restrictions } from '../../../gateway/web/console/words/screens/restrictions';
import { signing } from '../../../gateway/web/console/words/screens/signing';
import { webhooks } from '../../../gateway/web/console/words/screens/webhooks';
import type { TokenClaims } from '../../../scripts/develop/token';
import { fitsItsWindow, violationsOf } from './browser';
import type { TestSystem } from '../run/system';

export type ConsoleLanguage = 'en' | 'es';

/** The texts of the console, by area. */
export const consoleWords = (language: ConsoleLanguage) => ({
  cases: cases[language],
  common: common[language],
  desk: desk[language],
  enums: enums[language],
  finding: finding[language],
  governance: governance[language],
  names: names[language],
  problems: problems[language],
  records: records[language],
  requests: requests[language],
  restrictions: restrictions[language],
  signing: signing[language],
  webhooks: webhooks[language],
});

/** How long a person waits for the system, in milliseconds. */
const patience = 60_000;

/** Signs in with a token, in English or in the language that is given. */
export async function enterConsole(
  tab: Page,
  system: TestSystem,
  claims: TokenClaims,
  language: ConsoleLanguage = 'en',
): Promise<void> {
  const { token, useToken } = consoleWords(language).signing;
  await tab.getByLabel(token, { exact: true }).fill(await system.token(claims));
  await tab.getByRole('button', { name: useToken }).click();
}

/** The list in which the page's language is chosen, in either language. */
export const languageChoice = (tab: Page): Locator =>
  tab.getByRole('combobox', { name: new RegExp(`^(${common.en.language}|${common.es.language})$`) });

interface ScreenOptions {
  claims: TokenClaims;
  /** The address of another gateway than the system's own. */
  url?: string;
  language?: ConsoleLanguage;
}

/** Signs in and opens a screen in a new tab. */
export async function openConsole(
  system: TestSystem,
  context: BrowserContext,
  screen: string,
  { claims, url = system.url, language = 'en' }: ScreenOptions,
): Promise<Page> {
  const tab = await context.newPage();
  tab.setDefaultTimeout(patience);
  await tab.goto(`${new URL(url).origin}/#/${screen}`);
  await languageChoice(tab).selectOption(language);
  await enterConsole(tab, system, claims, language);
  await tab.getByRole('button', { name: consoleWords(language).signing.signOut }).waitFor();
  return tab;
}

/**
 * Checks that nothing exceeds the window and axe finds nothing (WCAG 2.2 AA), narrow and wide, light and dark. With
 * `HABEAS_SCREENSHOTS`, each view is saved as a picture in that folder.
 */
export async function lookAtConsole(tab: Page, name: string): Promise<void> {
  const shots = process.env.HABEAS_SCREENSHOTS;
  if (shots) mkdirSync(shots, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [360, 1280]) {
      await tab.emulateMedia({ colorScheme });
      await tab.setViewportSize({ width, height: 800 });
      await tab.mouse.move(0, 0);
      if (shots)
        await tab.screenshot({
          path: path.join(shots, `console-${width}-${colorScheme}-${name}.png`),
          fullPage: true,
        });
      const seen = { name, width, colorScheme, fits: await fitsItsWindow(tab), violations: await violationsOf(tab) };
      if (!seen.fits || seen.violations.length > 0) throw new Error(JSON.stringify(seen, null, 2));
    }
}
