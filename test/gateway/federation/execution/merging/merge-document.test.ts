/** A merged operation means the same as its copies one by one. */
import fc from 'fast-check';
import { execute, parse, validate, type DocumentNode } from 'graphql';
import { MergeableDocument } from '../../../../../gateway/federation/execution/merging/merge-document';
import { fixtureSchema } from '../../../support/fixture-schemas';

const schema = fixtureSchema('people');
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
const run = async (document: DocumentNode, variableValues: Record<string, unknown>) => {
  const { data = null, errors } = await execute({ schema, document, variableValues });
  return plain({ data, ...(errors ? { errors } : {}) }) as { data: Record<string, unknown> | null; errors?: unknown[] };
};
const withoutPlaces = (answer: { errors?: unknown[] }) => ({
  ...answer,
  ...(answer.errors ? { errors: answer.errors.map((error) => ({ ...(error as object), locations: undefined })) } : {}),
});

const document = parse(`query ($id: ID!, $first: Int = 2, $with: Boolean!) {
  person(id: $id) { __typename name kind @include(if: $with) }
  some: people(first: $first) { id }
  forbidden @include(if: $with)
}`);

test('each copy gets the answer that it would get alone, errors included', async () => {
  const merged = MergeableDocument.of(document);
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record(
          { id: fc.string({ minLength: 1 }), first: fc.integer({ min: 0, max: 3 }), with: fc.boolean() },
          { requiredKeys: ['id', 'with'] },
        ),
        { minLength: 2, maxLength: 6 },
      ),
      async (calls) => {
        const together = parse(merged?.text(calls.length) ?? '');
        expect(validate(schema, together)).toEqual([]);
        const parts = merged?.split(await run(together, merged.variables(calls)), calls.length);
        const alone = await Promise.all(calls.map((variables) => run(document, variables)));
        expect(parts?.map(withoutPlaces)).toEqual(alone.map(withoutPlaces));
      },
    ),
  );
});

test.each([
  ['a mutation', 'mutation { count }'],
  ['a fragment', 'query { person(id: 1) { ...named } } fragment named on Person { name }'],
  ['an inline fragment on the root', 'query { ... on Query { now } }'],
  ['several operations', 'query a { now } query b { now }'],
  ['a directive on the operation', 'query @live { now }'],
])('%s is not merged', (_title, text) => {
  expect(MergeableDocument.of(parse(text))).toBeNull();
});

test.each([
  ['no data', { data: null, errors: [{ message: 'no', path: ['c0_now'] }] }],
  ['data of something else', { data: { now: 1 } }],
  ['data of some copies', { data: { c0_now: 1 } }],
  ['an error without a place', { data: { c0_now: 1, c1_now: 2 }, errors: [{ message: 'no' }] }],
  [
    'an error of a copy that was not asked for',
    { data: { c0_now: 1, c1_now: 2 }, errors: [{ message: 'no', path: ['c7_now'] }] },
  ],
  ['an error that is none', { data: { c0_now: 1, c1_now: 2 }, errors: [null] }],
])('%s cannot be split into answers of the copies', (_title, answer) => {
  expect(MergeableDocument.of(parse('{ now }'))?.split(answer, 2)).toBeNull();
});
