/** The operations of `examples/operations` are valid in the committed API; `test/e2e/api/examples.test.ts` runs them. */
import { readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, parse, print, validate } from 'graphql';
import { committedApi } from '../../scripts/develop/compose';
import { exampleOperations } from '../support/api/examples';

const schema = buildSchema(readFileSync(committedApi(), 'utf8'));

test.each([...exampleOperations()])('%s is valid, named, and begins with a comment', (_name, text) => {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  expect(getOperationAST(document)?.name?.value).toMatch(/^[A-Z]\w+$/);
  expect(text).toMatch(/^# .+\./);
  // In the format of GraphQL's own printer, because Prettier does not format these files.
  expect(text.replace(/^#.*\n/gm, '').trim()).toBe(print(document).trim());
});

test('there are examples', () => {
  expect(exampleOperations().size).toBeGreaterThan(5);
});
