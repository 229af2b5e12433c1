/** `npm start`: everything on this machine, with sample data, until Ctrl-C. */
import { z } from 'zod';
import { parseEnvironment } from '../../subgraphs/kit/base/config';
import { refuseProduction } from './development-only';
import { givenDatabase, toolVariables } from '../operate/running-database';
import { demoOrganization } from './seed/cast';
import { seedDemo } from './seed/seed-demo';
import { startSystem, type System } from './start/system';

const variables = toolVariables.extend({
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(1).max(65_535).default(4000),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a Redis URL: redis://host:6379' }).optional(),
});

/** Prints what happens, with the seconds since the start. */
function progress(): (message: string) => void {
  const began = Date.now();
  return (message) => console.log(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${message}`);
}

const firstQuery = `{ subjects(term: { name: "Elena Marín" }) { nodes { service match { id identifiers { type value } } } } }`;

async function welcome(system: System): Promise<void> {
  const token = await system.token({ organization: demoOrganization });
  console.log(`
Habeas is ready.

  GraphQL   ${system.url}
  Token     ${token}
            (organisation ${demoOrganization}, all scopes, 12 hours; npm run token makes others)

  A first query:

curl -s ${system.url} -H 'content-type: application/json' -H 'authorization: Bearer ${token}' \\
  -d '${JSON.stringify({ query: firstQuery })}'

  The worked example, in a second terminal: npm run demo
  Ctrl-C stops everything.
`);
}

/** Starts everything; the process then runs until a signal stops it. @throws when something cannot start */
export async function run(): Promise<void> {
  refuseProduction('npm start');
  const env = parseEnvironment(variables);
  const databaseUrl = givenDatabase(env);
  const onProgress = progress();
  console.log('Habeas starts:');
  const system = await startSystem({
    dataDir: env.HABEAS_DATA_DIR,
    port: env.PORT,
    onProgress,
    databasePrefix: env.DATABASE_PREFIX,
    ...(databaseUrl ? { databaseUrl } : {}),
  });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    console.log('\nHabeas stops: gateway, services, PostgreSQL.');
    system.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error((error as Error).message);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  if (await seedDemo(system)) onProgress('sample data');
  if (!stopping) await welcome(system);
}
