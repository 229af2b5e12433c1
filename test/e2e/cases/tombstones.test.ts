/** What an erasure leaves of the values that it erased (R33): a warning by digest, which causes no action. */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { programFile } from '../../../scripts/cli/command';
import { householdPhone } from '../../../scripts/develop/seed/cast';
import { backUp } from '../../../scripts/operate/backup/backup';
import { destroyOrganizationKeys } from '../../../scripts/operate/keys/destroy-keys';
import { restore } from '../../../scripts/operate/backup/restore';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { newOrganization } from '../../support/people/cast';
import { dumpDatabase, inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { proxyService } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { startTestSystem, type TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
}, 120_000);

afterAll(() => system.stop());

interface Tombstone {
  erasedAt: string;
  requestId: string;
  expiresAt: string;
}

const read = 'query ($term: PersonalDataTermInput!) { erasureTombstone(term: $term) { erasedAt requestId expiresAt } }';
const tombstone = async (api: ApiClient, term: object) =>
  (await api.ask<{ erasureTombstone: Tombstone | null }>(read, { term })).erasureTombstone;

const lift = 'mutation ($term: PersonalDataTermInput!) { liftErasureTombstone(term: $term, reference: "LETTER-9") }';
const lifted = async (api: ApiClient, term: object) =>
  (await api.ask<{ liftErasureTombstone: boolean }>(lift, { term })).liftErasureTombstone;

async function contact(api: ApiClient, input: object): Promise<string> {
  const document = 'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }';
  return (await api.ask<{ createExternalContact: { id: string } }>(document, { input })).createExternalContact.id;
}

async function erase(api: ApiClient, term: object): Promise<string> {
  const { request } = await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  return request.id;
}

/** The subjects that a value finds, each with whether it has reappeared. */
async function found(api: ApiClient, term: object): Promise<Record<string, boolean>> {
  const document =
    'query ($term: GdprSubjectTermInput!) { subjects(term: $term) { nodes { match { id } reappeared } } }';
  const { subjects } = await api.ask<{ subjects: { nodes: { match: { id: string }; reappeared: boolean }[] } }>(
    document,
    { term },
  );
  return Object.fromEntries(subjects.nodes.map(({ match, reappeared }) => [match.id, reappeared]));
}

const log = async (api: ApiClient, action: string) => {
  const { auditLog } = await api.ask<{
    auditLog: { verified: boolean; nodes: { actor: string; requestId: string | null; detail: string }[] };
  }>(
    `query ($action: AuditAction!) { auditLog(filter: { action: $action }, first: 200) { verified nodes { actor requestId detail } } }`,
    { action },
  );
  expect(auditLog.verified).toBe(true);
  return auditLog.nodes;
};

const gateway = () => databaseName(system.databasePrefix, 'gateway');

test("a family leaves a tombstone for each phone, e-mail, handle and external id that it held, but not for its household's phone (R6)", async () => {
  const { api, cast } = await newOrganization(system, 'household');
  const related = await erase(api, { externalContactId: cast.elena[0] });
  const requests = await readRequest(api, related);
  const family = [related, ...requests.relatedRequests.map(({ id }) => id)];
  const held = [
    { email: 'Elena.Marin@example.com' },
    { phone: '+13175550177' },
    { socialHandle: { platform: 'WHATSAPP', handle: '13175550177' } },
    { socialHandle: { platform: 'TWITTER', handle: 'elena_marin' } },
    { socialHandle: { platform: 'INSTAGRAM', handle: 'elena.marin.ortega' } },
    { externalId: { value: '20417', source: 'crm' } },
    { externalId: { value: '20417' } },
  ];
  for (const term of held) expect(family).toContain((await tombstone(api, term))?.requestId);
  expect(await tombstone(api, { externalId: { value: '20417', source: 'shop' } })).toBeNull();
  // Tomás still has the same number at home.
  expect(await tombstone(api, { phone: householdPhone })).toBeNull();
  expect(await found(api, { phone: householdPhone })).toEqual({ [cast.tomas]: false });
  expect(await tombstone(api, { email: 'nobody@example.com' })).toBeNull();
  // An erasure of nobody leaves nothing.
  await erase(api, { email: 'stranger@example.com' });
  expect(await tombstone(api, { email: 'stranger@example.com' })).toBeNull();
  // The last member of the household leaves a tombstone for it.
  const last = await erase(api, { externalContactId: cast.tomas });
  expect(await tombstone(api, { phone: householdPhone })).toMatchObject({ requestId: last });
  // The log records who asked, by digest.
  const asked = await log(api, 'ERASURE_TOMBSTONE_READ');
  expect(asked.length).toBeGreaterThan(held.length);
  expect(asked.every(({ detail }) => /^[A-Z_]+, term digest [0-9a-f]{32}$/.test(detail))).toBe(true);
});

