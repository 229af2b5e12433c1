/** A gateway that is restored from a backup recovers the restrictions that were placed or lifted since (R26, R34). */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { programFile } from '../../../scripts/cli/command';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { backUp } from '../../../scripts/operate/backup/backup';
import { restore } from '../../../scripts/operate/backup/restore';
import { verifyAudit } from '../../../scripts/operate/verify-audit';
import { eventually } from '../../support/eventually';
import { refuseRequest } from '../../support/api/requests';
import { startTestSystem, type TestSystem } from '../../support/run/system';

const organization = 'restored-restrictions';
let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await startTestSystem({ environment: { RESTRICT_AGAIN_AFTER_SECONDS: '1' } });
  api = await system.client({ organization });
}, 120_000);

afterAll(() => system.stop());

interface Restriction {
  id: string;
  ground: string;
  by: string;
  subject: { id: string } | null;
  liftedAt: string | null;
  informedAt: string | null;
  services: { status: string }[];
}

const read = async (id: string) =>
  (
    await api.ask<{ restrictions: { nodes: Restriction[] } }>(
      '{ restrictions { nodes { id ground by subject { id } liftedAt informedAt services { status } } } }',
    )
  ).restrictions.nodes.find((each) => each.id === id);

/** Waits until every service reports this status. */
const standing = (id: string, status: string) =>
  eventually(async () => {
    const found = await read(id);
    return found !== undefined && found.services.every((each) => each.status === status) && found;
  });

async function restricted(firstName: string, ground: string) {
  const { createExternalContact: contact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
    { input: { firstName } },
  );
  const { restrictProcessing } = await api.ask<{ restrictProcessing: { id: string } }>(
    'mutation ($input: RestrictionInput!) { restrictProcessing(input: $input) { id } }',
    { input: { subject: { externalContactId: contact.id }, ground } },
  );
  await standing(restrictProcessing.id, 'ENFORCED');
  return { contact: contact.id, id: restrictProcessing.id };
}

const lift = (id: string) =>
  api.ask('mutation ($id: ID!, $at: DateTime!) { liftRestriction(id: $id, informedAt: $at) { id } }', {
    id,
    at: new Date().toISOString(),
  });

const isShown = async (id: string) =>
  (await api.send('query ($id: ID!) { externalContact(id: $id) { firstName } }', { id })).errors === undefined;

test('a restriction placed since stands, and can be lifted; one lifted since stays lifted', async () => {
  const administrator = { ...system.environment, DATABASE_URL: system.databaseUrl };
  const directory = path.join(system.dataDir, 'before');
  const early = await restricted('Ada', 'OBJECTION');
  await backUp({ directory, only: ['gateway'] }, administrator);
  const late = await restricted('Ben', 'LEGAL_CLAIMS');
  await lift(early.id);
  const wasLifted = await standing(early.id, 'LIFTED');
  const gateway = system.processes.get('gateway');
  await gateway?.stop();
  await restore({ directory, only: ['gateway'], replace: true, confirm: true }, administrator);
  const acknowledged = spawnSync(process.execPath, [programFile(), 'verify-audit', '--acknowledge-restore'], {
    env: { ...system.environment, PATH: process.env.PATH },
    encoding: 'utf8',
  });
  expect(acknowledged).toMatchObject({ status: 0, stderr: '' });
  for (const { id } of [early, late]) expect(acknowledged.stdout).toContain(`${organization}: restriction ${id}`);
  await gateway?.start();
  const { liftedAt, informedAt } = wasLifted;
  expect(await standing(early.id, 'LIFTED')).toMatchObject({ liftedAt, informedAt });
  expect(await isShown(early.contact)).toBe(true);
  const back = await standing(late.id, 'ENFORCED');
  expect(back).toMatchObject({
    ground: 'LEGAL_CLAIMS',
    by: '[unreadable]',
    subject: { id: late.contact },
    liftedAt: null,
  });
  expect(await isShown(late.contact)).toBe(false);
  const erasure = { type: 'DELETE', term: { externalContactId: late.contact }, deleteConfirmed: true };
  expect(await refuseRequest(api, erasure)).toMatchObject({ code: 'RESTRICTED' });
  await lift(late.id);
  await standing(late.id, 'LIFTED');
  expect(await isShown(late.contact)).toBe(true);
  const { organizations } = await verifyAudit(organization, system.environment);
  expect(organizations[0]).toMatchObject({ fault: null });
}, 240_000);
