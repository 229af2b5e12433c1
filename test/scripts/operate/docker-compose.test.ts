import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import pino from 'pino';
import { parse } from 'yaml';
import { loadConfig } from '../../../gateway/config';
import { Queue } from '../../../gateway/gdpr/processing/queue/queue';
import { gatewayDatabase, openGatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { serviceNames } from '../../../scripts/develop/subgraphs';
import { createKeys } from '../../../scripts/operate/keys/create-keys';
import { migrateDatabases } from '../../../scripts/operate/migrate';
import { serviceConfig } from '../../../subgraphs/kit/base/config';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { documents } from '../../docs/documents';
import { dropDatabases, testServerUrl, uniquePrefix } from '../../support/run/database';

interface ComposeFile {
  services: Record<
    string,
    {
      image: string;
      build?: object;
      command?: string[];
      environment?: Record<string, string>;
      secrets?: string[];
      depends_on?: Record<string, unknown>;
      networks?: string[];
      volumes?: string[];
      mem_limit?: string;
      pids_limit?: number;
    }
  >;
  secrets: Record<string, { file: string }>;
  networks: Record<string, unknown>;
  volumes: Record<string, unknown>;
}

const source = readFileSync(path.join(projectRoot(), 'docker-compose.yml'), 'utf8');
const file = parse(source, { merge: true }) as ComposeFile;

const processes = ['gateway', ...serviceNames()];

test('docker-compose.yml runs the gateway, its stores, every service of the checkout, and the migrations', () => {
  expect(Object.keys(file.services).sort()).toEqual(['operator', 'postgres', 'redis', ...processes].sort());
});

test.each(processes)('%s runs the program, with its own declared secrets', (name) => {
  const { command, secrets = [], environment, depends_on, volumes = [] } = file.services[name] ?? {};
  expect(command).toEqual(['habeas', ...(name === 'gateway' ? ['gateway'] : ['service', name])]);
  for (const secret of secrets) expect(file.secrets).toHaveProperty(secret);
  expect(secrets).toEqual(expect.arrayContaining([`database-${name}`, `encryption-${name}`, 'service-keys']));
  const others = processes.filter((other) => other !== name);
  for (const other of others)
    expect([...secrets, ...volumes].join(' ')).not.toMatch(new RegExp(`(database|encryption)-${other}\\b|^${other}:`));
  expect(environment).toMatchObject({
    NODE_ENV: 'production',
    DATABASE_URL: `postgres://${databaseName('habeas_', name)}@postgres:5432/postgres`,
    ENCRYPTION_KEYS_FILE: `/run/secrets/encryption-${name}`,
  });
  expect(depends_on).toHaveProperty('operator', { condition: 'service_completed_successfully' });
});

test('no container has rights that it does not use, and a process reaches only the hosts that it needs', () => {
  for (const [name, service] of Object.entries(file.services)) {
    expect([name, service]).toMatchObject([
      name,
      { read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] },
    ]);
    expect([name, service.mem_limit, service.pids_limit]).toEqual([name, expect.any(String), expect.any(Number)]);
    if (name !== 'postgres') expect(service).not.toHaveProperty('cap_add');
  }
  for (const network of ['database', 'limits', 'services']) expect(file.networks[network]).toEqual({ internal: true });
  expect(file.services.redis?.networks).toEqual(['limits']);
  expect(file.services.postgres?.networks).toEqual(['database']);
  for (const name of serviceNames()) expect(file.services[name]?.networks).toEqual(['database', 'services']);
});