test('names, addresses and ids leave no tombstone, and asking for one is an input error', async () => {
  const api = await system.client({ organization: 'household' });
  for (const term of [{ name: 'Elena' }, { address: 'Maple Street' }, { externalContactId: 'any' }])
    for (const document of [read, lift])
      expect(await api.refused(document, { term })).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'term' });
  const viewer = await system.client({ organization: 'household', scopes: ['gdpr:request:view'] });
  for (const document of [read, lift])
    expect(await viewer.refused(document, { term: { phone: '+13175550177' } })).toMatchObject({ code: 'FORBIDDEN' });
});

test('a person who reappears is marked in each search, announced once, and otherwise left alone', async () => {
  const api = await system.client({ organization: 'came-back' });
  const stranger = await system.client({ organization: 'came-back-elsewhere' });
  const values = { personalEmail: 'back@example.com', cellPhone: '+1 317 555 0188' };
  const erasure = await erase(api, { externalContactId: await contact(api, { firstName: 'Ida', ...values }) });
  const back = await contact(api, { firstName: 'Ida', ...values });
  const other = await contact(api, { firstName: 'Ida', personalEmail: 'other@example.com' });
  expect(await found(api, { name: 'Ida' })).toEqual({ [back]: true, [other]: false });
  expect(await found(api, { phone: values.cellPhone })).toEqual({ [back]: true });
  const told = await log(api, 'SUBJECT_REAPPEARED');
  expect(told).toEqual([{ actor: 'habeas', requestId: erasure, detail: `EXTERNAL_CONTACT ${back}` }]);
  // Another organisation's person with the same values has not reappeared.
  const foreign = await contact(stranger, { firstName: 'Ida', ...values });
  expect(await found(stranger, { name: 'Ida' })).toEqual({ [foreign]: false });
  expect(await tombstone(stranger, { email: values.personalEmail })).toBeNull();
  expect(await lifted(stranger, { email: values.personalEmail })).toBe(false);
  // The person came of their own will: each value is lifted and warns no more.
  expect(await lifted(api, { email: values.personalEmail })).toBe(true);
  expect(await tombstone(api, { email: values.personalEmail })).toBeNull();
  expect(await found(api, { name: 'Ida' })).toEqual({ [back]: true, [other]: false });
  expect(await lifted(api, { phone: values.cellPhone })).toBe(true);
  expect(await lifted(api, { phone: values.cellPhone })).toBe(false);
  expect(await found(api, { name: 'Ida' })).toEqual({ [back]: false, [other]: false });
  const lifts = await log(api, 'ERASURE_TOMBSTONE_LIFTED');
  expect(lifts.map(({ requestId }) => requestId)).toEqual([erasure, erasure]);
  expect(lifts[0]?.detail).toMatch(/^EMAIL, term digest [0-9a-f]{32}, reference: LETTER-9$/);
  // A new erasure leaves new tombstones.
  const again = await erase(api, { externalContactId: back });
  expect(await tombstone(api, { email: values.personalEmail })).toMatchObject({ requestId: again });
});

test('a value leaves a tombstone only once all services can be asked whether somebody else holds it', async () => {
  const api = await system.client({ organization: 'undecided' });
  const [email, shared] = ['undecided@example.com', 'both@example.com'];
  const id = await contact(api, { firstName: 'Una', personalEmail: email, workEmail: shared });
  await api.ask('mutation ($email: String!) { createUser(input: { name: "Una", email: $email }) { id } }', {
    email: shared,
  });
  await api.ask('mutation ($id: ID!) { startConversation(input: { channel: SMS, externalContactId: $id }) { id } }', {
    id,
  });
  const messaging = await proxyService(system, 'messaging');
  let held = true;
  messaging.fault = (body) => (held && body.includes('erasePersonalData(') ? 'refuse' : 'none');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: id },
    deleteConfirmed: true,
  });
  await eventually(async () => outcome(await readRequest(api, request.id), 'directory').status === 'NOTHING_FOUND');
  const directory = system.processes.get('directory');
  await directory?.kill('SIGKILL');
  held = false;
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  expect([await tombstone(api, { email }), await tombstone(api, { email: shared })]).toEqual([null, null]);
  await directory?.start();
  await eventually(async () => (await tombstone(api, { email }))?.requestId === request.id);
  expect(await tombstone(api, { email: shared })).toBeNull();
  await messaging.close();
});

