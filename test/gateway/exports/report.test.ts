/** The page of a package, as a person sees it: in a real browser, in both languages, narrow and wide. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzip } from '../../support/zip';
import { fitsItsWindow, hasBrowser, startBrowser, violationsOf } from '../../support/web/browser';
import { pageTextsSchema } from '../../../gateway/exports/report/texts-file';
import { builtInTexts, type Texts } from '../../../gateway/exports/report/texts';
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
      { name: 'from', category: 'IDENTIFIER', value: '[withheld: another person]', withheld: 'ANOTHER_PERSON' },
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
  // The only script is the page's own, which its policy names by hash.
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  expect(page).toContain('&lt;script&gt;');
  expect(page).toContain('30 more are in the data file.');
  expect(page).toContain('Hay 30 más en el archivo de datos.');
  expect(page).toContain('href="data/external-contacts/Message.json"');
});

test('services, types and fields have the names of their schemas, in the language of the reader', () => {
  const [, english = '', spanish = ''] = page.split('<div class="language"');
  const headings = (html: string) => [...html.matchAll(/<h[23][^>]*>([^<]+)/g)].map(([, heading]) => heading);
  const fields = (html: string) =>
    [...html.matchAll(/<tr><th scope="row">([^<]+)<\/th><td><bdi/g)].map(([, field]) => field);
  expect(headings(english)).toEqual(
    expect.arrayContaining(['External contacts', 'Contact details (1)', 'Staff directory']),
  );
  expect(headings(spanish)).toEqual(
    expect.arrayContaining(['Contactos externos', 'Datos de contacto (1)', 'Directorio de personal']),
  );
  expect(fields(english).slice(0, 5)).toEqual([
    'name',
    'E-mail address at work',
    'Phone number at home',
    'Postal address',
    // The schema has no such field, so its name is split into words.
    'nickname',
  ]);
  expect(fields(spanish).slice(0, 5)).toEqual([
    'nombre',
    'Correo del trabajo',
    'Teléfono de casa',
    'Dirección postal',
    'nickname',
  ]);
  expect(english).toContain('To know whom the organisation deals with, and to answer them.');
  expect(spanish).toContain('Saber con quién trata la organización y atender a esas personas.');
});

test('a service without a label is called by its name', async () => {
  const fields = [{ name: 'shoeSize', category: 'OTHER', value: '38' }];
  const html = String((await unzip(await packageOf([{ id: '1', recordType: 'ShoeOrder', fields }]))).get('index.html'));
  expect(html).toContain('<h2 id="en-made-up">made up</h2>');
  expect(html).toContain('<h3>shoe order (1)</h3>');
  expect(html).toContain('<th scope="row">shoe size</th>');
});

const responsible = {
  controllerName: 'Acme <Ltd>',
  controllerContact: 'privacy@acme.example',
  dataProtectionOfficerContact: 'dpo@acme.example',
  supervisoryAuthority: 'Agencia Española de Protección de Datos',
};

test('each service states what Article 15(1) asks for, and the organisation states who is responsible (R13)', async () => {
  const html = String(
    (await unzip(await packageOf(records.slice(0, 1), { service: 'external-contacts', responsible }))).get(
      'index.html',
    ),
  );
  const [, english = '', spanish = ''] = html.split('<div class="language"');
  const facts = (language: string) =>
    new Map(
      [...language.matchAll(/<dt>([^<]+)<\/dt><dd>([^<]+)<\/dd>/g)].reverse().map(([, name, said]) => [name, said]),
    );
  expect([...facts(english).keys()].sort()).toEqual(
    [
      'Controller',
      'Contact',
      'Data protection officer',
      'Supervisory authority',
      'What we use it for',
      'On what legal basis',
      'Kinds of data',
      'Who receives it',
      'How long we keep it',
      'Where it comes from',
      'Transfers out of the EU',
      'Decisions by machines alone',
    ].sort(),
  );
  expect(facts(english).get('Controller')).toBe('Acme &lt;Ltd&gt;');
  expect(english).toContain('<dd>Until the contact is erased.</dd>');
  expect(spanish).toContain('<dd>Hasta que se suprima el contacto.</dd>');
  expect(facts(english).get('Kinds of data')).toContain('E-mail address');
  for (const article of ['16', '17', '18', '20', '21', '22', '77'])
    expect(english).toMatch(new RegExp(`Articles? ${article}\\b`));
});

test('an installation can add a language with a file that has every English text', async () => {
  const english = builtInTexts.en as Texts;
  const french = { ...english, language: 'Français', locale: 'fr-FR', title: 'Vos données personnelles' };
  expect(pageTextsSchema.parse({ fr: french })).toEqual({ fr: french });
  const untitled = { ...french, title: undefined };
  for (const [wrong, place] of [
    [{ fr: untitled }, 'fr.title'],
    [{ fr: { ...french, outcome: {} } }, 'fr.outcome'],
    [{ fr: { ...french, locale: 'no locale' } }, 'fr.locale'],
    [{ french }, 'french'],
  ] as const)
    expect(pageTextsSchema.safeParse(wrong).error?.issues.map(({ path: at }) => at.join('.'))).toEqual([place]);
  const texts = { ...builtInTexts, fr: french };
  const html = String((await unzip(await packageOf(records.slice(0, 1), { texts }))).get('index.html'));
  expect(html).toContain('<h1>Vos données personnelles</h1>');
  expect(html).toContain('body:has(#show-fr:checked) .language[lang=fr]');
});

test('a long value is cut between two characters', async () => {
  const family = '👨‍👩‍👧‍👦';
  const value = `${'x'.repeat(1_995)}${family}${'y'.repeat(100)}`;
  const fields = [{ name: 'text', category: 'COMMUNICATION', value }];
  const entries = await unzip(await packageOf([{ id: '1', recordType: 'Message', fields }]));
  expect(String(entries.get('index.html'))).toContain(`>${'x'.repeat(1_995)} …<`);
  expect(JSON.parse(String(entries.get('data/made-up/Message.json')))).toMatchObject([{ fields }]);
});

const script = 'document.title = "owned"; top.document.title = "owned"';
const svg = `<svg xmlns="http://www.w3.org/2000/svg"><title>drawing</title><script>${script}</script></svg>`;
const activeFiles = [
  {
    filename: 'page.html',
    mediaType: 'text/html',
    content: Buffer.from(`<title>page</title><script>${script}</script>`),
  },
  { filename: 'drawing.svg', mediaType: 'image/svg+xml', content: Buffer.from(svg) },
  { filename: 'page', mediaType: 'application/xhtml+xml', content: Buffer.from(svg) },
];
const activePackage = async () =>
  unzip(
    await packageOf([
      { id: '1', recordType: 'Message', fields: [], files: [...activeFiles, { filename: 'still.txt' }] },
    ]),
  );

test('files that run something are linked as downloads, each with a warning in both languages', async () => {
  const entries = await activePackage();
  const index = String(entries.get('index.html'));
  for (const { filename, content } of activeFiles) {
    expect(index).toContain(`href="attachments/made-up/${filename}.txt" download>`);
    expect(entries.get(`attachments/made-up/${filename}.txt`)?.equals(content)).toBe(true);
  }
  expect(index).toContain('href="attachments/made-up/still.txt">');
  expect(index.match(/Careful: this kind of file/g)).toHaveLength(activeFiles.length);
  expect(index.match(/Cuidado: este tipo de archivo/g)).toHaveLength(activeFiles.length);
});

const withBrowser = hasBrowser ? ['a real browser'] : [];
for (const browserName of withBrowser)
  test(`${browserName} shows it in both languages, narrow and wide, without a network; in the dark too; axe finds nothing`, async () => {
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
      for (const [width, colorScheme] of [
        [360, 'light'],
        [360, 'dark'],
        [1280, 'light'],
        [1280, 'dark'],
      ] as const) {
        await tab.setViewportSize({ width, height: 900 });
        await tab.emulateMedia({ colorScheme });
        for (const language of ['en', 'es']) {
          await tab.click(`label[for=show-${language}]`);
          const visible = await tab.locator('.language:visible').getAttribute('lang');
          expect(visible).toBe(language);
          expect(await tab.locator('h1:visible').textContent()).toBe(
            language === 'en' ? 'Your personal data' : 'Sus datos personales',
          );
          // Nothing overflows a narrow screen.
          expect(await fitsItsWindow(tab)).toBe(true);
          if (shots) await tab.screenshot({ path: path.join(shots, `${language}-${width}-${colorScheme}.png`) });
          if (shots) await tab.locator('.record:visible').nth(1).scrollIntoViewIfNeeded();
          if (shots)
            await tab.screenshot({ path: path.join(shots, `${language}-${width}-${colorScheme}-records.png`) });
          // Both languages look alike, so one is enough for the other sizes and colours.
          if (language === 'es' && (width !== 360 || colorScheme === 'dark')) continue;
          expect(await violationsOf(tab)).toEqual([]);
        }
      }
      // With the keyboard alone.
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

for (const browserName of withBrowser)
  test(`${browserName} runs nothing of a file that would run something, when its link is followed`, async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-report-'));
    for (const [name, content] of await activePackage()) {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      writeFileSync(path.join(directory, name), content);
    }
    const { context, close } = await startBrowser();
    try {
      const titles = [];
      for (let index = 0; index < activeFiles.length; index += 1) {
        const tab = await context.newPage();
        await tab.goto(pathToFileURL(path.join(directory, 'index.html')).toString());
        await tab.locator('a[download]:visible').nth(index).click();
        await tab.waitForURL(/attachments/);
        titles.push([path.basename(tab.url()), await tab.title(), await tab.evaluate('document.contentType')]);
      }
      expect(titles).toEqual(activeFiles.map(({ filename }) => [`${filename}.txt`, '', 'text/plain']));
    } finally {
      await close();
      rmSync(directory, { recursive: true, force: true });
    }
  });
