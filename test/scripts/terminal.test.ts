/** What commands print to terminals and into files. */
import { progress, seldom, table, type Output } from '../../scripts/cli/terminal';

/** An output that keeps what is written; it is a terminal if it has a width. */
function output(columns?: number) {
  const written: string[] = [];
  const stream = {
    isTTY: columns !== undefined,
    columns: columns ?? 0,
    write: (text: string) => written.push(text) > 0,
  };
  return { stream: stream as unknown as NodeJS.WriteStream & Output, written };
}

const head = ['service', 'what was done'];
const rows = [
  ['directory', 'User ERASED 1\nBadge ERASED 2'],
  ['dialer', null],
];

test('a table is drawn in a file, and at a terminal that is wide enough', () => {
  const drawn = table(head, rows, {}, output().stream);
  expect(drawn).toMatch(/^┌─+┬─+┐\n│ service +│ what was done +│\n/);
  expect(drawn.split('\n')).toHaveLength(7);
  expect(table(head, rows, {}, output(80).stream)).toBe(drawn);
});

test('at a narrower terminal, a row is a block of lines', () => {
  expect(table(head, rows, {}, output(20).stream)).toBe(
    'service: directory\nwhat was done: User ERASED 1; Badge ERASED 2\n\nservice: dialer\n',
  );
});

test('the widest column gives way first, as long as words fit into it', () => {
  const long = [['directory', 'kept, because the law demands it for another two years']];
  const widths = [12, 60];
  const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
  expect(widest(table(head, long, { widths }, output(80).stream))).toBe(75);
  const narrower = table(head, long, { widths }, output(50).stream);
  expect([widest(narrower), narrower]).toEqual([50, expect.stringMatching(/^┌─{12}┬─{35}┐\n/)]);
  expect(table(head, long, { widths }, output(30).stream)).toMatch(/^service: directory\nwhat was done: kept, /);
});

test('progress is a line for each step in a file, and one line of a terminal that is no longer than it', () => {
  const file = output();
  const steps = ['100 of 300 people', '200 of 300 people'];
  const plain = progress(file.stream);
  steps.forEach(plain.say);
  plain.end();
  expect(file.written).toEqual(steps.map((step) => `${step}\n`));

  const narrow = output(12);
  const drawn = progress(narrow.stream);
  steps.forEach(drawn.say);
  drawn.end();
  drawn.end();
  expect(narrow.written.filter((text) => !text.startsWith('\u001B'))).toEqual(['100 of 300 ', '200 of 300 ', '\n']);
});

test('work that may be short prints nothing at first, then a line every two seconds', () => {
  const file = output();
  let time = 0;
  const { say, end } = seldom(file.stream, () => time);
  for (time = 500; time <= 6_000; time += 500) say(`${time} ms`);
  end();
  expect(file.written).toEqual(['2000 ms\n', '4000 ms\n', '6000 ms\n']);
});
