/** An organisation with destroyed keys: its work ends visibly, and no other organisation is affected. */
import type { ApiClient } from '../../scripts/develop/api-client';
import { destroyOrganizationKeys } from '../../scripts/operate/keys/destroy-keys';
import { verifyAudit } from '../../scripts/operate/verify-audit';
import { databaseName } from '../../subgraphs/kit/base/persistence/create-database';
import { destroyKeys } from '../../subgraphs/kit/base/security/key-rotation';
import { dumpDatabase, inDatabase } from '../support/run/database';
import { eventually } from '../support/eventually';
import { createFamily } from '../support/people/family';
import { proxyService, type FaultProxy } from '../support/faults/fault-proxy';
import { createRequest, finishedRequest, outcome, readRequest, refuseRequest } from '../support/api/requests';
import { sharedSystem } from '../support/run/shared-system';
import type { TestSystem } from '../support/run/system';

let system: TestSystem;
let messaging: FaultProxy;

beforeAll(async () => {
  system = await sharedSystem();
  messaging = await proxyService(system, 'messaging');
}, 90_000);

afterEach(() => {
  messaging.fault = 'none';
});

afterAll(async () => {
  await messaging.close();
  await system.stop();
});

const inGateway = <T>(work: Parameters<typeof inDatabase<T>>[1]) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), work);

/** Destroys keys in the gateway's database at once, even with requests in flight: as a command that looked a moment too early. */
const destroyInGateway = (organization: string) =>
  inGateway(async (client) => {
    const query = async (sql: string, parameters?: unknown[]) => (await client.query(sql, parameters)).rows as never;
    expect(await destroyKeys({ query }, organization)).toBe(3);
  });

/** As if its worker had died long ago. */
const abandon = (id: string) =>
  inGateway((client) =>
    client.query(
      `UPDATE gdpr_task SET status = 'RUNNING', run_at = NULL, lease_expires_at = now() - interval '1 minute'
       WHERE request_id = $1 AND service = 'messaging'`,
      [id],
    ),
  );

const erase = async (api: ApiClient, id: string) =>
  (await createRequest(api, { type: 'DELETE', term: { externalContactId: id }, deleteConfirmed: true })).request.id;

const retrying = (api: ApiClient, id: string) =>
  eventually(async () => outcome(await readRequest(api, id), 'messaging').status === 'RETRYING');

const hasNothingToDo = (id: string) =>
  inGateway(async (client) => {
    const { rowCount } = await client.query(
      'SELECT 1 FROM gdpr_request WHERE id = $1 AND run_at IS NULL AND lease_expires_at IS NULL',
      [id],
    );
    return rowCount === 1;
  });

