/** A system with an audit log to tamper with: an erasure with its certificates, searches, and another organisation (R21). */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { programFile } from '../../../scripts/cli/command';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { createRequest, finishedRequest } from '../api/requests';
import { createFamily } from '../people/family';
import { startTestSystem, type TestProcess, type TestSystem } from '../run/system';

/** Starts a system of its own, because the tests change everybody's entries. */
export const startAuditedSystem = (): Promise<TestSystem> =>
  startTestSystem({
    services: ['external-contacts', 'messaging'],
    // No checkpoint is written during the tests; a stopping gateway writes one.
    environment: { AUDIT_ANCHOR_SECONDS: '3600' },
  });

export function gatewayOf(system: TestSystem): TestProcess {
  const process = system.processes.get('gateway');
  if (!process) throw new Error('There is no gateway.');
  return process;
}

/** A search, which is an entry that no certificate covers. */
export const look = (api: ApiClient) => api.ask('{ subjects(term: { name: "Nobody At All" }) { totalCount } }');

/** Fills the logs of two organisations, the second one with searches only. A checkpoint covers everything. */
export async function fillLogs(system: TestSystem, organization: string, neighbour: string): Promise<void> {
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'Audited');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: canonical },
    deleteConfirmed: true,
  });
  await finishedRequest(api, request.id);
  const other = await system.client({ organization: neighbour });
  for (let count = 0; count < 3; count += 1) await look(other);
  await look(api);
  await gatewayOf(system).stop();
  await gatewayOf(system).start();
}

/** The files of the checkpoints, the oldest first. */
export function checkpointFiles({ dataDir }: TestSystem): string[] {
  const folder = path.join(dataDir, 'blobs', 'audit-checkpoints', '0');
  const files = readdirSync(folder).sort((a, b) => parseInt(a) - parseInt(b));
  return files.map((file) => path.join(folder, file));
}

/** Runs `habeas verify-audit`. @returns what it prints. @throws when its exit code is not 0 */
export const verifyAuditCommand = ({ environment }: TestSystem, ...args: string[]): string =>
  execFileSync(process.execPath, [programFile(), 'verify-audit', ...args], {
    env: { ...environment },
    stdio: 'pipe',
  }).toString();
