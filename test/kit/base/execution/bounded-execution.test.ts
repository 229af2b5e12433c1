/** What one operation may cost (R27): a limit on the fields that it resolves, a deadline, and an end when its caller disconnects. */
import DataLoader from 'dataloader';
import { buildSchema, parse } from 'graphql';
import { boundSchema, executeBounded } from '../../../../subgraphs/kit/base/execution/bounded-execution';
import { countNodes } from '../../../../subgraphs/kit/base/execution/count-nodes';
import { OperationBudget, type OperationBounds } from '../../../../subgraphs/kit/base/execution/operation-budget';

const schema = boundSchema(
  buildSchema(`
    type Member { id: ID! names: [String!]! family: [Member!]! head: Member slow: Member never: Member }
    type Query { member: Member }
    type Mutation { first: Member second: Member }
  `),
);

/** A family of `size` people, in memory as if a DataLoader had read them. */
function family(size: number) {
  const calls = { family: 0, head: 0, second: 0 };
  const loader = new DataLoader<number, unknown[]>((ids) => Promise.resolve(ids.map(() => members)));
  const heads = new DataLoader<number, unknown>((ids) => Promise.resolve(ids.map((id) => members[id])));
  const members: unknown[] = Array.from({ length: size }, (_, id) => ({
    id,
    names: Array(20).fill('x'),
    family: () => ((calls.family += 1), loader.load(id)),
    head: () => ((calls.head += 1), heads.load(0)),
    slow: () => new Promise((resolve) => setTimeout(() => resolve(members[id]), 100)),
    never: () => new Promise(() => {}),
  }));
  const root = {
    member: () => members[0],
    first: () => new Promise((resolve) => setTimeout(() => resolve(members[0]), 100)),
    second: () => ((calls.second += 1), members[0]),
  };
  return { calls, root };
}

function run(
  query: string,
  { size = 10, gone, ...bounds }: Partial<OperationBounds> & { size?: number; gone?: AbortSignal } = {},
) {
  const { calls, root } = family(size);
  const budget = new OperationBudget({ cost: 10_000, timeout: 60_000, ...bounds }, gone);
  const result = executeBounded({ schema, document: parse(query), rootValue: root, contextValue: {} }, budget);
  return { calls, result: result.finally(() => budget.close()) };
}

const nested = (levels: number, inner = 'id'): string =>
  levels === 0 ? inner : `family { head { ${nested(levels - 1, inner)} } }`;

test('an operation within the limit is answered completely', async () => {
  const { result } = run(`{ member { ${nested(2)} } }`);
  const { data, errors } = await result;
  expect(errors).toBeUndefined();
  expect(countNodes(data, Infinity)).toBeLessThan(1_000);
  expect((data as { member: { family: unknown[] } }).member.family).toHaveLength(10);
});

test('lists within lists end at the limit, and fields that have begun are abandoned', async () => {
  const { calls, result } = run(`{ member { ${nested(7)} } }`);
  expect(await result).toEqual({
    data: null,
    errors: [
      expect.objectContaining({
        extensions: { code: 'TOO_COSTLY', cost: expect.any(Number) as unknown, maximum: 10_000 },
      }),
    ],
  });
  // Ten million would be resolved without the limit.
  expect(calls.family + calls.head).toBeLessThan(10_001);
  const begun = calls.family + calls.head;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(calls.family + calls.head).toBe(begun);
});

test.each([
  [
    'fields of many objects',
    `{ member { family { ${Array.from({ length: 900 }, (_, n) => `a${n}: id`).join(' ')} } } }`,
  ],
  [
    'fields in fragments',
    `{ member { family { ...F } } } fragment F on Member { ${Array.from({ length: 900 }, (_, n) => `a${n}: id`).join(' ')} }`,
  ],
  ['lists of scalars', `{ member { family { ${Array.from({ length: 49 }, (_, n) => `a${n}: names`).join(' ')} } } }`],
  [
    'names of types',
    `{ member { family { ${Array.from({ length: 900 }, (_, n) => `a${n}: __typename`).join(' ')} } } }`,
  ],
])('%s count', async (_title, query) => {
  expect((await run(query, { size: 12 }).result).errors).toMatchObject([{ extensions: { code: 'TOO_COSTLY' } }]);
  expect((await run(query, { size: 12, cost: 20_000 }).result).errors).toBeUndefined();
});

test('other work runs while an operation resolves fields from memory', async () => {
  let turns = 0;
  let over = false;
  const others = () => {
    turns += 1;
    if (!over) setImmediate(others);
  };
  setImmediate(others);
  await run(`{ member { ${nested(7)} } }`, { size: 60, cost: 50_000 }).result;
  over = true;
  expect(turns).toBeGreaterThan(8);
});

test('an operation ends at its deadline, whatever it waits for', async () => {
  const { result } = run('{ member { never { id } } }', { timeout: 50 });
  expect(await result).toEqual({
    data: null,
    errors: [expect.objectContaining({ extensions: { code: 'SERVICE_UNAVAILABLE' } })],
  });
});

test('no field begins after the caller has disconnected', async () => {
  const caller = new AbortController();
  const { calls, result } = run('{ member { slow { family { id } } } }', { gone: caller.signal });
  caller.abort();
  expect((await result).data).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(calls.family).toBe(0);
});

test('a mutation whose caller has disconnected ends, and begins no other field', async () => {
  const caller = new AbortController();
  const { calls, result } = run('mutation { first { id } second { id } }', { gone: caller.signal });
  caller.abort();
  expect((await result).data).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(calls.second).toBe(0);
});

test('counting stops soon after the limit, and a value that is used in two places counts twice', () => {
  const shared = { a: 1, b: [1, 2] };
  expect(countNodes({ x: shared, y: [shared, null] }, 100)).toBe(2 + 4 + 2 + 4);
  let tower: unknown = [1];
  for (let level = 0; level < 40; level += 1) tower = [tower, tower];
  expect(countNodes(tower, 1_000)).toBeLessThan(1_010);
});
