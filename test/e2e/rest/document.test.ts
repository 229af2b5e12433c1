/** The OpenAPI document: valid, and readable in a browser without a network (R35). */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { openApiDocument } from '../../../gateway/rest/openapi';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { startBrowser, testInBrowser } from '../../support/web/browser';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
beforeAll(async () => {
  system = await sharedSystem();
}, 180_000);
afterAll(() => system.stop());

test('the document passes a linter’s strict rules', () => {
  const linter = path.join(projectRoot(), 'test', 'support', 'api', 'lint-openapi.mjs');
  const input = JSON.stringify(openApiDocument('https://habeas.acme.com'));
  const { stdout, stderr } = spawnSync(process.execPath, [linter], { input, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([]);
});

test('anybody may read it, and it describes this gateway', async () => {
  const answer = await fetch(new URL('/api/v2/openapi.json', system.url));
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  expect(await answer.json()).toMatchObject({ openapi: '3.1.0', servers: [{ url: new URL(system.url).origin }] });
});

testInBrowser('the page shows every call, asks no other host, and breaks no rule of its policy', async () => {
  const { context, close } = await startBrowser();
  try {
    const page = await context.newPage();
    const asked: string[] = [];
    const problems: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(new URL('/rest', system.url).href);
    await page.getByText('Whom a value matches').waitFor();
    expect(await page.locator('.opblock').count()).toBe(7);
    await page.getByText('A new request', { exact: true }).click();
    await page.getByText('activeEmployeeAcknowledged').first().waitFor();
    expect(problems).toEqual([]);
    const { host } = new URL(system.url);
    expect(asked.filter((url) => !url.startsWith('data:') && new URL(url).host !== host)).toEqual([]);
    if (process.env.HABEAS_SCREENSHOTS)
      await page.screenshot({ path: path.join(process.env.HABEAS_SCREENSHOTS, 'rest.png'), fullPage: true });
  } finally {
    await close();
  }
});