test("one organisation's destroyed keys stop nobody's recovery: its own work ends with a code, is read without values, and is no longer verified", async () => {
  const doomed = await system.client({ organization: 'keys-doomed' });
  const bystander = await system.client({ organization: 'keys-bystander' });
  // Its keys are wrapped by a master key that the gateway does not have, so all work for it fails.
  const locked = await system.client({ organization: 'keys-locked' });
  const verified = await erase(doomed, (await createFamily(doomed, 'verified'))[0]);
  expect((await finishedRequest(doomed, verified)).status).toBe('COMPLETED');
  const [mine, theirs] = [await createFamily(doomed, 'mine'), await createFamily(bystander, 'theirs')];
  const unlucky = await createFamily(locked, 'unlucky');
  messaging.fault = 'refuse';
  const lost = await erase(doomed, mine[0]);
  const left = await erase(bystander, theirs[0]);
  const stuck = await erase(locked, unlucky[0]);
  await retrying(doomed, lost);
  await retrying(locked, stuck);
  await retrying(bystander, left);
  const gateway = system.processes.get('gateway');
  await gateway?.stop();
  await destroyInGateway('keys-doomed');
  await inGateway((client) =>
    client.query(
      `UPDATE organization_key SET master_key_id = 'unknown-' || master_key_id WHERE organization_id = 'keys-locked'`,
    ),
  );
  await abandon(stuck);
  await abandon(lost);
  await abandon(left);
  await inGateway((client) => client.query('UPDATE gdpr_request SET run_at = now() WHERE id = $1', [verified]));
  messaging.fault = 'none';
  await gateway?.start();

  expect((await finishedRequest(bystander, left)).status).toBe('COMPLETED');
  await inGateway((client) =>
    client.query(
      `UPDATE organization_key SET master_key_id = regexp_replace(master_key_id, '^unknown-', '') WHERE organization_id = 'keys-locked'`,
    ),
  );
  expect((await finishedRequest(locked, stuck, 60_000)).status).toBe('COMPLETED');
  const ended = await finishedRequest(doomed, lost);
  for (const member of [ended, ...ended.relatedRequests]) {
    expect(member).toMatchObject({ status: 'ERROR', term: null, suggestedTerms: [] });
    expect(outcome(member, 'messaging')).toMatchObject({ status: 'FAILED', lastError: { code: 'KEYS_DESTROYED' } });
  }
  expect(await readRequest(doomed, verified)).toMatchObject({ status: 'COMPLETED', term: null });
  expect(await eventually(() => hasNothingToDo(verified))).toBe(true);
  const { gdprRequests } = await doomed.ask<{ gdprRequests: { totalCount: number } }>(
    '{ gdprRequests { totalCount } }',
  );
  expect(gdprRequests.totalCount).toBe(6);

  // Nothing new can begin.
  expect(await doomed.refused('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: lost })).toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(await refuseRequest(doomed, { type: 'GET', term: { phone: '+34600000001' } })).toMatchObject({
    code: 'FORBIDDEN',
  });
  const [audit] = (await verifyAudit('keys-doomed', system.environment)).organizations;
  expect(audit).toMatchObject({ fault: null });
}, 120_000);

test('a process that still has the keys creates no new request, learns of their end within seconds, and lets waiting requests be cancelled', async () => {
  const api = await system.client({ organization: 'keys-cached' });
  const [canonical] = await createFamily(api, 'cached');
  messaging.fault = 'refuse';
  const id = await erase(api, canonical);
  await retrying(api, id);
  // Far from its next attempt.
  await inGateway(async (client) => {
    // An attempt may be running at this moment, and would set the time of the next one.
    await eventually(async () => {
      await client.query(
        `UPDATE gdpr_task SET run_at = now() + interval '1 hour' WHERE organization_id = 'keys-cached' AND run_at IS NOT NULL`,
      );
      const { rows } = await client.query(
        `SELECT FROM gdpr_task WHERE organization_id = 'keys-cached' AND lease_expires_at IS NOT NULL`,
      );
      return rows.length === 0;
    });
    await client.query(`DELETE FROM pgboss.job WHERE data->>'organizationId' = 'keys-cached' AND state < 'active'`);
  });
  await destroyInGateway('keys-cached');
  expect(await refuseRequest(api, { type: 'GET', term: { phone: '+34600000002' } })).toMatchObject({
    code: 'FORBIDDEN',
  });
  await eventually(async () => (await readRequest(api, id)).term === null, 20_000);
  const { cancelGdprRequest: cancelled } = await api.ask<{ cancelGdprRequest: { status: string } }>(
    'mutation ($id: ID!) { cancelGdprRequest(id: $id) { status } }',
    { id },
  );
  expect(cancelled.status).toBe('CANCELLED');
}, 120_000);