/** The commands of the comment at the top, in their order. */
const steps = (source.split('\nname:')[0] ?? '').split('\n').flatMap((line) => /^# {3}(.+)$/.exec(line)?.[1] ?? []);

test('every variable that compose demands is set before its first command', () => {
  const demanded = [...source.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name);
  expect(demanded.sort()).toEqual(['CALLER_ISSUER', 'PUBLIC_URL']);
  const first = steps.findIndex((step) => step.startsWith('docker compose'));
  const before = steps.slice(0, first).join('\n');
  for (const name of demanded) expect(before).toMatch(new RegExp(`\\b${name}=\\S`));
});

test('what is said to be built has a build, and all run the image that it makes', () => {
  const built = Object.entries(file.services).filter(([, { build }]) => build !== undefined);
  // One service alone: builds of one image at once get in each other's way.
  expect(built.map(([name]) => name)).toEqual(['operator']);
  for (const name of processes) expect([name, file.services[name]?.image]).toEqual([name, built[0]?.[1].image]);
  const texts = [source, ...documents.values()];
  const said = texts.flatMap((text) => [...text.matchAll(/docker compose build ?([\w-]*)/g)].map(([, name]) => name));
  expect(said.length).toBeGreaterThan(0);
  expect(new Set(said)).toEqual(new Set(['operator']));
  // Built before it is run.
  const first = steps.find((step) => step.startsWith('docker compose'));
  expect(first).toBe('docker compose build operator');
});

describe('with the files that habeas keys create makes', () => {
  const prefix = uniquePrefix();
  let secrets: string;

  beforeAll(async () => {
    secrets = mkdtempSync(path.join(os.tmpdir(), 'habeas-secrets-'));
    await createKeys(secrets);
    writeFileSync(path.join(secrets, 'caller.jwks.json'), JSON.stringify({ keys: [] }));
    const server = { databaseUrl: testServerUrl(), databasePrefix: prefix };
    await migrateDatabases(server, processes, (name) => readFileSync(path.join(secrets, `database-${name}`), 'utf8'));
  }, 60_000);

  afterAll(async () => {
    await dropDatabases(prefix);
    rmSync(secrets, { recursive: true });
  });

  /** The environment that compose gives a process, with the paths of its secrets and its PostgreSQL on this machine. */
  function environmentOf(name: string): Record<string, string> {
    const values: Record<string, string> = {
      CALLER_ISSUER: 'https://issuer.example',
      PUBLIC_URL: 'https://gateway.example',
    };
    const { environment = {}, secrets: mounted = [] } = file.services[name] ?? {};
    const { host } = new URL(testServerUrl());
    const given = Object.entries(environment).map(([variable, value]) => {
      const secret = /^\/run\/secrets\/(.+)$/.exec(value)?.[1];
      if (secret) {
        expect(mounted).toContain(secret);
        return [variable, path.join(secrets, path.basename(file.secrets[secret]?.file ?? ''))];
      }
      const substituted = value.replace(/\$\{(\w+):\?[^}]*\}/g, (_, known: string) => values[known] ?? '');
      return [variable, substituted.replace('//habeas_', `//${prefix}`).replace('postgres:5432', host)];
    });
    return { ...(Object.fromEntries(given) as Record<string, string>), DATABASE_PREFIX: prefix };
  }

  test('the gateway opens its database and its queue', async () => {
    const config = loadConfig(environmentOf('gateway'));
    expect(config.redisUrl).toMatch(/^redis:\/\/:[\w-]{32}@redis:6379$/);
    const dataSource = await openGatewayDatabase({ ...config, databasePoolSize: 2 });
    const queue = new Queue(
      databaseUrl(config.databaseUrl, databaseName(prefix, gatewayDatabase)),
      pino({ level: 'silent' }),
    );
    try {
      await queue.start();
      expect(await dataSource.query('SELECT current_user AS name')).toEqual([
        { name: databaseName(prefix, gatewayDatabase) },
      ]);
    } finally {
      await queue.stop();
      await dataSource.destroy();
    }
  });

  test.each(serviceNames())('%s reaches its database', async (name) => {
    const { databaseUrl: server } = serviceConfig({ name, port: 4_000 }, environmentOf(name));
    const client = new Client({ connectionString: databaseUrl(server, databaseName(prefix, name)) });
    await client.connect();
    const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
    await client.end();
    expect(rows).toEqual([{ name: databaseName(prefix, name) }]);
  });

  test('another password than the one in the file is refused', async () => {
    const wrong = path.join(secrets, 'wrong');
    writeFileSync(wrong, randomBytes(8).toString('hex'));
    const { databaseUrl: server } = loadConfig({ ...environmentOf('gateway'), DATABASE_PASSWORD_FILE: wrong });
    const client = new Client({ connectionString: databaseUrl(server, databaseName(prefix, gatewayDatabase)) });
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  test('the files are readable by their owner only; a second call changes none; half of a key pair is reported', async () => {
    const names = readdirSync(secrets);
    const contents = () => names.map((name) => readFileSync(path.join(secrets, name), 'utf8'));
    const before = contents();
    for (const name of names.filter((each) => !/^(caller|wrong)/.test(each)))
      expect([name, statSync(path.join(secrets, name)).mode & 0o077]).toEqual([name, 0]);
    expect(new Set(before).size).toBe(before.length);
    expect(await createKeys(secrets)).toEqual([]);
    expect(contents()).toEqual(before);
    rmSync(path.join(secrets, 'service.jwks.json'));
    await expect(createKeys(secrets)).rejects.toThrow('without the other');
  });
});
