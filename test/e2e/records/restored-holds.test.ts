/**
 * A gateway that is restored from a backup has the legal holds that were placed since, and begins nothing that a person stopped since: it
 * erases nobody whom somebody had decided to keep (R26, R31).
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { programFile } from '../../../scripts/cli/command';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { backUp } from '../../../scripts/operate/backup/backup';
import { restore } from '../../../scripts/operate/backup/restore';
import { verifyAudit } from '../../../scripts/operate/verify-audit';
import { cancelDocument, readWaiting, rejectDocument, waitingUpdate } from '../../support/api/approvals';
import { holdsOf, listHolds, placeHold, releaseHold } from '../../support/api/holds';
import { createRequest, finishedRequest, readRequest } from '../../support/api/requests';
import { eventually } from '../../support/eventually';
import { createContact, erasureOf } from '../../support/people/waiting-person';
import { startTestSystem, type TestSystem } from '../../support/run/system';

const organization = 'restored-holds';
let system: TestSystem;
let api: ApiClient;
let second: ApiClient;

beforeAll(async () => {
  system = await startTestSystem({ environment: { APPROVAL_TYPES: 'UPDATE' } });
  api = await system.client({ organization });
  second = await system.client({ organization, subject: 'second-person' });
}, 120_000);

afterAll(() => system.stop());

const person = async () => ({ externalContactId: (await createContact(api)).id });

/** Makes an erasure that a legal hold keeps. @returns the request's id */
async function heldErasure(subject: object): Promise<string> {
  const { request } = await createRequest(api, erasureOf(subject));
  expect(request.status).toBe('ON_HOLD');
  return request.id;
}

const statusOf = async (id: string) => (await readRequest(api, id)).status;

const isThere = async ({ externalContactId: id }: { externalContactId: string }) =>
  (await api.send('query ($id: ID!) { externalContact(id: $id) { id } }', { id })).errors === undefined;

/** The entries of the audit log that the acknowledgement wrote. */
const takenBack = async () =>
  (
    await api.ask<{
      auditLog: { nodes: { actor: string; action: string; requestId: string | null; detail: string }[] };
    }>('{ auditLog(order: NEWEST_FIRST, first: 200) { nodes { actor action requestId detail } } }')
  ).auditLog.nodes.filter(({ actor, detail }) => actor === 'habeas' && /backup/.test(detail));

/** Sets the gateway back to a backup, as docs/operations.md says. @returns what the acknowledgement printed */
async function setBack(directory: string): Promise<string> {
  const gateway = system.processes.get('gateway');
  await gateway?.stop();
  const administrator = { ...system.environment, DATABASE_URL: system.databaseUrl };
  await restore({ directory, only: ['gateway'], replace: true, confirm: true }, administrator);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [programFile(), 'verify-audit', '--acknowledge-restore'],
    { env: { ...system.environment, PATH: process.env.PATH }, encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  await gateway?.start();
  return stdout;
}

test('holds that were placed since stand, and what was stopped since does not begin', async () => {
  const [ada, ben, cleo, dan, eve] = [await person(), await person(), await person(), await person(), await person()];
  const early = await placeHold(api, ada, { reference: 'EARLY' });
  const ofAda = await heldErasure(ada);
  const ofCleo = await placeHold(api, cleo, { reference: 'CLEO' });
  const cancelled = await heldErasure(cleo);
  const rejected = await waitingUpdate(api, dan.externalContactId);
  const directory = path.join(system.dataDir, 'before');
  await backUp({ directory, only: ['gateway'] }, { ...system.environment, DATABASE_URL: system.databaseUrl });

  const prolonged = await placeHold(api, ada, { reference: 'PROLONGED', ground: 'AUTHORITY' });
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const late = await placeHold(api, ben, { reference: 'LATE', services: ['recordings', 'external-contacts'], until });
  const ended = await placeHold(api, eve, { reference: 'ENDED' });
  await releaseHold(api, ended.id);
  await api.ask(cancelDocument, { id: cancelled });
  await releaseHold(api, ofCleo.id);
  await second.ask(rejectDocument, { id: rejected, reason: 'UNFOUNDED' });
  const printed = await setBack(directory);

  expect(printed).toContain('legal holds that were placed since, and that the acknowledgement takes back (3):');
  for (const { id } of [prolonged, late, ended]) expect(printed).toContain(`${organization}: hold ${id}`);
  expect(printed).toContain(
    'legal holds that were released since, and that stand again until somebody releases them (1):',
  );
  expect(printed).toContain(`${organization}: hold ${ofCleo.id}`);
  expect(printed).toContain(
    'requests that were cancelled or rejected since, and that the acknowledgement ends again (2):',
  );
  for (const id of [cancelled, rejected]) expect(printed).toContain(`${organization}: request ${id}`);

  const holds = new Map((await listHolds(api)).map((hold) => [hold.id, hold]));
  expect(holds.get(late.id)).toMatchObject({
    subject: { id: ben.externalContactId },
    ground: 'LEGAL_CLAIMS',
    reason: '[unreadable]',
    reference: 'LATE',
    services: ['external-contacts', 'recordings'],
    placedBy: '[unreadable]',
    placedAt: late.placedAt,
    until,
    releasedAt: null,
  });
  expect(holds.get(ended.id)).toMatchObject({ releasedBy: '[unreadable]', releasedAt: expect.any(String) as string });
  expect(holds.get(ofCleo.id)).toMatchObject({ reason: ofCleo.reason, releasedAt: null });
  expect((await takenBack()).map(({ action, requestId }) => [action, requestId]).sort()).toEqual(
    [
      ...[prolonged, late, ended, ofCleo].map(() => ['LEGAL_HOLD_PLACED', null]),
      ['REQUEST_CANCELLED', cancelled],
      ['REQUEST_REJECTED', rejected],
    ].sort(),
  );

  // The holds keep what they kept: the later one also after the end of the one that the backup knows.
  expect((await holdsOf(api, ofAda)).map(({ id }) => id).sort()).toEqual([early.id, prolonged.id].sort());
  await releaseHold(api, early.id);
  const { request: ofBen } = await createRequest(api, erasureOf(ben));
  const part = await eventually(async () => {
    const { services } = await readRequest(api, ofBen.id);
    return !services.some(({ status }) => ['PENDING', 'RUNNING', 'RETRYING'].includes(status)) && services;
  });
  const held = part.filter(({ status }) => status === 'ON_HOLD').map(({ service }) => service);
  expect(held.sort()).toEqual(['external-contacts', 'recordings']);

  // What was stopped has ended, also when nothing keeps it any more.
  await releaseHold(api, ofCleo.id);
  expect(await statusOf(cancelled)).toBe('CANCELLED');
  expect(await readWaiting(api, rejected)).toMatchObject({ status: 'REJECTED', rejection: 'UNFOUNDED' });
  expect([await statusOf(ofAda), await isThere(ada), await isThere(cleo)]).toEqual(['ON_HOLD', true, true]);

  await releaseHold(api, prolonged.id);
  expect((await finishedRequest(api, ofAda)).status).toBe('COMPLETED');
  const { organizations } = await verifyAudit(organization, system.environment);
  expect(organizations[0]).toMatchObject({ fault: null });
}, 240_000);
