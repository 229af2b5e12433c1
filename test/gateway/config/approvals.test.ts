/** Which requests wait for an approval (R30) by the configuration: of all organisations, and of one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { approvalVariables, readApprovals } from '../../../gateway/config/approvals';
import { ConfigurationError } from '../../../subgraphs/kit/base/config';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-approvals-'));
const file = path.join(directory, 'policies.json');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const variables = z.object(approvalVariables);
const policies = (environment: Record<string, string>) => readApprovals(variables.parse(environment));
const withFile = (content: unknown, environment: Record<string, string> = {}) => {
  writeFileSync(file, JSON.stringify(content));
  return policies({ ...environment, APPROVAL_POLICY_FILE: file });
};

test('nothing waits by default', () => {
  expect(policies({}).of('any')).toEqual({ types: [], aboveSubjects: null, identityRequired: false });
});

test('the variables apply to every organisation; the file overrides for one organisation what it states', () => {
  const all = {
    APPROVAL_TYPES: 'DELETE, GET,DELETE',
    APPROVAL_ABOVE_SUBJECTS: '2',
    APPROVAL_IDENTITY_REQUIRED: 'true',
  };
  const organizations = {
    acme: { aboveSubjects: null },
    small: { types: [] },
    strict: { types: ['UPDATE'], aboveSubjects: 0 },
  };
  const given = withFile({ organizations }, all);
  const byDefault = { types: ['GET', 'DELETE'], aboveSubjects: 2, identityRequired: true };
  expect(given.of('any')).toEqual(byDefault);
  expect(given.of('acme')).toEqual({ ...byDefault, aboveSubjects: null });
  expect(given.of('small')).toEqual({ ...byDefault, types: [] });
  expect(given.of('strict')).toEqual({ ...byDefault, types: ['UPDATE'], aboveSubjects: 0 });
  // A property that every object has is not an organisation's policy.
  expect(given.of('constructor')).toEqual(byDefault);
});

test.each([
  [{ APPROVAL_TYPES: 'ERASE' }, /DELETE,EXPORT/],
  [{ APPROVAL_TYPES: '' }, /DELETE,EXPORT/],
  [{ APPROVAL_ABOVE_SUBJECTS: 'some' }, /number of subjects/],
  [{ APPROVAL_ABOVE_SUBJECTS: '-1' }, />=0/],
  [{ APPROVAL_IDENTITY_REQUIRED: 'yes' }, /true or false/],
])('%j is refused', (environment, message) => {
  expect(variables.safeParse(environment).error?.message).toMatch(message);
});

test.each<[unknown, RegExp]>([
  [[], /APPROVAL_POLICY_FILE/],
  [{ organizations: { acme: { type: ['DELETE'] } } }, /organizations\.acme .*"type"/],
  [{ organizations: { acme: { types: ['ERASE'] } } }, /organizations\.acme\.types/],
  [{ organizations: { acme: { aboveSubjects: -1 } } }, /organizations\.acme\.aboveSubjects/],
  [{ organizations: { 'a b': {} } }, /organizations\.a b/],
  [{ default: {} }, /default|organizations/],
])('a file with %j stops the start, and is named', (content, message) => {
  expect(() => withFile(content)).toThrow(ConfigurationError);
  expect(() => withFile(content)).toThrow(message);
});
