/** A restriction lasts (R34): through running requests, services that fail or are restored, and merge sets that grow; recipients are told (R36). */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { programFile } from '../../../scripts/cli/command';
import { keyFiles } from '../../../scripts/develop/installation/key-places';
import { freePort } from '../../../scripts/develop/ports';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase, testServerUrl } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { proxyService } from '../../support/faults/fault-proxy';
import { loyaltyFolder, startLoyalty } from '../../support/servers/loyalty';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { startTestSystem, type TestSystem } from '../../support/run/system';
import {
  place,
  lift,
  list,
  restrict,
  lifted,
  read,
  standing,
  contactDocument,
  contact,
  codesOf,
} from '../../support/people/restrictions';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem({ environment: { RESTRICT_AGAIN_AFTER_SECONDS: '1' } });
}, 120_000);

afterAll(() => system.stop());

test('a running erasure stops when its person is restricted', async () => {
  const api = await system.client({ organization: 'restricted-meanwhile' });
  const id = await contact(api, { firstName: 'Mina' });
  const contacts = await proxyService(system, 'external-contacts');
  let held = true;
  contacts.fault = (body) => (held && body.includes('erasePersonalData(') ? 'refuse' : 'none');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: id },
    deleteConfirmed: true,
  });
  await eventually(async () => outcome(await readRequest(api, request.id), 'external-contacts').status === 'RETRYING');
  await restrict(api, { externalContactId: id });
  held = false;
  const ended = await finishedRequest(api, request.id);
  expect(ended.status).toBe('ERROR');
  expect(outcome(ended, 'external-contacts')).toMatchObject({ status: 'FAILED', lastError: { code: 'RESTRICTED' } });
  const retry = 'mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }';
  expect(await api.refused(retry, { id: request.id })).toMatchObject({ code: 'RESTRICTED', argument: 'id' });
  await contacts.close();
}, 240_000);

test('a failing service is told until it answers, also after a restart; one without this part is reported as not enforcing it', async () => {
  const api = await system.client({ organization: 'restricted-failing' });
  const id = await contact(api, { firstName: 'Fay' });
  const recordings = system.processes.get('recordings');
  await recordings?.kill('SIGKILL');
  const { id: restriction } = await restrict(api, { externalContactId: id });
  const statusIn = async (service: string) =>
    (await read(api, restriction))?.services.find((each) => each.service === service)?.status;
  await eventually(async () => (await statusIn('recordings')) === 'FAILED');
  expect(await statusIn('external-contacts')).toBe('ENFORCED');
  const gateway = system.processes.get('gateway');
  await gateway?.kill('SIGKILL');
  await gateway?.start();
  await recordings?.start();
  await standing(api, restriction, 'ENFORCED');
  // A service of another team joins, without this part of the contract.
  const loyalty = await startLoyalty({
    databaseServer: testServerUrl(),
    databasePrefix: system.databasePrefix,
    keysFile: keyFiles(system.dataDir).services,
    port: await freePort(),
  });
  const compose = (...more: string[]) => {
    const urls = [...system.processes]
      .filter(([name]) => name !== 'gateway')
      .map(([name, { url }]) => `--url=${name}=${url}`);
    const places = [`--output=${system.supergraphFile}`, `--previous=${system.supergraphFile}`];
    execFileSync(process.execPath, [programFile(), 'compose', ...urls, ...places, ...more], { stdio: 'pipe' });
  };
  try {
    compose(`--subgraph=loyalty=${path.join(loyaltyFolder(), 'schema.graphql')}`, `--url=loyalty=${loyalty.url}`);
    await eventually(async () => (await statusIn('loyalty')) === 'NOT_ENFORCED');
    expect(await statusIn('external-contacts')).toBe('ENFORCED');
  } finally {
    compose('--retire=loyalty');
    await loyalty.stop();
    // A retired service is no longer reported.
    await eventually(async () => (await statusIn('loyalty')) === undefined);
  }
}, 240_000);