test('a dump of the database holds no value, and no digest that can be made without a key', async () => {
  const email = 'zqxgone@example.com';
  const phone = '+13175550133';
  const api = await system.client({ organization: 'dumped' });
  await erase(api, {
    externalContactId: await contact(api, { firstName: 'Dora', personalEmail: email, cellPhone: phone }),
  });
  expect(await tombstone(api, { email })).not.toBeNull();
  const dump = (await dumpDatabase(gateway())).toLowerCase();
  const written = [
    email,
    `EMAIL:${email}`,
    `2:EMAIL:${email}`,
    phone,
    phone.slice(1),
    `PHONE:${phone}`,
    `2:PHONE:${phone}`,
  ];
  for (const text of written.flatMap((value) => [value, `dumped:${value}`, `tombstone:${value}`]))
    for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512']) {
      const hash = createHash(algorithm).update(text).digest();
      for (const form of [hash.toString('hex'), hash.subarray(0, 16).toString('hex'), hash.toString('base64')])
        expect(dump).not.toContain(form.toLowerCase());
      expect(dump).not.toContain(hash.subarray(0, 16).toString('latin1').toLowerCase());
    }
  expect(dump).not.toContain('zqxgone');
  expect(dump).not.toContain('3175550133');
});

test('tombstones stop warning and are removed when they expire; with the keys of their organisation, at once', async () => {
  const rows = (organization: string) =>
    inDatabase(gateway(), async (client) => {
      const { rows: counted } = await client.query<{ count: number }>(
        `SELECT (SELECT count(*) FROM gdpr_erasure_tombstone WHERE organization_id = $1)::integer
           + (SELECT count(*) FROM gdpr_reappearance WHERE organization_id = $1)::integer AS count`,
        [organization],
      );
      return counted[0]?.count;
    });
  const [old, doomed] = ['outlived', 'doomed'];
  const clients = new Map<string, ApiClient>();
  for (const organization of [old, doomed]) {
    const api = await system.client({ organization });
    clients.set(organization, api);
    const values = { firstName: 'Otto', personalEmail: 'otto@example.com' };
    await erase(api, { externalContactId: await contact(api, values) });
    await contact(api, values);
    expect(Object.values(await found(api, { name: 'Otto' }))).toEqual([true]);
    const { erasedAt, expiresAt } = (await tombstone(api, { email: 'otto@example.com' })) ?? {
      erasedAt: '',
      expiresAt: '',
    };
    expect(new Date(expiresAt).getTime() - new Date(erasedAt).getTime()).toBe(365 * 86_400_000);
    expect(await rows(organization)).toBe(2);
  }
  await inDatabase(gateway(), async (client) => {
    for (const table of ['gdpr_erasure_tombstone', 'gdpr_reappearance'])
      await client.query(`UPDATE ${table} SET expires_at = now() WHERE organization_id = $1`, [old]);
  });
  const api = clients.get(old) as ApiClient;
  expect(await tombstone(api, { email: 'otto@example.com' })).toBeNull();
  expect(Object.values(await found(api, { name: 'Otto' }))).toEqual([false]);
  await eventually(async () => (await rows(old)) === 0);
  expect(await rows(doomed)).toBe(2);
  await destroyOrganizationKeys(doomed, system.environment);
  await eventually(async () => (await rows(doomed)) === 0);
  const refused = await eventually(async () => {
    const { errors } = await (clients.get(doomed) as ApiClient).send(read, { term: { email: 'otto@example.com' } });
    return errors?.[0]?.extensions;
  });
  expect(refused).toMatchObject({ code: 'FORBIDDEN' });
});

test('a gateway that is restored from an older backup recovers its tombstones (R26)', async () => {
  const api = await system.client({ organization: 'restored' });
  const administrator = { ...system.environment, DATABASE_URL: system.databaseUrl };
  const directory = path.join(system.dataDir, 'before');
  await erase(api, { externalContactId: await contact(api, { firstName: 'Ada', personalEmail: 'early@example.com' }) });
  await backUp({ directory, only: ['gateway'] }, administrator);
  const externalIdentities = [{ source: 'crm', value: 'L-1' }];
  const late = await erase(api, { externalContactId: await contact(api, { firstName: 'Ada', externalIdentities }) });
  const gatewayProcess = system.processes.get('gateway');
  await gatewayProcess?.stop();
  await restore({ directory, only: ['gateway'], replace: true, confirm: true }, administrator);
  const acknowledged = spawnSync(process.execPath, [programFile(), 'verify-audit', '--acknowledge-restore'], {
    env: { ...system.environment, PATH: process.env.PATH },
    encoding: 'utf8',
  });
  expect(acknowledged).toMatchObject({ status: 0, stderr: '' });
  await gatewayProcess?.start();
  expect(await tombstone(api, { email: 'early@example.com' })).not.toBeNull();
  for (const externalId of [{ value: 'L-1' }, { value: 'L-1', source: 'crm' }])
    expect(await tombstone(api, { externalId })).toMatchObject({ requestId: late });
  expect(await tombstone(api, { externalId: { value: 'L-1', source: 'shop' } })).toBeNull();
  const back = await contact(api, { firstName: 'Ada', externalIdentities });
  expect(await found(api, { name: 'Ada' })).toEqual({ [back]: true });
});
