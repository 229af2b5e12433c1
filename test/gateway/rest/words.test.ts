/** The words of the REST API (R35): complete, and parsed as leniently and as strictly as they should be. */
import { z } from 'zod';
import { errorCodes, isErrorCode } from '../../../subgraphs/kit/base/errors/error-codes';
import { requestStatuses, requestTypes } from '../../../gateway/gdpr/lifecycle';
import { createFields, searchFields } from '../../../gateway/rest/refusals/fields';
import { checked, withoutEmpty } from '../../../gateway/rest/input';
import { pageNumbers } from '../../../gateway/rest/model/pages';
import { restStatuses, restTypeOf, statusNames, typeOf } from '../../../gateway/rest/names';
import { refusalOf } from '../../../gateway/rest/refusals/codes';

test('every status of a request has one that programs know', () => {
  for (const status of requestStatuses) expect(restStatuses).toContain(statusNames[status].status);
  expect(statusNames.CANCELLED).toEqual({ status: 'ERROR', cancelled: true });
  expect(statusNames.REJECTED).toEqual({ status: 'ERROR', rejected: true });
  expect(statusNames.AWAITING_APPROVAL).toEqual({ status: 'INITIATED', waitingFor: 'approval' });
});

test('every type but GET has a word, and every word its type', () => {
  expect(requestTypes.filter((type) => restTypeOf(type) === null)).toEqual(['GET']);
  for (const type of requestTypes) {
    const name = restTypeOf(type);
    if (name) expect(typeOf(name)).toBe(type);
  }
});

test('every code of the table has a status and a word of its own form', () => {
  for (const code of Object.keys(errorCodes).filter(isErrorCode)) {
    const { code: told, status } = refusalOf(code, { requiredScopes: [], mergeSets: [] });
    expect(told).toMatch(/^[a-z]+(\.[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(
      code === 'PERSISTED_QUERY_NOT_FOUND' || code === 'PERSISTED_QUERY_NOT_SUPPORTED' ? 200 : 400,
    );
  }
  expect(refusalOf('SOMETHING_ELSE', {})).toMatchObject({ code: 'internal.server.error', status: 500 });
  expect(refusalOf('CASE_CLOSED', {})).toMatchObject({ code: 'case.closed', status: 409 });
});

test('argument paths become the fields that the caller has sent', () => {
  expect(
    ['input.term', 'term', 'input.term.email', 'input.term.socialHandle.handle', 'input.term.dialerContactId.id'].map(
      createFields,
    ),
  ).toEqual([
    'subject',
    'subject',
    'subject.emailAddresses',
    'subject.socialHandle.value',
    'subject.dialerContactId.id',
  ]);
  expect(
    ['input.replacements[3].existing', 'input.replacements', 'input.idempotencyKey', 'input.caseId'].map(createFields),
  ).toEqual(['replacementTerms[3].existingValue', 'replacementTerms', 'Idempotency-Key', 'caseId']);
  expect(['term', 'term.phone'].map(searchFields)).toEqual(['searchValue', 'searchValue']);
});

test('empty values count as absent, at any depth that a field has', () => {
  expect(
    withoutEmpty({ a: null, b: '', c: [], d: [null, '', []], e: [null, 'x'], f: { g: null, h: 0, i: false }, j: ' ' }),
  ).toEqual({ e: ['x'], f: { h: 0, i: false }, j: ' ' });
  // However deep the input is nested.
  const deep = JSON.parse('[1,'.repeat(50_000) + '1' + ']'.repeat(50_000)) as unknown;
  expect(() => withoutEmpty({ subject: deep })).not.toThrow();
});

test('a value that does not fit is named, and not repeated', () => {
  const schema = z.object({ list: z.array(z.object({ type: z.enum(['A'], { error: 'type takes one of A.' }) })) });
  let refused: unknown;
  try {
    checked(schema, { list: [{ type: 'A' }, { type: 'secret' }] });
  } catch (error) {
    refused = error;
  }
  expect(refused).toMatchObject({
    message: 'list[1].type takes one of A.',
    extensions: { code: 'BAD_USER_INPUT', argument: 'list[1].type' },
  });
});

test.each([
  [{ pageSize: 25, pageNumber: 1 }, 0, { pageCount: 0, lastUri: '/p?pageSize=25&pageNumber=1' }, []],
  [{ pageSize: 25, pageNumber: 1 }, 25, { pageCount: 1 }, []],
  [
    { pageSize: 25, pageNumber: 2 },
    61,
    { pageCount: 3, lastUri: '/p?pageSize=25&pageNumber=3' },
    ['nextUri', 'previousUri'],
  ],
  [{ pageSize: 25, pageNumber: 3 }, 61, { total: 61 }, ['previousUri']],
  // The last page that is allowed.
  [
    { pageSize: 200, pageNumber: 500 },
    1_000_000,
    { pageCount: 5_000, lastUri: '/p?pageSize=200&pageNumber=500' },
    ['previousUri'],
  ],
])('the page %j of %i', (page, total, expected, neighbours) => {
  const numbers = pageNumbers('/p', page, total);
  expect(numbers).toMatchObject({ ...page, ...expected });
  expect(
    Object.keys(numbers)
      .filter((name) => /^(next|previous)Uri$/.test(name))
      .sort(),
  ).toEqual(neighbours);
});
