/** `npm start`: everything on this machine, with sample data, until Ctrl-C. */
import { refuseProduction } from './installation/development-only';
import { givenDatabase } from '../operate/running-system';
import { demoOrganization } from './seed/cast';
import { seedDemo } from './seed/seed-demo';
import { clientOf } from './token';
import { parseStartEnvironment } from './start/environment';
import { onInterrupt } from './start/interrupts';
import { startSystem, type System } from './start/system';

/** Prints progress, with the seconds since the start. */
function progress(): (message: string) => void {
  const began = Date.now();
  return (message) => console.log(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${message}`);
}

const firstQuery = `{ subjects(term: { name: "Elena Marín" }, unmasked: true) { nodes { service match { id identifiers { type value } } } } }`;

async function welcome(system: System, dataDir: string): Promise<void> {
  const token = await system.token({ organization: demoOrganization });
  const { id, secret } = clientOf(dataDir);
  console.log(`
Habeas is ready.

  Console   ${new URL('/', system.url).href}
  Explorer  ${new URL('/explorer', system.url).href}
  GraphQL   ${system.url}
  Token     ${token}
            (organisation ${demoOrganization}, all scopes, 12 hours; npx habeas token makes others)
  REST      ${new URL('/rest', system.url).href}
            (client ${id}, secret ${secret}, the same organisation and scopes)

  A first query:

curl -s ${system.url} -H 'content-type: application/json' -H 'authorization: Bearer ${token}' \\
  -d '${JSON.stringify({ query: firstQuery })}'

  The worked example, in a second terminal: npx habeas demo
  Ctrl-C stops everything.
`);
}

/**
 * Starts everything. The process then runs until a signal stops it, also during the start; or it ends with 1 when a process has died
 * too often to be started again.
 * @throws when something cannot start
 */
export async function run(): Promise<void> {
  refuseProduction('npm start');
  const env = parseStartEnvironment();
  const databaseUrl = givenDatabase(env);
  const onProgress = progress();
  const signal = onInterrupt();
  signal.addEventListener('abort', () => console.log('\nHabeas stops: gateway, services, PostgreSQL.'));
  console.log('Habeas starts:');
  let system: System | undefined;
  try {
    system = await startSystem({
      dataDir: env.HABEAS_DATA_DIR,
      port: env.PORT,
      managedBy: env.SUPERGRAPH_MANAGED_BY ?? demoOrganization,
      onProgress,
      databasePrefix: env.DATABASE_PREFIX,
      signal,
      ...(databaseUrl ? { databaseUrl } : {}),
    });
    const interrupted = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)));
    const ready = prepare(system, env.HABEAS_DATA_DIR, onProgress, signal).then(() => interrupted);
    const reason = await Promise.race([ready, interrupted, system.failed]);
    if (reason !== null) {
      process.exitCode = 1;
      console.error(`\nHabeas cannot go on and stops everything: ${reason}`);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await system?.stop();
  }
  process.exit();
}

/** Makes sample data at the first start, and prints what there is to see. */
async function prepare(
  system: System,
  dataDir: string,
  onProgress: (message: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (await seedDemo(system, signal)) onProgress('sample data');
  if (!signal.aborted) await welcome(system, dataDir);
}
