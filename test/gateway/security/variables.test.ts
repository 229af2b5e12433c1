/** Faults in variables are reported in bounded time, however large the variables are (R27). */
import { buildSchema, Kind, parse, type OperationDefinitionNode } from 'graphql';
import { coerceVariables } from '../../../gateway/security/variables';

const statuses = Array.from({ length: 12 }, (_, index) => `STATUS_OF_A_REQUEST_${index}`);
const schema = buildSchema(`
  enum Status { ${statuses.join(' ')} }
  input Filter { status: [Status!] within: Filter }
  type Query { requests(filter: Filter): Int }`);
const document = parse('query ($given: Filter) { requests(filter: $given) }');
const operation = document.definitions.find(
  (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
) as OperationDefinitionNode;

const coerce = (given: unknown) => {
  const began = performance.now();
  const { errors, values } = coerceVariables(schema, document, operation, { given });
  return {
    values,
    errors: errors?.map(({ message, extensions }) => [message, extensions.argument]),
    ms: performance.now() - began,
  };
};

const list = <T>(length: number, value: T) => Array<T>(length).fill(value);

test('a list takes 1,000 items; a longer one is named, and its items are not read', () => {
  const values = { status: list(1_000, statuses[0]) };
  expect(coerce(values).values).toEqual({ given: values });
  for (const [count, value] of [
    [1_001, statuses[0]],
    [80_000, statuses[0]],
    [200_000, 'STATUS_OF_A_REQUES'],
  ] as const) {
    const { errors, ms } = coerce({ within: { status: list(count, value) } });
    expect(errors).toEqual([['filter.within.status takes at most 1000 values.', 'filter.within.status']]);
    expect(ms).toBeLessThan(100);
  }
});

test('twenty bad values are named, and no more are read', () => {
  const twenty = coerce({ status: list(20, 'STATUS_OF_A_REQUES') });
  expect(twenty.errors).toHaveLength(20);
  expect(twenty.errors?.[19]).toEqual([`filter.status[19] takes one of: ${statuses.join(', ')}.`, 'filter.status[19]']);
  const thousand = coerce({ status: list(1_000, 'STATUS_OF_A_REQUES') });
  expect(thousand.errors).toEqual(twenty.errors);
  expect(coerce(Object.fromEntries(list(50_000, 0).map((_, index) => [`unknown${index}`, 1]))).errors).toHaveLength(20);
});

test('a value nested deeper than any input is refused, without a stack overflow', () => {
  const deep = (levels: number): unknown => {
    let value: unknown = {};
    for (let level = 0; level < levels; level += 1) value = { status: [value] };
    return value;
  };
  expect(coerce(deep(50_000)).errors).toHaveLength(1);
});
