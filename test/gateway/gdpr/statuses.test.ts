/** Statuses are one closed set: the same in `lifecycle`, the schema and the database; and no statement has literals of its own (R11). */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isEnumType } from 'graphql';
import ts from 'typescript';
import type { DataSource } from 'typeorm';
import { publicSchemaOf } from '../../../gateway/federation/supergraph/public-schema';
import {
  finishedStatuses,
  isSettled,
  requestStatuses,
  serviceStatuses,
  serviceTransitions,
} from '../../../gateway/gdpr/lifecycle';
import { committedSupergraph } from '../../../scripts/develop/compose';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { dropDatabases, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';

/** Files that may hold literals: the life cycle itself, and migrations, which state what a database of their time allowed. */
const excepted = /lifecycle(-sql)?\.ts$|\/migrations\/|\.generated\.ts$/;

const sources = ['gateway', 'scripts'].flatMap((folder) =>
  readdirSync(path.join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((file) => file.endsWith('.ts') && !excepted.test(file)),
);

const quoted = new RegExp(`'(${[...requestStatuses, ...serviceStatuses].join('|')})'`);

/** Texts in the code with a status in single quotes, which is a literal in SQL. */
function literalsIn(file: string, code: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) && quoted.test(node.text))
      found.push(`${file}: ${quoted.exec(node.text)?.[0]}`);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest));
  return found;
}

test('no statement writes a status of its own', () => {
  expect(sources.length).toBeGreaterThan(150);
  expect(sources.flatMap((file) => literalsIn(file, readFileSync(path.join(projectRoot(), file), 'utf8')))).toEqual([]);
});

test.each([
  ['text', `db.query("UPDATE gdpr_task SET status = 'RUNNING'")`],
  ['a template', "db.query(`SELECT 1 WHERE status IN ('PENDING', ${x}) AND n = $1`)"],
  ['the end of a template', "db.query(`SELECT ${x} WHERE status = 'ERROR'`)"],
])('a literal in %s would be found', (_where, code) => {
  expect(literalsIn('some.ts', code)).toHaveLength(1);
});

test('the schema has the same statuses', () => {
  const { schema } = publicSchemaOf(readFileSync(committedSupergraph(), 'utf8'));
  const valuesOf = (name: string) => {
    const type = schema.getType(name);
    if (!isEnumType(type)) throw new Error(`${name} is no enum.`);
    return type.getValues().map((value) => value.name);
  };
  expect(valuesOf('GdprRequestStatus')).toEqual([...requestStatuses]);
  expect(valuesOf('GdprServiceStatus')).toEqual([...serviceStatuses]);
});

test('events of unfinished parts are exactly those of unsettled parts', () => {
  for (const status of serviceStatuses)
    expect(isSettled(status)).toBe(!(serviceTransitions.cancel.from as readonly string[]).includes(status));
});

describe('the database', () => {
  const prefix = uniquePrefix();
  let dataSource: DataSource;
  beforeAll(async () => {
    dataSource = await openTestGatewayDatabase(prefix);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await dropDatabases(prefix);
  });

  const statusesIn = (sql: string) => [...sql.matchAll(/'([A-Z_]+)'/g)].map(([, status]) => status);

  test.each([
    ['gdpr_request', requestStatuses],
    ['gdpr_task', serviceStatuses],
  ])('%s allows the same statuses', async (table, statuses) => {
    const rows: { said: string }[] = await dataSource.query(
      `SELECT pg_get_constraintdef(oid) AS said FROM pg_constraint WHERE conrelid = $1::regclass AND conname = $1 || '_status_check'`,
      [table],
    );
    expect(statusesIn(rows[0]?.said ?? '')).toEqual([...statuses]);
  });

  test('the index of requests in flight leaves out exactly the finished ones (R10)', async () => {
    const rows: { said: string }[] = await dataSource.query(
      `SELECT pg_get_indexdef('gdpr_request_active'::regclass) AS said`,
    );
    expect(statusesIn(rows[0]?.said ?? '')).toEqual([...finishedStatuses]);
  });
});
