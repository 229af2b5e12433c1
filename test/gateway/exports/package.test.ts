/** A package is true and safe, whatever services answer (R13, R17). */
import { generateKeyPair, flattenedVerify, exportJWK } from 'jose';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ServiceTokens } from '../../../gateway/security/service-tokens';
import { manifestSignatureType } from '../../../gateway/exports/build-package';
import { checkedPackage, recordsIn } from '../../support/zip';
import { packageOf, type MadeUpField, type MadeUpFile, type MadeUpRecord } from './support';

const record = (index: number, files: MadeUpFile[] = []): MadeUpRecord => ({
  id: `record-${index}`,
  recordType: 'Message',
  fields: [{ name: 'text', category: 'COMMUNICATION', value: `text ${index}` }],
  files,
});

test('bad files are left out and reported with the reason; good ones and all records are included', async () => {
  const bytes = await packageOf(
    [
      record(1, [{ filename: 'good.txt', content: Buffer.from('good') }]),
      record(2, [
        { filename: 'endless.bin', behaviour: 'endless', announced: { byteSize: 500_000 } },
        { filename: 'missing.bin', behaviour: 'missing' },
        { filename: 'silent.bin', behaviour: 'silent', announced: { byteSize: 10 } },
        { filename: 'broken.bin', behaviour: 'broken' },
        { filename: 'smaller.bin', announced: { byteSize: 100 } },
        { filename: 'larger.bin', announced: { byteSize: 3 } },
        { filename: 'other.bin', announced: { sha256: '0'.repeat(64) } },
        { filename: 'huge.bin', announced: { byteSize: 2_000_000 } },
      ]),
    ],
    { leavesOut: true },
  );
  const { entries, manifest } = await checkedPackage(bytes);
  expect(manifest.omitted).toEqual([
    ...[
      ['endless.bin', 'The file is larger than the service said.'],
      ['missing.bin', 'The service did not hand the file out.'],
      ['silent.bin', 'The file broke off, or took too long.'],
      ['broken.bin', 'The file broke off, or took too long.'],
      ['smaller.bin', 'The file is smaller than the service said.'],
      ['larger.bin', 'The file is larger than the service said.'],
      ['other.bin', 'The file is not what the service said: its checksum differs.'],
      ['huge.bin', 'The file is larger than a package takes.'],
    ].map(([name, reason]) => ({ service: 'made-up', item: `attachments/made-up/${name}`, reason })),
    {
      service: 'recordings',
      item: 'all records',
      reason: 'The service finds people by their id only; ask again with the id.',
    },
  ]);
  expect([...entries.keys()].filter((name) => name.startsWith('attachments/'))).toEqual([
    'attachments/made-up/good.txt',
  ]);
  expect(String(entries.get('attachments/made-up/good.txt'))).toBe('good');
  expect(JSON.parse(String(entries.get('data/made-up/Message.json')))).toHaveLength(2);
});

test.each(['away', 'unanswered'] as const)(
  'a file is not left out while its service is away for it (%s): the attempt fails, to be made again (R11)',
  async (behaviour) => {
    const gathered = packageOf([record(1, [{ filename: 'good.txt' }, { filename: 'away.bin', behaviour }])]);
    await expect(gathered).rejects.toMatchObject({ name: 'ServiceCallError', code: 'SERVICE_UNAVAILABLE' });
  },
);

test.each(['silent', 'broken'] as const)(
  'a file that breaks off (%s) fails the attempt, to be made again, as long as it is not to be left out (R11, R13)',
  async (behaviour) => {
    const gathered = packageOf([
      record(1, [{ filename: 'bad.bin', behaviour, content: Buffer.from('file that breaks off') }]),
    ]);
    await expect(gathered).rejects.toMatchObject({ name: 'ServiceCallError', code: 'SERVICE_FILE_BROKE_OFF' });
  },
);

test('a file that breaks off once is fetched again by the same attempt, and is whole (R13)', async () => {
  const content = Buffer.from('a file that breaks off once');
  const { entries, manifest } = await checkedPackage(
    await packageOf([record(1, [{ filename: 'once.bin', behaviour: 'broken once', content }])]),
  );
  expect(manifest.omitted.map(({ item }) => item)).toEqual(['all records']);
  expect(String(entries.get('attachments/made-up/once.bin'))).toBe(String(content));
});

test('names that lead outside, equal names, and very long names become safe and unique', async () => {
  const files = [
    '../../../etc/passwd',
    '/etc/passwd',
    'C:\\windows\\passwd',
    `${'long'.repeat(75)}.pdf`,
    '..',
    'a\u0000b',
  ].map((filename) => ({ filename }));
  const { entries } = await checkedPackage(await packageOf([record(1, files)]));
  const names = [...entries.keys()].filter((name) => name.startsWith('attachments/'));
  expect(names).toHaveLength(files.length);
  for (const name of names) {
    expect(name).toMatch(/^attachments\/made-up\/[\w()-][\w .()-]*$/);
    expect(name.length).toBeLessThan(180);
  }
});

test('a service with the name of a Windows device gets folders of another name', async () => {
  const bytes = await packageOf([record(1, [{ filename: 'nul.txt' }])], { service: 'aux' });
  const { entries } = await checkedPackage(bytes);
  expect([...entries.keys()].filter((name) => name.includes('/'))).toEqual([
    'data/_aux/Message.json',
    'attachments/_aux/_nul.txt',
  ]);
});

