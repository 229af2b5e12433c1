/** The actions of the audit log are one closed set: the same in the schema, the table, the document, and the code that writes entries (R21). */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isEnumType } from 'graphql';
import { auditActions } from '../../../gateway/audit/actions';
import type { AuditEvent } from '../../../gateway/audit/audit-log';
import { publicSchemaOf } from '../../../gateway/federation/supergraph/public-schema';
import { committedSupergraph } from '../../../scripts/develop/compose';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

const read = (file: string) => readFileSync(path.join(projectRoot(), file), 'utf8');
const type = publicSchemaOf(readFileSync(committedSupergraph(), 'utf8')).schema.getType('AuditAction');
if (!isEnumType(type)) throw new Error('AuditAction is no enum.');
const values = type.getValues().map(({ name }) => name);

const writers = readdirSync(path.join(projectRoot(), 'gateway'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/actions\.ts$|\.generated\.ts$/.test(name))
  .map((name) => read(path.join('gateway', name)));

test('the table has exactly the values of the enum', () => {
  expect(Object.keys(auditActions)).toEqual(values);
});

test('the code writes each value', () => {
  expect(values.filter((value) => !writers.some((code) => code.includes(`'${value}'`)))).toEqual([]);
});

test('docs/audit-actions.md lists exactly the values', () => {
  expect([...read('docs/audit-actions.md').matchAll(/^\| `(\w+)` /gm)].map(([, action]) => action)).toEqual(values);
});

test('an entry of any other action does not compile', () => {
  // @ts-expect-error no such action: if the type allowed it, the type check would report that this line expects an error
  const event: AuditEvent = { actor: 'tester', action: 'SOMETHING_ELSE', detail: '' };
  expect(values).not.toContain(event.action);
});
