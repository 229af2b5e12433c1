/** How delivery attempts are shared out among endpoints and organisations (R27, R32). */
import { nextDelay } from '../../../gateway/webhooks/delivery/backoff';
import { Rooms } from '../../../gateway/webhooks/delivery/rooms';

const due = (id: string, organizationId: string, failing = false) => ({ id, organizationId, failing });
const begin = (rooms: Rooms, shares: { id: string; room: number }[], organizationId: string) => {
  for (const { id, room } of shares) for (let index = 0; index < room; index += 1) rooms.begin(id, organizationId);
};

test('an endpoint has at most four attempts at once, and one while it fails', () => {
  const rooms = new Rooms();
  const [share] = rooms.share([due('a', 'one')]);
  expect(share).toEqual({ id: 'a', room: 4 });
  begin(rooms, [share ?? { id: '', room: 0 }], 'one');
  expect(rooms.share([due('a', 'one')])).toEqual([]);
  rooms.end('a', 'one');
  expect(rooms.share([due('a', 'one')])).toEqual([{ id: 'a', room: 1 }]);
  expect(rooms.share([due('b', 'one', true)])).toEqual([{ id: 'b', room: 1 }]);
});

test('an organisation has at most sixteen; an endpoint with none in flight may still begin one', () => {
  const rooms = new Rooms();
  const slow = ['a', 'b', 'c', 'd'].map((id) => due(id, 'one'));
  begin(rooms, rooms.share(slow), 'one');
  expect(rooms.share([...slow, due('e', 'one')])).toEqual([{ id: 'e', room: 1 }]);
  expect(rooms.share([due('x', 'other')])).toEqual([{ id: 'x', room: 4 }]);
});

test('a process has a limit; beyond it, an endpoint with none in flight may still begin one', () => {
  const rooms = new Rooms();
  const all = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => due(`${prefix}${index}`, `${prefix}${index}`));
  const shares = rooms.share(all(100, 'a'));
  expect(shares.reduce((sum, { room }) => sum + room, 0)).toBe(256 + 36);
  for (const { id, room } of shares) begin(rooms, [{ id, room }], id);
  const further = rooms.share(all(400, 'b'));
  expect(further).toHaveLength(512 - 292);
  expect(new Set(further.map(({ room }) => room))).toEqual(new Set([1]));
});

test('attempts are spread over three days, and come later when the receiver asks for it', () => {
  const delays = Array.from({ length: 9 }, (_, index) => nextDelay(index + 1, 0, 0.5) ?? 0);
  expect(delays[0]).toBe(5_000);
  expect(delays).toEqual([...delays].sort((one, other) => one - other));
  const days = delays.reduce((sum, delay) => sum + delay, 0) / 86_400_000;
  expect(days).toBeGreaterThan(3);
  expect(days).toBeLessThan(4);
  expect(nextDelay(10, 0)).toBeNull();
  expect([nextDelay(1, 0, 0), nextDelay(1, 0, 1)]).toEqual([4_000, 6_000]);
  expect(nextDelay(1, 60_000)).toBe(60_000);
  expect(nextDelay(1, 999 * 86_400_000)).toBe(86_400_000);
});