test('3,000 files of one name are 3,000 files', async () => {
  const records = Array.from({ length: 300 }, (_, index) =>
    record(
      index,
      Array.from({ length: 10 }, (_each, number) => ({
        filename: 'photo.jpg',
        content: Buffer.from(`${index}-${number}`),
      })),
    ),
  );
  const { entries, manifest } = await checkedPackage(await packageOf(records));
  const contents = [...entries]
    .filter(([name]) => name.startsWith('attachments/'))
    .map(([, content]) => String(content));
  expect(new Set(contents).size).toBe(3_000);
  expect(manifest.omitted.filter(({ service }) => service === 'made-up')).toEqual([]);
}, 120_000);

test('withheld values are counted, with the reason; a person’s own words that look like a placeholder are shown as written', async () => {
  let made = 0;
  const from = (value: string, withheld: MadeUpField['withheld'] = null): MadeUpRecord => ({
    id: `message-${(made += 1)}`,
    recordType: 'Message',
    fields: [{ name: 'from', category: 'IDENTIFIER', value, withheld }],
  });
  const { manifest, entries } = await checkedPackage(
    await packageOf([
      from('[withheld: another person]', 'ANOTHER_PERSON'),
      from('me@example.org'),
      from('[withheld: another person]', 'ANOTHER_PERSON'),
      from('[withheld: internal note]', 'INTERNAL_NOTE'),
      from('[withheld: internal note]'),
      from('[withheld: whatever]'),
    ]),
  );
  expect(manifest.withheld).toEqual([
    { service: 'made-up', item: 'Message.from', reason: 'another person', count: 2 },
    { service: 'made-up', item: 'Message.from', reason: 'internal note', count: 1 },
  ]);
  const page = String(entries.get('index.html'));
  expect(page).toContain('<em>It is about another person.</em>');
  expect(page.match(/<em>It is an internal note of ours.<\/em>/g)).toHaveLength(1);
  expect(page).toContain('<bdi class="value">[withheld: internal note]</bdi>');
  const records = JSON.parse(String(entries.get('data/made-up/Message.json'))) as { fields: MadeUpField[] }[];
  expect(records.map(({ fields: [field] }) => field?.withheld)).toEqual([
    'ANOTHER_PERSON',
    null,
    'ANOTHER_PERSON',
    'INTERNAL_NOTE',
    null,
    null,
  ]);
});

test('the manifest is signed: the signature is valid for it, and for nothing else', async () => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const tokens = await ServiceTokens.open({ ...(await exportJWK(privateKey)), kid: 'k' });
  const { entries } = await checkedPackage(
    await packageOf([record(1)], { signDetached: (bytes, type) => tokens.signDetached(bytes, type) }),
  );
  const manifest = entries.get('manifest.json') ?? Buffer.alloc(0);
  const [head = '', none, signature = ''] = String(entries.get('manifest.json.sig')).trim().split('.');
  expect(none).toBe('');
  const verify = (payload: Buffer) =>
    flattenedVerify({ protected: head, payload, signature }, publicKey, { algorithms: ['EdDSA'] });
  expect((await verify(manifest)).protectedHeader).toMatchObject({ typ: manifestSignatureType, kid: 'k' });
  await expect(verify(Buffer.from(`${String(manifest)} `))).rejects.toThrow('signature');
});

test('few records are one JSON document; many are one line each', async () => {
  const text = (size: number): MadeUpRecord['fields'] => [{ name: 'text', category: 'OTHER', value: 'x'.repeat(size) }];
  const made = (recordType: string, count: number, size: number): MadeUpRecord[] =>
    Array.from({ length: count }, (_, index) => ({ id: `${recordType}-${index}`, recordType, fields: text(size) }));
  const records = [...made('Few', 3, 10), ...made('Many', 600, 2_000)];
  const { entries } = await checkedPackage(await packageOf(records));
  const data = [...entries].filter(([name]) => name.startsWith('data/'));
  expect(data.map(([name]) => name).sort()).toEqual(['data/made-up/Few.json', 'data/made-up/Many.ndjson']);
  expect(data.flatMap(([name, content]) => recordsIn(name, content).map(({ id }) => id))).toEqual(
    records.map(({ id }) => id),
  );
});

/** Programs that may be installed, and that also read packages. */
const readers: [string, string[]][] = [
  ['unzip', ['-t']],
  ['python3', ['-m', 'zipfile', '-t']],
];

test('other programs open a package with many entries', async () => {
  const records = Array.from({ length: 200 }, (_, index) => record(index, [{ filename: `ñandú ${index}.txt` }]));
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-zip-'));
  const file = path.join(directory, 'package.zip');
  try {
    writeFileSync(file, await packageOf(records));
    const ran = readers.map(([program, args]) => {
      try {
        return execFileSync(program, [...args, file], { stdio: 'pipe' }).toString();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'not on this machine';
        throw error;
      }
    });
    for (const output of ran) expect(output).toMatch(/No errors detected|Done testing|not on this machine/);
    expect(ran).toHaveLength(readers.length);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
