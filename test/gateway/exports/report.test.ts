/** The page of a package, as a person sees it: in a real browser, in both languages, narrow and wide. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzip } from '../../support/zip';
import { hasBrowser, startBrowser } from '../../support/browser';
import { packageOf, type MadeUpRecord } from './support';

const hostile = '<script>document.title="owned"</script>"\'&<img src=x onerror=alert(1)>';
const records: MadeUpRecord[] = [
  {
    id: '1',
    recordType: 'ExternalContact',
    fields: [
      { name: 'name', category: 'NAME', value: hostile },
      { name: 'workEmail', category: 'EMAIL', value: 'elena.marin@example.org' },
      { name: 'homePhone', category: 'PHONE', value: '+34 600 123 456' },
      { name: 'address', category: 'ADDRESS', value: 'Calle Mayor 1, 28013 Madrid' },
      { name: 'nickname', category: 'OTHER', value: 'مرحبا بالعالم' },
      { name: 'from', category: 'IDENTIFIER', value: '[withheld: another person]' },
    ],
  },
  ...Array.from({ length: 130 }, (_, index): MadeUpRecord => ({
    id: `m${index}`,
    recordType: 'Message',
    fields: [{ name: 'text', category: 'COMMUNICATION', value: `Message ${index}: ${'word '.repeat(index % 30)}` }],
    files: index === 0 ? [{ filename: `bill ${hostile}.txt` }, { filename: 'gone.txt', behaviour: 'missing' }] : [],
  })),
];

let page: string;

beforeAll(async () => {
  page = String((await unzip(await packageOf(records, { service: 'external-contacts' }))).get('index.html'));
});

test('values are text, long lists are cut and say so, and nothing is fetched from anywhere', () => {
  expect(page).not.toContain('<script');
  expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  expect(page).toContain('&lt;script&gt;');
  expect(page).toContain('30 more are in the data file.');
  expect(page).toContain('Hay 30 más en el archivo de datos.');
  expect(page).toContain('href="data/external-contacts/Message.json"');
});

const withBrowser = hasBrowser ? ['a real browser'] : [];
for (const browserName of withBrowser)
  test(`${browserName} shows it in both languages, narrow and wide, without a network; axe finds nothing serious`, async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-report-'));
    const shots = process.env.HABEAS_SCREENSHOTS;
    if (shots) mkdirSync(shots, { recursive: true });
    const file = path.join(directory, 'index.html');
    writeFileSync(file, page);
    const { context, close } = await startBrowser();
    try {
      const tab = await context.newPage();
      const requests: string[] = [];
      tab.on('request', (request) => requests.push(request.url()));
      const dialogs: string[] = [];
      tab.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      await tab.goto(pathToFileURL(file).toString());
      for (const width of [375, 1280]) {
        await tab.setViewportSize({ width, height: 900 });
        for (const language of ['en', 'es']) {
          await tab.click(`label[for=show-${language}]`);
          const visible = await tab.locator('.language:visible').getAttribute('lang');
          expect(visible).toBe(language);
          expect(await tab.locator('h1:visible').textContent()).toBe(
            language === 'en' ? 'Your personal data' : 'Sus datos personales',
          );
          // Nothing stands out of a narrow screen.
          expect(await tab.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
          if (shots) await tab.screenshot({ path: path.join(shots, `${language}-${width}.png`) });
          if (shots) await tab.locator('.record:visible').nth(1).scrollIntoViewIfNeeded();
          if (shots) await tab.screenshot({ path: path.join(shots, `${language}-${width}-records.png`) });
          // The page's own policy forbids scripts, so axe is run from outside.
          await tab.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
          const { violations } = await tab.evaluate<{
            violations: { id: string; impact: string; nodes: { html: string }[] }[];
          }>('axe.run({ resultTypes: ["violations"] })');
          const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
          expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        }
      }
      // With the keyboard alone, too.
      await tab.focus('#show-es');
      await tab.keyboard.press('ArrowLeft');
      expect(await tab.locator('.language:visible').getAttribute('lang')).toBe('en');
      expect(await tab.title()).not.toBe('owned');
      expect(dialogs).toEqual([]);
      expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    } finally {
      await close();
      rmSync(directory, { recursive: true, force: true });
    }
  });
