/** The table of error codes, in both directions: the sources give errors only codes of the table, and every code of it is used and documented. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { errorsPage } from '../../scripts/develop/documents/errors-page';
import { errorCodeEntry, errorCodes, isErrorCode, type ErrorCode } from '../../subgraphs/kit/base/errors/error-codes';
import { projectRoot } from '../../subgraphs/kit/base/project-root';

const table = 'subgraphs/kit/base/errors/error-codes.ts';
const codes = Object.keys(errorCodes) as ErrorCode[];
const read = (file: string) => readFileSync(path.join(projectRoot(), file), 'utf8');
const sources = ['gateway', 'subgraphs', 'scripts'].flatMap((folder) =>
  readdirSync(path.join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((file) => /\.(ts|tmpl)$/.test(file) && !/\.generated\.ts$/.test(file) && file !== table),
);

/** The ways in which the sources give an error its code. */
const givings = [
  /\bcodedError\(\s*'(\w+)'/g,
  /\bownFailure\(\s*'(\w+)'/g,
  /\brefusalOf\(\s*'(\w+)'/g,
  /\bnew ServiceCallError\([^,()]+,\s*'(\w+)'/g,
  /\bcode: '([A-Z][A-Z_]+)'/g,
  /\blastErrorCode: '(\w+)'/g,
  /'([A-Z_]+)' satisfies ErrorCode/g,
];

const given = sources.flatMap((file) => {
  const text = read(file);
  return givings.flatMap((giving) => [...text.matchAll(giving)].map(([, code = '']) => ({ file, code })));
});

test('every code that the sources give to an error is in the table', () => {
  expect(given.length).toBeGreaterThan(60);
  expect(given.filter(({ code }) => !isErrorCode(code))).toEqual([]);
});

test('every code of the table is used, here or by Apollo Server', () => {
  const named = new Set<string>([...given.map(({ code }) => code), ...Object.values(ApolloServerErrorCode)]);
  // Codes that are chosen by another table: by a status of Fastify, a code of Node, or the failure of a call.
  for (const file of [
    'subgraphs/kit/base/http/errors.ts',
    'subgraphs/kit/base/http/client-errors.ts',
    'gateway/gdpr/services/service-call.ts',
  ])
    for (const [, code = ''] of read(file).matchAll(/: '([A-Z][A-Z_]+)',/g)) named.add(code);
  expect(codes.filter((code) => !named.has(code))).toEqual([]);
});

test('docs/errors.md is what the table says, and describes every code once', () => {
  const page = read('docs/errors.md');
  expect(page).toBe(errorsPage());
  expect([...page.matchAll(/^### (\w+)$/gm)].map(([, code]) => code).sort()).toEqual([...codes].sort());
});

test.each(codes)('%s is described in whole sentences, and has a status unless it is a code of parts only', (code) => {
  const { kind, status, when, what, message = 'As is.' } = errorCodeEntry(code);
  for (const sentence of [when, what, message]) expect(sentence).toMatch(/^[A-Z`].*\.$/);
  if (kind === 'part') expect(status).toBeNull();
  else expect(status).toBeGreaterThanOrEqual(200);
});
