/** Proofs after the fact: the certificate, the later verification, the replay after a restored backup. */
import { SignJWT, generateKeyPair } from 'jose';
import { keyFiles } from '../../../scripts/develop/installation/key-places';
import { replayErasures } from '../../../scripts/operate/replay-erasures';
import { verifyCertificate } from '../../../scripts/operate/verify-certificate';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { backUpContacts } from '../../support/people/backup';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { createFamily } from '../../support/people/family';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  // The later verification comes soon enough to wait for it.
  system = await sharedSystem({ VERIFY_AGAIN_AFTER_MINUTES: '0.15' });
}, 90_000);

afterAll(() => system.stop());

const certificateOf = async (api: ApiClient, id: string) =>
  (
    await api.ask<{ gdprRequest: { certificate: string } }>(
      'query ($id: ID!) { gdprRequest(id: $id) { certificate } }',
      { id },
    )
  ).gdprRequest.certificate;

const inService = <T>(service: string, work: Parameters<typeof inDatabase<T>>[1]) =>
  inDatabase(databaseName(system.databasePrefix, service), work);

test('the certificate states what was done, in digests and counts, and the published keys verify its signature', async () => {
  const api = await system.client({ organization: 'certificate' });
  const [canonical] = await createFamily(api, 'Certified');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: canonical },
    deleteConfirmed: true,
  });
  await finishedRequest(api, request.id);
  const certificate = await certificateOf(api, request.id);
  const published = new URL('/.well-known/jwks.json', system.url).toString();
  const statement = await verifyCertificate(certificate, published);
  expect(statement).toMatchObject({
    sub: request.id,
    organization_id: 'certificate',
    request: { type: 'DELETE', status: 'COMPLETED' },
  });
  expect(statement.services.find(({ service }) => service === 'messaging')).toMatchObject({
    verification: 'VERIFIED',
    dispositions: [
      { recordType: 'Conversation', disposition: 'ERASED', count: 1 },
      { recordType: 'Message', disposition: 'ERASED', count: 2 },
    ],
  });
  expect(statement.audit.sequence).toBeGreaterThan(0);
  expect(JSON.stringify(statement)).not.toContain('Certified');

  const [header, payload, signature] = certificate.split('.') as [string, string, string];
  const forged = Buffer.from(JSON.stringify({ ...statement, sub: 'another' })).toString('base64url');
  await expect(verifyCertificate([header, forged, signature].join('.'), published)).rejects.toThrow('signature');
  const { privateKey } = await generateKeyPair('EdDSA');
  const foreign = await new SignJWT(JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>)
    .setProtectedHeader(JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string })
    .sign(privateKey);
  await expect(verifyCertificate(foreign, keyFiles(system.dataDir).services)).rejects.toThrow('signature');
});

test('an erasure that the later verification finds undone is in ERROR, with counts, and a retry repairs it', async () => {
  const organization = 'residual';
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'Residual');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: canonical },
    deleteConfirmed: true,
  });
  const finished = await finishedRequest(api, request.id);
  expect(finished.status).toBe('COMPLETED');
  // An integration adds a message late, for a contact that is gone.
  await api.ask('mutation ($id: ID!) { startConversation(input: { channel: SMS, externalContactId: $id }) { id } }', {
    id: canonical,
  });
  const undone = await eventually(async () => {
    const now = await readRequest(api, request.id);
    return now.status === 'ERROR' && now;
  }, 40_000);
  expect(outcome(undone, 'messaging')).toMatchObject({
    status: 'FAILED',
    verification: 'RESIDUAL',
    lastError: { code: 'RESIDUAL', message: 'A search after the erasure found 1 Conversation.' },
  });
  await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: request.id });
  const mended = await finishedRequest(api, request.id);
  expect(mended.status).toBe('COMPLETED');
  expect(outcome(mended, 'messaging').verification).toBe('VERIFIED');
});

test('an objection to calls that is made after an erasure by the number is counted apart, and undoes nothing (R25)', async () => {
  const api = await system.client({ organization: 'objected-later' });
  const phone = '+13175550171';
  await api.ask(
    'mutation ($phone: String!) { createExternalContact(input: { firstName: "Oda", cellPhone: $phone }) { id } }',
    { phone },
  );
  const { request } = await createRequest(api, { type: 'DELETE', term: { phone }, deleteConfirmed: true });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  const before = await certificateOf(api, request.id);
  await api.ask('mutation ($phone: String!) { addDoNotCall(phone: $phone) }', { phone });
  await eventually(async () => (await certificateOf(api, request.id)) !== before, 40_000);
  const verified = await readRequest(api, request.id);
  expect(verified.status).toBe('COMPLETED');
  expect(outcome(verified, 'dialer')).toMatchObject({ verification: 'VERIFIED', newerRecords: 1 });
});

test('after a restored backup the erasures are replayed, so that erased people do not come back (R23)', async () => {
  const organization = 'replay';
  const api = await system.client({ organization });
  const [canonical, second] = await createFamily(api, 'Replayed');
  const since = new Date();
  const restore = await backUpContacts(system, organization);
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: canonical },
    deleteConfirmed: true,
  });
  await finishedRequest(api, request.id);
  await restore();
  const exists = async (id: string) =>
    (await api.ask<{ externalContact: unknown }>('query ($id: ID!) { externalContact(id: $id) { id } }', { id }))
      .externalContact !== null;
  expect([await exists(canonical), await exists(second)]).toEqual([true, true]);

  const replay = { since, services: ['external-contacts'], organization };
  const shown = await replayErasures(replay, system.environment);
  expect([shown.erasures, shown.counts.get('external-contacts')]).toEqual([3, new Map([['ExternalContact', 3]])]);
  expect([await exists(canonical), await exists(second)]).toEqual([true, true]);

  const { erasures, counts } = await replayErasures({ ...replay, confirm: true }, system.environment);
  expect(erasures).toBe(3);
  expect(counts.get('external-contacts')).toEqual(new Map([['ExternalContact ERASED', 3]]));
  expect([await exists(canonical), await exists(second)]).toEqual([false, false]);
  const again = await replayErasures({ since, organization, confirm: true }, system.environment);
  expect([...again.counts.values()].flatMap((totals) => [...totals.values()])).toEqual([]);

  // The replay's record is encrypted with the organisation's key, and not readable in the database.
  const sealed = await inService(
    'gateway',
    async (client) =>
      (
        await client.query<{ sealed: Buffer }>('SELECT sealed FROM gdpr_erasure WHERE organization_id = $1', [
          organization,
        ])
      ).rows,
  );
  expect(sealed).toHaveLength(3);
  for (const row of sealed) expect(row.sealed.toString('latin1')).not.toContain(canonical);
});
