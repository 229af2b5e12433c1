/** A replay goes by each organisation's keys and settings: one whose keys cannot be read stops no other's (R26, R27, R3). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { programFile } from '../../../scripts/cli/command';
import { replayErasures } from '../../../scripts/operate/replay-erasures';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { proxyService } from '../../support/faults/fault-proxy';
import { backUpContacts } from '../../support/people/backup';
import { contactOf, createContact, erasureBy, person, withPerson } from '../../support/people/every-value';
import { inDatabase } from '../../support/run/database';
import { startTestSystem, type TestSystem } from '../../support/run/system';

const settings = mkdtempSync(path.join(os.tmpdir(), 'habeas-replay-'));
let system: TestSystem;

beforeAll(async () => {
  const file = path.join(settings, 'organizations.json');
  writeFileSync(file, JSON.stringify({ default: { phoneRegion: 'ES' } }));
  system = await startTestSystem({ environment: { ORGANIZATION_PROFILES_FILE: file } });
}, 120_000);

afterAll(async () => {
  await system.stop();
  rmSync(settings, { recursive: true });
});

const inGateway = (sql: string, values: unknown[]) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) => client.query(sql, values));

/** Somebody who was erased, and is back with a backup. */
async function restored(name: string, input: object = person) {
  const { api, organization } = await withPerson(system, name);
  const id = await createContact(api, input);
  const restore = await backUpContacts(system, organization);
  const { request } = await createRequest(api, erasureBy({ externalContactId: id }));
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  await restore();
  return { api, id, organization, request: request.id };
}

test('an organisation whose master key is missing is named, and the others are replayed', async () => {
  const since = new Date();
  const organizations = ['replay-first', 'replay-unreadable', 'replay-last'];
  const [first, unreadable, last] = await Promise.all(organizations.map((name) => restored(name)));
  if (!first || !unreadable || !last) throw new Error('Nobody was made.');
  const wrappedBy = (masterKey: string) =>
    inGateway('UPDATE organization_key SET master_key_id = $2 WHERE organization_id = $1', [
      unreadable.organization,
      masterKey,
    ]);
  const { rows } = await inGateway('SELECT DISTINCT master_key_id FROM organization_key', []);
  const [{ master_key_id: known }] = rows as [{ master_key_id: string }];
  await wrappedBy('lost');
  const replay = { since, services: ['external-contacts'] };
  const shown = await replayErasures(replay, system.environment);
  expect(shown.erasures).toBe(2);
  expect([...shown.broken]).toEqual([[unreadable.organization, 'The master key lost is not configured.']]);

  const args = ['--since', since.toISOString(), '--service', 'external-contacts', '--confirm'];
  const command = promisify(execFile)(process.execPath, [programFile(), 'replay-erasures', ...args], {
    env: { PATH: process.env.PATH, ...system.environment },
  });
  await expect(command).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('2 erasures were replayed.') as string,
    stderr: expect.stringMatching(
      /replay-unreadable .*The master key lost is not configured\..*--organization/,
    ) as string,
  });
  await wrappedBy(known);
  expect(await Promise.all([first, last].map(({ api, id }) => contactOf(api, id)))).toEqual([null, null]);
  expect(await contactOf(unreadable.api, unreadable.id)).toEqual(person);
  const again = await replayErasures({ ...replay, confirm: true }, system.environment);
  expect([again.broken.size, again.failed.size]).toEqual([0, 0]);
  expect(await contactOf(unreadable.api, unreadable.id)).toBeNull();
}, 240_000);

test('national numbers are read in the region of the organisation, also by the services that are asked (R3, R33)', async () => {
  const since = new Date();
  const homePhone = '911 22 33 55';
  const { api, organization, request } = await restored('replay-national', { ...person, homePhone });
  const tombstone = async () =>
    (
      await api.ask<{ erasureTombstone: { requestId: string } | null }>(
        'query ($phone: String!) { erasureTombstone(term: { phone: $phone }) { requestId } }',
        { phone: homePhone },
      )
    ).erasureTombstone;
  expect(await tombstone()).toEqual({ requestId: request });
  // As in a gateway whose database has lost the erasure's tombstones.
  await inGateway('DELETE FROM gdpr_erasure_tombstone WHERE request_id = $1', [request]);
  const contacts = await proxyService(system, 'external-contacts');
  contacts.tokens.length = 0;
  const replay = { since, services: ['external-contacts'], organization, confirm: true };
  expect((await replayErasures(replay, system.environment)).erasures).toBe(1);
  expect(await tombstone()).toEqual({ requestId: request });
  const replayed = contacts.tokens.map((token) => decodeJwt(token)).filter(({ purpose }) => purpose === 'gdpr');
  expect(replayed.length).toBeGreaterThan(0);
  expect(new Set(replayed.map((claims) => claims.phone_region))).toEqual(new Set(['ES']));
  await contacts.close();
}, 240_000);
