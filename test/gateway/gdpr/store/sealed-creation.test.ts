/** Columns in clear of earlier versions, about who asked and for which case, are encrypted while the gateway serves (R21). */
import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { listRequests } from '../../../../gateway/gdpr/requests/read/list';
import { recallErasure, rememberErasures } from '../../../../gateway/gdpr/store/retention/erasure-records';
import { lockRequest } from '../../../../gateway/gdpr/store/requests-and-tasks';
import { sealClear } from '../../../../gateway/gdpr/store/retention/sealed-creation';
import { gatewayDatabase } from '../../../../gateway/persistence/open-gateway-database';
import { databaseName } from '../../../../subgraphs/kit/base/persistence/create-database';
import { callerDigest } from '../../../../subgraphs/kit/base/security/encrypted-column';
import { KeyRing } from '../../../../subgraphs/kit/base/security/key-ring';
import { destroyKeys } from '../../../../subgraphs/kit/base/security/key-rotation';
import { inOrganization } from '../../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, dumpDatabase, uniquePrefix } from '../../../support/run/database';
import { openTestGatewayDatabase } from '../../../support/run/gateway-database';
import { insertRequest } from '../../../support/run/gateway-rows';

const prefix = uniquePrefix();
const master = { current: 'a', keys: new Map([['a', randomBytes(32)]]) };
let dataSource: DataSource;
let logged: string;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

beforeEach(() => {
  logged = '';
});

/** A key ring that reads keys anew. */
const ring = () => new KeyRing(dataSource, master);

const as = async <T>(organization: string, work: () => Promise<T>) =>
  inOrganization(await ring().evenDestroyed(organization), work);

const logger = pino(
  new Writable({
    write: (line: Buffer, _encoding, done) => {
      logged += line.toString();
      done();
    },
  }),
);

const seal = () => sealClear({ dataSource, keys: ring(), logger });

const dump = () => dumpDatabase(databaseName(prefix, gatewayDatabase));

/** A finished erasure as the previous version wrote it, with its record. */
async function endedBefore(organization: string, createdBy: string, reference: string): Promise<string> {
  const values = { status: `'COMPLETED'`, created_by: `'${createdBy}'`, reference: `'${reference}'` };
  const id = await insertRequest(dataSource, organization, { ...values, completed_at: 'now()' });
  await as(organization, async () => {
    const request = await lockRequest(dataSource.manager, id);
    if (!request) throw new Error('There is no request.');
    await rememberErasures(dataSource.manager, [request], new Date());
  });
  await dataSource.query('UPDATE gdpr_erasure SET created_by = $2 WHERE request_id = $1', [id, createdBy]);
  return id;
}

/** What the API reads of a request and its record. */
const read = (organization: string, id: string) =>
  as(organization, async () => {
    const request = await lockRequest(dataSource.manager, id);
    return [request?.createdBy, request?.reference];
  });

const findBy = (organization: string, reference: string) =>
  as(organization, async () => (await listRequests(dataSource, { reference }, {})).totalCount);

test('values in clear are read and found before they are encrypted and after, and then the database no longer shows them', async () => {
  const id = await endedBefore('acme', 'agent-smith', 'case-7');
  await endedBefore('acme', 'agent-smith', 'case-8');
  expect(await read('acme', id)).toEqual(['agent-smith', 'case-7']);
  expect(await findBy('acme', 'case-7')).toBe(1);
  expect(await dump()).toContain('agent-smith');
  await seal();
  expect(await read('acme', id)).toEqual(['agent-smith', 'case-7']);
  expect(await findBy('acme', 'case-7')).toBe(1);
  expect(await findBy('acme', 'case-9')).toBe(0);
  const dumped = await dump();
  expect(dumped).toContain(id);
  expect(dumped).not.toMatch(/agent-smith|case-7|case-8/);
  await as('acme', async () => {
    expect((await recallErasure(dataSource.manager, id))?.createdBy).toBe('agent-smith');
    const request = await lockRequest(dataSource.manager, id);
    expect(request?.createdByDigest).toEqual(callerDigest('agent-smith'));
  });
  await seal();
  expect([await read('acme', id), logged]).toEqual([['agent-smith', 'case-7'], '']);
});

test('values in clear of an organisation with destroyed keys are removed; encrypted ones cannot be read or found', async () => {
  const sealed = await endedBefore('gone', 'agent-jones', 'case-1');
  await seal();
  const late = await endedBefore('gone', 'agent-brown', 'case-2');
  await destroyKeys(dataSource, 'gone');
  await seal();
  expect(await dump()).not.toMatch(/agent-jones|agent-brown|case-1|case-2/);
  for (const id of [sealed, late]) expect(await read('gone', id)).toEqual(['[unreadable]', null]);
  await expect(findBy('gone', 'case-1')).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
});

test('an organisation whose keys cannot be used keeps its values, and stops no other', async () => {
  const stuck = await endedBefore('locked', 'agent-white', 'case-3');
  await dataSource.query(`UPDATE organization_key SET master_key_id = 'unknown' WHERE organization_id = 'locked'`);
  const free = await endedBefore('unlocked', 'agent-black', 'case-4');
  await seal();
  expect(await dump()).not.toContain('agent-black');
  expect(await read('unlocked', free)).toEqual(['agent-black', 'case-4']);
  expect(logged).toContain('"organizationId":"locked"');
  await dataSource.query(`UPDATE organization_key SET master_key_id = 'a' WHERE organization_id = 'locked'`);
  await seal();
  expect(await dump()).not.toContain('agent-white');
  expect(await read('locked', stuck)).toEqual(['agent-white', 'case-3']);
});