test('a process that stops ends its work on a restriction between two calls, and the next one goes on at once (R27)', async () => {
  const api = await system.client({ organization: 'restricted-stopping' });
  const [first, ...others] = await Promise.all(Array.from({ length: 12 }, () => contact(api, { firstName: 'Stan' })));
  const merge = 'mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }';
  for (const other of others) await api.ask(merge, { a: other, b: first });
  const messaging = await proxyService(system, 'messaging');
  messaging.fault = (body) => (body.includes('restrictPersonalData(') ? 'late' : 'none');
  const { id: restriction } = await restrict(api, { externalContactId: first });
  const told = () => messaging.calls.filter((body) => body.includes(restriction)).length;
  await eventually(() => Promise.resolve(told() === 10));
  const gateway = system.processes.get('gateway');
  await gateway?.stop();
  expect(told()).toBe(10);
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows } = await client.query('SELECT run_at <= now() AS due FROM gdpr_restriction WHERE id = $1', [
      restriction,
    ]);
    expect(rows).toEqual([{ due: true }]);
  });
  await messaging.close();
  await gateway?.start();
  await standing(api, restriction, 'ENFORCED');
}, 240_000);

test('a service that was restored from a backup is told again, without visible effects elsewhere (R26)', async () => {
  const api = await system.client({ organization: 'restricted-restored' });
  const stranger = await system.client({ organization: 'restricted-elsewhere' });
  const [id, foreign] = [await contact(api, { firstName: 'Ruth' }), await contact(stranger, { firstName: 'Ruth' })];
  const { id: restriction } = await restrict(api, { externalContactId: id });
  await standing(api, restriction, 'ENFORCED');
  const isRestricted = async () => (await api.send(contactDocument, { id })).errors !== undefined;
  expect(await isRestricted()).toBe(true);
  // As in a backup that is older than the restriction.
  await inDatabase(databaseName(system.databasePrefix, 'external-contacts'), (client) =>
    client.query('DELETE FROM personal_data_restriction WHERE restriction_id = $1', [restriction]),
  );
  await eventually(isRestricted);
  const own = await stranger.ask<{ externalContact: { firstName: string } }>(contactDocument, { id: foreign });
  expect(own.externalContact.firstName).toBe('Ruth');
  expect(
    await stranger.refused(place, { input: { subject: { externalContactId: id }, ground: 'UNLAWFUL' } }),
  ).toMatchObject({ code: 'SUBJECT_NOT_FOUND', argument: 'input.subject' });
  expect(await stranger.refused(lift, { id: restriction, informedAt: '2026-01-01T00:00:00Z' })).toMatchObject({
    code: 'NOT_FOUND',
    argument: 'id',
  });
  expect(await stranger.ask(list)).toEqual({ restrictions: { nodes: [] } });
}, 240_000);

