import { spawn } from 'node:child_process';
import { programFile } from '../../cli/command';
import type { System } from '../start/system';
import { demoOrganization } from './cast';
import { createWebChatOfNobody, ensureCast } from './ensure-cast';

/** The number of people in the sample data beside the cast. */
const people = 300;

/**
 * Writes the sample data into a system whose demo organisation is empty.
 * @returns false when the organisation already has data.
 */
export async function seedDemo(system: System, signal: AbortSignal): Promise<boolean> {
  const api = await system.client({ organization: demoOrganization, subject: 'seed' });
  const { externalContacts } = await api.ask<{ externalContacts: { nodes: unknown[] } }>(
    '{ externalContacts(first: 1) { nodes { id } } }',
  );
  if (externalContacts.nodes.length > 0) return false;
  await ensureCast(api);
  await createWebChatOfNobody(api);
  await runSeed(system, people, signal);
  return true;
}

/** Runs `npm run seed` on a running system's databases, in a process of its own whose memory is freed at its end. */
function runSeed(system: System, count: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [programFile(), 'seed', '--people', String(count), '--quiet'], {
      env: { ...system.environment, DATABASE_URL: system.databaseUrl },
      stdio: ['ignore', 'ignore', 'inherit'],
      signal,
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The sample data could not be made (exit code ${code}).`)),
    );
  });
}
