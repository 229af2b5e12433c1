/** People whom a restored backup brings back, and what a replay of their erasures does and leaves alone (R23, R26, R33, R34). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { replayErasures } from '../../../scripts/operate/replay-erasures';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { count } from '../../support/people/cast';
import { inDatabase } from '../../support/run/database';
import { newPerson, type HeldPerson } from '../../support/people/held-people';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'restored-people';
let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization });
}, 120_000);

afterAll(() => system.stop());

const inService = <T extends object>(name: string, statement: string, values: unknown[]) =>
  inDatabase(databaseName(system.databasePrefix, name), async (client) => {
    return (await client.query<T>(statement, values)).rows;
  });

/** A contact that was erased, and exists again as in a backup. */
async function restored(): Promise<HeldPerson & { request: string }> {
  const person = await newPerson(api);
  const [kept] = await inService<{ row: object }>(
    'external-contacts',
    'SELECT to_jsonb(contact) AS row FROM external_contact contact WHERE id = $1',
    [person.id],
  );
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: person.id },
    deleteConfirmed: true,
  });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  await inService(
    'external-contacts',
    'INSERT INTO external_contact SELECT * FROM jsonb_populate_record(NULL::external_contact, $1)',
    [kept?.row],
  );
  return { ...person, request: request.id };
}

const replay = (since: Date, confirm: boolean) =>
  replayErasures({ since, services: ['external-contacts'], organization, confirm }, system.environment);
const left = (id: string) => count(system, 'external-contacts', 'external_contact', organization, 'id = $2', [id]);

const restrict = async (id: string, ground: string) =>
  (
    await api.ask<{ restrictProcessing: { id: string } }>(
      `mutation ($input: RestrictionInput!) { restrictProcessing(input: $input) { id } }`,
      { input: { subject: { externalContactId: id }, ground } },
    )
  ).restrictProcessing.id;
const lift = (id: string) =>
  api.ask('mutation ($id: ID!, $at: DateTime!) { liftRestriction(id: $id, informedAt: $at) { id } }', {
    id,
    at: new Date().toISOString(),
  });

test('a person who has meanwhile asked for the opposite of an erasure is left alone and named; the others are erased again', async () => {
  const since = new Date(Date.now() - 60_000);
  const claimant = await restored();
  const objector = await restored();
  const restriction = await restrict(claimant.id, 'LEGAL_CLAIMS');
  // A restriction with the ground OBJECTION does not stop an erasure.
  const objection = await restrict(objector.id, 'OBJECTION');
  const shown = await replay(since, false);
  expect(shown.refused.get('external-contacts')?.get('ExternalContact: restricted')).toBe(1);
  const done = await replay(since, true);
  expect(done.refused.get('external-contacts')?.get('ExternalContact: restricted')).toBe(1);
  expect([await left(claimant.id), await left(objector.id)]).toEqual([1, 0]);
  for (const id of [restriction, objection]) await lift(id);
  expect((await replay(since, true)).refused.size).toBe(0);
  expect(await left(claimant.id)).toBe(0);
}, 240_000);

test('a replay restores missing tombstones of the erasure; lifted ones stay lifted', async () => {
  const since = new Date(Date.now() - 60_000);
  const [person, friend] = [await restored(), await restored()];
  const document = 'query ($term: PersonalDataTermInput!) { erasureTombstone(term: $term) { requestId erasedAt } }';
  const tombstoneOf = async (email: string) =>
    (await api.ask<{ erasureTombstone: { requestId: string } | null }>(document, { term: { email } })).erasureTombstone;
  const before = await tombstoneOf(person.email);
  expect(before).toMatchObject({ requestId: person.request });
  // As in a gateway whose database has lost the erasure's tombstones.
  await inService('gateway', 'DELETE FROM gdpr_erasure_tombstone WHERE organization_id = $1 AND request_id = $2', [
    organization,
    person.request,
  ]);
  expect(await tombstoneOf(person.email)).toBeNull();
  await api.ask('mutation ($term: PersonalDataTermInput!) { liftErasureTombstone(term: $term) }', {
    term: { email: friend.email },
  });
  expect((await replay(since, false)).failed.size).toBe(0);
  expect(await tombstoneOf(person.email)).toBeNull();
  await replay(since, true);
  expect([await left(person.id), await left(friend.id)]).toEqual([0, 0]);
  expect(await tombstoneOf(person.email)).toEqual(before);
  expect(await tombstoneOf(friend.email)).toBeNull();
}, 240_000);