test('destroyed keys hide who asked, why and under which number, also in certificates; the log stays valid, and shows that this is unreadable', async () => {
  const organization = 'keys-sealed';
  const subject = 'agent-of-keys-sealed';
  const purpose = 'a complaint about sealed keys';
  const reference = 'case-of-keys-sealed';
  const api = await system.client({ organization, subject });
  const [canonical] = await createFamily(api, 'sealed');
  const input = { type: 'DELETE', term: { externalContactId: canonical }, deleteConfirmed: true, reference };
  const { id } = (await createRequest(api, input)).request;
  await finishedRequest(api, id);
  const { gdprRequest: certified } = await api.ask<{ gdprRequest: { certificate: string } }>(
    'query ($id: ID!) { gdprRequest(id: $id) { certificate } }',
    { id },
  );
  await api.ask(
    `query ($purpose: String!) { personalDataReport(term: { email: "a@keys.example.com" }, purpose: $purpose) { service } }`,
    { purpose },
  );
  const ownWords = new RegExp(`${subject}|${purpose}|${reference}`);
  const stated = Buffer.from(certified.certificate.split('.')[1] ?? '', 'base64url').toString();
  expect(stated).toContain('createdByDigest');
  expect(stated).not.toMatch(ownWords);
  await destroyOrganizationKeys(organization, system.environment);
  const dump = await dumpDatabase(databaseName(system.databasePrefix, 'gateway'));
  expect(dump).toContain(id);
  expect(dump).not.toMatch(ownWords);

  interface Answer {
    gdprRequest: { createdBy: string; reference: string | null };
    auditLog: { verified: boolean; nodes: { actor: string; action: string; detail: string }[] };
  }
  const { gdprRequest, auditLog } = await eventually(async () => {
    const answer = await api.ask<Answer>(
      `query ($id: ID!) {
        gdprRequest(id: $id) { createdBy reference }
        auditLog(first: 200) { verified nodes { actor action detail } }
      }`,
      { id },
    );
    return answer.gdprRequest.reference === null && answer;
  });
  expect(gdprRequest).toEqual({ createdBy: '[unreadable]', reference: null });
  expect(auditLog.verified).toBe(true);
  expect(new Set(auditLog.nodes.map(({ actor }) => actor))).toEqual(new Set(['[unreadable]', 'habeas']));
  expect(auditLog.nodes.find(({ action }) => action === 'PERSONAL_DATA_READ')?.detail).toMatch(
    /^EMAIL, term digest [0-9a-f]+, purpose: \[unreadable\]$/,
  );
  for (const [document, filter] of [
    ['query ($filter: AuditLogFilter) { auditLog(filter: $filter) { verified } }', { actor: subject }],
    ['query ($filter: GdprRequestFilter) { gdprRequests(filter: $filter) { totalCount } }', { reference }],
  ] as const)
    expect(await api.refused(document, { filter })).toMatchObject({ code: 'FORBIDDEN' });
  const [audit] = (await verifyAudit(organization, system.environment)).organizations;
  expect(audit).toMatchObject({ fault: null, uncertified: 0 });
}, 60_000);

test('keys cannot be destroyed while a request is being created, however close the two come', async () => {
  const organization = 'keys-racing';
  const api = await system.client({ organization });
  const { request: first } = await createRequest(api, { type: 'GET', term: { phone: '+34600000003' } });
  await finishedRequest(api, first.id);
  await inGateway(async (client) => {
    await client.query('BEGIN');
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    await client.query('SELECT 1 FROM audit_head WHERE organization_id = $1 FOR UPDATE', [organization]);
    messaging.fault = 'refuse';
    const creating = createRequest(api, { type: 'GET', term: { phone: '+34600000004' } });
    await eventually(() =>
      inGateway(async (other) => {
        const { rowCount } = await other.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
           AND query LIKE '%append_audit%'`,
        );
        return rowCount;
      }),
    );
    const destroying = destroyOrganizationKeys(organization, system.environment).catch((error: Error) => error.message);
    await eventually(() =>
      inGateway(async (other) => {
        const { rowCount } = await other.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
           AND query LIKE '%organization_key%'`,
        );
        return rowCount;
      }),
    );
    await client.query('ROLLBACK');
    expect((await creating).created).toBe(true);
    expect(await destroying).toContain('in flight');
  });
}, 60_000);
