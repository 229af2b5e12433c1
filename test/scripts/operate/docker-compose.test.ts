import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import pino from 'pino';
import { parse } from 'yaml';
import { loadConfig } from '../../../gateway/config';
import { Queue } from '../../../gateway/gdpr/processing/queue';
import { gatewayDatabase, openGatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { ensureDevelopmentKeys, keyFiles } from '../../../scripts/develop/keys';
import { serviceNames } from '../../../scripts/develop/subgraphs';
import { serviceConfig } from '../../../subgraphs/kit/base/config';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { dropDatabases, inDatabase, testServerUrl, uniquePrefix } from '../../support/database';

interface ComposeFile {
  services: Record<
    string,
    {
      image: string;
      command?: string[];
      environment?: Record<string, string>;
      secrets?: string[];
      depends_on?: Record<string, unknown>;
    }
  >;
  secrets: Record<string, unknown>;
  volumes: Record<string, unknown>;
}

const source = readFileSync(path.join(projectRoot(), 'docker-compose.yml'), 'utf8');
const file = parse(source, { merge: true }) as ComposeFile;

test('docker-compose.yml runs the gateway, its stores and every service of the checkout', () => {
  expect(Object.keys(file.services).sort()).toEqual(['gateway', 'postgres', 'redis', ...serviceNames()].sort());
});

test.each(['gateway', ...serviceNames()])('%s runs a program that is there, with secrets that are declared', (name) => {
  const service = file.services[name];
  const program =
    service?.command
      ?.at(-1)
      ?.replace(/^dist\//, '')
      .replace(/\.js$/, '.ts') ?? '';
  expect(existsSync(path.join(projectRoot(), program))).toBe(true);
  for (const secret of service?.secrets ?? []) expect(file.secrets).toHaveProperty(secret);
  expect(service?.environment).toMatchObject({
    NODE_ENV: 'production',
    ENCRYPTION_KEYS_FILE: '/run/secrets/encryption',
  });
  expect(service?.depends_on).toHaveProperty('postgres');
});

describe('with a password that has a meaning in addresses', () => {
  const prefix = uniquePrefix();
  const role = `${prefix}role`;
  const password = `a/b@c#d%e f?g:h"i'j\\k$l%2Fm&é+`;
  let secrets: string;

  beforeAll(async () => {
    secrets = mkdtempSync(path.join(os.tmpdir(), 'habeas-secrets-'));
    await ensureDevelopmentKeys(secrets);
    const { encryption, serviceSigning, services, callers } = keyFiles(secrets);
    const given = {
      encryption,
      'service-signing-key': serviceSigning,
      'service-keys': services,
      'caller-keys': callers,
    };
    for (const [name, key] of Object.entries(given)) writeFileSync(path.join(secrets, name), readFileSync(key));
    // As editors leave a file; PostgreSQL's image takes the line's end off too.
    writeFileSync(path.join(secrets, 'postgres-password'), `${password}\n`);
    await inDatabase('postgres', (client) =>
      client.query(`CREATE ROLE ${role} LOGIN CREATEDB PASSWORD ${client.escapeLiteral(password)}`),
    );
  });

  afterAll(async () => {
    await dropDatabases(prefix);
    await inDatabase('postgres', (client) => client.query(`DROP ROLE ${role}`));
    rmSync(secrets, { recursive: true });
  });

  /** What compose gives a service's process; its secrets and its PostgreSQL are here. */
  function environmentOf(name: string): Record<string, string> {
    const values: Record<string, string> = {
      POSTGRES_PASSWORD: password,
      CALLER_ISSUER: 'https://issuer.example',
      PUBLIC_URL: 'https://gateway.example',
    };
    const { environment = {}, secrets: mounted = [] } = file.services[name] ?? {};
    return Object.fromEntries(
      Object.entries(environment).map(([variable, value]) => {
        const secret = /^\/run\/secrets\/(.+)$/.exec(value)?.[1];
        if (secret) expect(mounted).toContain(secret);
        const substituted = value.replace(/\$\{(\w+):\?[^}]*\}/g, (_, known: string) => values[known] ?? '');
        const { host } = new URL(testServerUrl());
        return [
          variable,
          substituted.replace('/run/secrets/', `${secrets}/`).replace('habeas@postgres:5432', `${role}@${host}`),
        ];
      }),
    );
  }

  test('the gateway opens its database and its queue', async () => {
    const config = loadConfig({ ...environmentOf('gateway'), DATABASE_PREFIX: prefix });
    const dataSource = await openGatewayDatabase({
      serverUrl: config.databaseUrl,
      prefix: config.databasePrefix,
      poolSize: 2,
    });
    const queue = new Queue(
      databaseUrl(config.databaseUrl, databaseName(prefix, gatewayDatabase)),
      pino({ level: 'silent' }),
    );
    try {
      await queue.start();
      expect(await dataSource.query('SELECT current_user AS name')).toEqual([{ name: role }]);
    } finally {
      await queue.stop();
      await dataSource.destroy();
    }
  });

  test.each(serviceNames())('%s reaches PostgreSQL', async (name) => {
    const client = new Client({ connectionString: serviceConfig(4_000, environmentOf(name)).databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
    await client.end();
    expect(rows).toEqual([{ name: role }]);
  });

  test('another password is refused: the one in the file is what opens', async () => {
    const wrong = path.join(secrets, 'wrong');
    writeFileSync(wrong, randomBytes(8).toString('hex'));
    const config = loadConfig({ ...environmentOf('gateway'), DATABASE_PASSWORD_FILE: wrong });
    const client = new Client({ connectionString: config.databaseUrl });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });
});
