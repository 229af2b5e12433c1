import { mapYielding } from '../../../subgraphs/kit/base/map-yielding';

const spin = (milliseconds: number) => {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
};

test('long work lets other work run, and keeps its order', async () => {
  let turns = 0;
  let over = false;
  const others = () => {
    turns += 1;
    if (!over) setImmediate(others);
  };
  setImmediate(others);
  const items = Array.from({ length: 60 }, (_, index) => index);
  const done = await mapYielding(items, (item) => {
    spin(1);
    return item * 2;
  });
  over = true;
  expect(done).toEqual(items.map((item) => item * 2));
  // 60 ms of work in turns of 5 ms; without turns, it would be a single one.
  expect(turns).toBeGreaterThanOrEqual(8);
});

test('one failed item fails the whole', async () => {
  const work = (item: number) => {
    if (item === 2) throw new Error('two');
    return item;
  };
  await expect(mapYielding([1, 2, 3], work)).rejects.toThrow('two');
  expect(await mapYielding([], work)).toEqual([]);
});
