/** Cursors of lists in order of time: one that no page has handed out is refused by name, and never reaches the database. */
import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { decodeCursor, readAuditLog } from '../../../gateway/audit/read-audit-log';
import type { GdprContext } from '../../../gateway/gdpr/context';
import { listHolds } from '../../../gateway/gdpr/holds/list-holds';
import { encodePlace } from '../../../gateway/persistence/time-cursor';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';

const prefix = uniquePrefix();
const id = '01890a5d-ac96-774b-bcce-b302099a8057';
let dataSource: DataSource;
let keys: KeyRing;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
}, 60_000);

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

const inOwn = async <T>(work: () => Promise<T>) => inOrganization(await keys.of('paged'), work);

const conditions = { requestIds: [], person: null, caseId: null, actors: null, action: null, from: null, to: null };

/** Each list, with the key of its cursors. */
const lists: [string, string | number, (after: string) => Promise<unknown>][] = [
  ['legal holds', id, (after) => listHolds({ tools: { dataSource } } as GdprContext, { first: 10, after })],
  [
    'the audit log',
    1,
    async (cursor) => {
      const after = decodeCursor(cursor);
      return readAuditLog(dataSource.manager, conditions, { limit: 10, after, newestFirst: false });
    },
  ],
];

describe.each(lists)('the cursor of %s', (_, key, read) => {
  const at = (time: number | Date) => inOwn(() => read(encodePlace({ at: new Date(time), key })));

  test.each([['1970-01-01T00:00:00Z'], ['2026-03-01T12:00:00Z'], ['9999-12-31T23:59:59Z']])('may be of %s', (time) =>
    expect(at(new Date(time))).resolves.toMatchObject({ nodes: [] }),
  );

  // The least and the greatest time of JavaScript, and years that PostgreSQL does not know, or nobody lives in.
  test.each([-8.64e15, 8.64e15, Date.UTC(-4800, 0), Date.UTC(-1, 0), Date.UTC(10_000, 0)])(
    'may not be of %d milliseconds',
    (time) => expect(at(time)).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }),
  );

  test.each([
    [null],
    [{}],
    [[]],
    [['2026-03-01', key]],
    [[1, null]],
    [[1, '-'.repeat(36)]],
    [[1, 1.5]],
    [[1, key, 'another']],
  ])('is not %j', (content) =>
    expect(inOwn(() => read(Buffer.from(JSON.stringify(content)).toString('base64url')))).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', argument: 'after' },
    }),
  );
});
