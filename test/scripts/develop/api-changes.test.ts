/** `habeas api-changes` reports every breaking change that the changelog does not list. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '../../../scripts/develop/api-changes';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-api-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, text: string) => {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  return file;
};

const against = write(
  'released.graphql',
  'enum Kind { A B } input In { a: Int } type Query { one(in: In): String two: Int! three: [Kind!] }',
);
const api = write(
  'api.graphql',
  'enum Kind { A } input In { a: Int! } type Query { one(in: In): Int three: [Kind!] four: String }',
);
const places = ['Query.one', 'Query.two', 'Kind.B', 'In.a'];
const changelog = (listed: string[], heading = '### Breaking changes of the API') =>
  write(
    'changelog.md',
    `# Changelog\n\n## Unreleased\n\n${heading}\n\n${listed.map((at) => `- \`${at}\`: meant\n`).join('')}`,
  );

let printed: string[];
beforeEach(() => {
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => jest.restoreAllMocks());

test('every change is printed, and each breaking one is named with its place', async () => {
  const error = await run({ against, api, changelog: changelog([]) }).catch((failure: Error) => failure.message);
  for (const place of places) expect(error).toContain(`\`${place}\``);
  expect(error).not.toContain('Query.four');
  expect(printed.filter((line) => line.startsWith('breaking: '))).toHaveLength(places.length);
  expect(printed.at(-1)).toBe("non-breaking: Field 'four' was added to object type 'Query' (Query.four)");
});

test('a change that the changelog lists is accepted, and no other', async () => {
  await expect(run({ against, api, changelog: changelog(places) })).resolves.toBeUndefined();
  await expect(run({ against, api, changelog: changelog(places.slice(1)) })).rejects.toThrow(/`Query\.one`/);
  // Listed under another release, or under another heading.
  await expect(run({ against, api, changelog: changelog(places, '### Changes') })).rejects.toThrow(/`Kind\.B`/);
  const old = write(
    'old.md',
    `## Unreleased\n\n## 0.1.0\n\n### Breaking changes of the API\n\n- \`Query.one\`: then\n`,
  );
  await expect(run({ against, api, changelog: old })).rejects.toThrow(/`Query\.one`/);
});

test('the API of this project breaks no client of the last release, except where the changelog says so', async () => {
  await expect(run({})).resolves.toBeUndefined();
});
