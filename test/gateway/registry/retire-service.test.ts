/** A service that requests still need is not retired, and what that costs does not grow with the requests that there were (R27). */
import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { maximumCounted } from '../../../gateway/persistence/bounded-count';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { ServiceRegistry } from '../../../gateway/registry/service-registry';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, inDatabase, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { sentStatements } from '../../support/statements';

const prefix = uniquePrefix();
const operator = 'the-operator';
const ended = 30_000;
let dataSource: DataSource;
let keys: KeyRing;
let registry: ServiceRegistry;

const retire = async (name: string) =>
  inOrganization(await keys.of(operator), () => registry.retire({ subject: 'admin', organizationId: operator }, name));

/** Writes requests of several organisations, each with a part for a service. */
const write = (service: string, amount: number, status: string, part: string) =>
  inDatabase(databaseName(prefix, gatewayDatabase), async (client) => {
    await client.query(
      `WITH request AS (
         INSERT INTO gdpr_request (organization_id, id, type, status, term_digest, subject_digest, created_by, created_at, due_at)
         SELECT 'tenant-' || n % 7, gen_random_uuid(), 'DELETE', $3, digest, digest, 'tester', now(), now() + interval '14 days'
         FROM generate_series(1, $2::integer) AS n, sha256(convert_to($1 || n, 'UTF8')) AS digest RETURNING organization_id, id)
       INSERT INTO gdpr_task (organization_id, request_id, service, status) SELECT organization_id, id, $1, $4 FROM request`,
      [service, amount, status, part],
    );
    await client.query('VACUUM ANALYZE gdpr_request, gdpr_task');
  });

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
  const place = {
    services: [{ name: 'directory', url: 'http://directory:4000/graphql' }],
    managedBy: operator,
    pollEvery: 60_000,
  };
  registry = new ServiceRegistry({ dataSource, place, languages: ['en'], askSdl: () => Promise.reject(new Error()) });
  registry.connect({ check: () => Promise.resolve(), reload: () => Promise.resolve() });
  for (const name of ['done', 'busy', 'held'])
    await dataSource.query(
      `INSERT INTO registered_service (organization_id, name, url, sdl, registered_at)
       VALUES ($1, $2::text, 'http://' || $2::text || ':4300/graphql', 'type Query { ' || $2::text || ': Int }', now())`,
      [operator, name],
    );
  await write('done', ended, 'COMPLETED', 'COMPLETED');
}, 120_000);

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

interface Explained {
  'QUERY PLAN': { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }[];
}

test('a service that has ended its parts is retired without a look at all of them', async () => {
  const sent = await sentStatements(dataSource, () => retire('done'));
  const counted = sent.filter(({ sql }) => sql.includes('gdpr_task'));
  expect(counted).toHaveLength(1);
  for (const { sql, parameters } of counted) {
    const [explained] = await dataSource.query<Explained[]>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`,
      parameters,
    );
    const plan = explained?.['QUERY PLAN'][0]?.Plan;
    // The table of parts alone has hundreds.
    expect((plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)).toBeLessThan(50);
  }
});

test('parts that a legal hold keeps are counted as well', async () => {
  await write('held', 2, 'ON_HOLD', 'ON_HOLD');
  await expect(retire('held')).rejects.toMatchObject({
    message: '2 parts of requests still need the service.',
    extensions: { code: 'SERVICE_IN_USE', openParts: 2, argument: 'name' },
  });
});

test('of very many parts no more are counted than the bound', async () => {
  await write('busy', maximumCounted + 100, 'AWAITING_APPROVAL', 'PENDING');
  await expect(retire('busy')).rejects.toMatchObject({
    message: '10000 or more parts of requests still need the service.',
    extensions: { code: 'SERVICE_IN_USE', openParts: maximumCounted },
  });
});