test('a set that grows otherwise than by a merge is restricted whole, also when the contact that stood for it is gone (R8)', async () => {
  const api = await system.client({ organization: 'restricted-growing' });
  const [first, second] = [await contact(api, { firstName: 'Iris' }), await contact(api, { firstName: 'Iris' })];
  await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
    a: second,
    b: first,
  });
  const { id: restriction } = await restrict(api, { externalContactId: first }, 'OBJECTION');
  await standing(api, restriction, 'ENFORCED');
  const inService = <T extends object>(service: string, sql: string, parameters: unknown[]) =>
    inDatabase(databaseName(system.databasePrefix, service), async (client) => {
      const { rows } = await client.query<T>(sql, parameters);
      return rows;
    });
  /** Makes a contact a member as a backup or an import does: no mutation but a merge does it, and that is refused. */
  const joined = async (canonical: string) => {
    const id = await contact(api, { firstName: 'Iris' });
    await inService('external-contacts', 'UPDATE external_contact SET canonical_id = $2 WHERE id = $1', [
      id,
      canonical,
    ]);
    return id;
  };
  const isRestricted = async (id: string) =>
    codesOf((await api.send(contactDocument, { id })).errors)[0] === 'RESTRICTED';
  /** Whether services that know the contact by its id alone keep to it. */
  const isMarked = async (id: string) =>
    (
      await inService(
        'messaging',
        'SELECT 1 FROM personal_data_restriction WHERE subject = $1 AND restriction_id = $2 AND lifted_at IS NULL',
        [`EXTERNAL_CONTACT_ID:${id}`, restriction],
      )
    ).length > 0;

  const third = await joined(first);
  await eventually(async () => (await isRestricted(third)) && (await isMarked(third)));

  // As an erasure leaves it whose related request failed: the next one stands for those who stay.
  await inService('external-contacts', 'UPDATE external_contact SET canonical_id = $2 WHERE canonical_id = $1', [
    first,
    second,
  ]);
  await inService('external-contacts', 'DELETE FROM external_contact WHERE id = $1', [first]);
  const fourth = await joined(second);
  await eventually(async () => (await isRestricted(fourth)) && (await isMarked(fourth)), 30_000);
  expect(await isRestricted(second)).toBe(true);
  const update = 'mutation ($id: ID!) { updateExternalContact(id: $id, input: { firstName: "Other" }) { id } }';
  expect(await api.refused(update, { id: fourth })).toMatchObject({ code: 'RESTRICTED', argument: 'id' });

  await lifted(api, restriction);
  await standing(api, restriction, 'LIFTED');
  for (const id of [second, third, fourth]) expect(await isRestricted(id)).toBe(false);
}, 240_000);

test('recipients of restricted data are listed, and it is recorded when they were told (R36)', async () => {
  const api = await system.client({ organization: 'restricted-recipients' });
  const id = await contact(api, { firstName: 'Rita' });
  const { id: restriction } = await restrict(api, { externalContactId: id });
  await standing(api, restriction, 'ENFORCED');
  interface Recipient {
    service: string;
    recipient: string;
    informedAt: string | null;
    informedBy: string | null;
  }
  const recipients = async () =>
    (
      await api.ask<{ restrictions: { nodes: { recipients: Recipient[] }[] } }>(
        '{ restrictions { nodes { recipients { service recipient informedAt informedBy } } } }',
      )
    ).restrictions.nodes[0]?.recipients ?? [];
  const agents = { service: 'external-contacts', recipient: "The organisation's agents" };
  expect(await recipients()).toContainEqual({ ...agents, informedAt: null, informedBy: null });
  const mark = `mutation ($id: ID!, $service: String!, $recipient: String!, $at: DateTime!) {
    markRestrictionRecipientInformed(restrictionId: $id, service: $service, recipient: $recipient, at: $at) { id } }`;
  const at = new Date().toISOString();
  const told = { ...agents, informedAt: at, informedBy: 'developer' };
  await api.ask(mark, { id: restriction, ...agents, at });
  expect(await recipients()).toContainEqual(told);
  // The first statement counts; telling the services again does not change it.
  await api.ask(mark, { id: restriction, ...agents, at: '2026-01-01T00:00:00Z' });
  await lifted(api, restriction);
  await standing(api, restriction, 'LIFTED');
  expect(await recipients()).toContainEqual(told);
  const { auditLog } = await api.ask<{ auditLog: { nodes: { service: string; detail: string }[] } }>(
    '{ auditLog(filter: { action: RESTRICTION_RECIPIENT_INFORMED }) { nodes { service detail } } }',
  );
  expect(auditLog.nodes).toEqual([
    { service: agents.service, detail: `restriction ${restriction}, ${agents.recipient}, told ${at}` },
  ]);
  const refused = (variables: object) => api.refused(mark, { id: restriction, ...agents, at, ...variables });
  expect(await refused({ recipient: 'Nobody' })).toMatchObject({ code: 'NOT_FOUND', argument: 'recipient' });
  expect(await refused({ id })).toMatchObject({ code: 'NOT_FOUND', argument: 'restrictionId' });
  expect(await refused({ at: '2999-01-01T00:00:00Z' })).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'at' });
}, 120_000);
