/** The gateway as a process: how it starts, serves without any service, and ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrateGatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { composeProject } from '../../scripts/develop/compose';
import { ensureDevelopmentKeys } from '../../scripts/develop/installation/keys';
import { freePort } from '../../scripts/develop/ports';
import { developmentToken } from '../../scripts/develop/token';
import { bundledProgram } from '../../scripts/run/programs';
import { dropDatabases, rolePassword, testServerUrl, uniquePrefix } from '../support/run/database';
import { gatewayConfig } from '../support/run/gateway-database';

const program = bundledProgram('gateway');
const prefix = uniquePrefix();
let dataDir: string;
let supergraphFile: string;

/** The output of the process, and its end. */
class Running {
  output = '';
  readonly ended: Promise<number | null>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) => child.once('exit', resolve));
  }
}

const started: Running[] = [];
// Also after a failed test, no process is left.
afterEach(() => started.splice(0).forEach(({ child }) => child.kill('SIGKILL')));

function run(environment: Record<string, string>): Running {
  const env = {
    PATH: process.env.PATH,
    HABEAS_DATA_DIR: dataDir,
    DATABASE_URL: gatewayConfig(prefix).databaseUrl,
    DATABASE_PREFIX: prefix,
    ...environment,
  };
  const running = new Running(spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  started.push(running);
  return running;
}

async function ready(url: string): Promise<void> {
  for (const end = Date.now() + 45_000; Date.now() < end;) {
    const response = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await pause(50);
  }
  throw new Error('The gateway was not ready in time.');
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'habeas-gateway-'));
  await chmod(dataDir, 0o700);
  await ensureDevelopmentKeys(dataDir);
  supergraphFile = path.join(dataDir, 'supergraph.graphql');
  // Nothing listens there: every service is down.
  const urls = Object.fromEntries(
    ['directory', 'external-contacts', 'dialer', 'messaging', 'recordings'].map((name) => [
      name,
      'http://127.0.0.1:9/graphql',
    ]),
  );
  await composeProject({ output: supergraphFile, urls });
  await migrateGatewayDatabase({ databaseUrl: testServerUrl(), databasePrefix: prefix }, rolePassword);
});
afterAll(async () => {
  await rm(dataDir, { recursive: true });
  await dropDatabases(prefix);
});

it('starts and serves with every service down, and stops in order', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const gateway = run({ PORT: String(port) });
  await ready(url);
  const token = await developmentToken(dataDir, {
    organization: 'acme-contact-centre',
    scopes: ['directory:view', 'gdpr:request:view'],
  });
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      query: '{ user(id: "1") { name } gdprRequests { totalCount } __type(name: "User") { name } }',
    }),
  });
  expect(await response.json()).toEqual({
    data: { user: null, gdprRequests: { totalCount: 0 }, __type: { name: 'User' } },
    errors: [
      {
        message: 'The service "directory" is unavailable.',
        path: ['user'],
        extensions: { code: 'SERVICE_UNAVAILABLE', service: 'directory' },
      },
    ],
  });
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  expect(gateway.output).not.toMatch(/127\.0\.0\.1:9|Bearer|postgres:\/\//);
});

it.each<[string, () => Record<string, string>, RegExp]>([
  [
    'variables are bad',
    () => ({ PORT: 'http', DATABASE_URL: 'mysql://x' }),
    /PORT: .*\n.*DATABASE_URL: |DATABASE_URL: .*\n.*PORT: /,
  ],
  [
    'there is no supergraph',
    () => ({ PORT: '0', SUPERGRAPH_FILE: path.join(dataDir, 'nowhere.graphql') }),
    /SUPERGRAPH_FILE: there is no file .*nowhere\.graphql/,
  ],
  [
    'the supergraph is none',
    () => ({ PORT: '0', SUPERGRAPH_FILE: path.join(dataDir, 'keys', 'caller.jwks.json') }),
    /The supergraph cannot be served:/,
  ],
  [
    'the database refuses the password',
    () => ({ PORT: '0', DATABASE_URL: gatewayConfig(prefix).databaseUrl.replace(/:[^:@/]+@/, ':wrong@') }),
    /DATABASE_URL: the server refuses the user or the password \(28P01\)/,
  ],
  [
    'no database server listens',
    () => ({ PORT: '0', DATABASE_URL: 'postgres://habeas_gateway:x@127.0.0.1:9/postgres' }),
    /DATABASE_URL: the server cannot be reached \(ECONNREFUSED\)/,
  ],
  [
    'its address is not one of this machine',
    () => ({ PORT: '0', HOST: '192.0.2.1' }),
    /HOST: this machine cannot listen there \(EADDRNOTAVAIL\)/,
  ],
  [
    'the store of files is under a file',
    () => ({ PORT: '0', BLOB_DIRECTORY: path.join(dataDir, 'supergraph.graphql', 'blobs') }),
    /blobs.* cannot be used \(ENOTDIR\): BLOB_DIRECTORY, /,
  ],
])('does not start when %s, and says so', async (_title, environment, reason) => {
  const gateway = run(environment());
  expect(await gateway.ended).toBe(1);
  expect(gateway.output).toMatch(reason);
  expect(gateway.output).not.toMatch(/ at .*\.js:\d+/);
});

it('does not start when its port is taken, and says which variable to change', async () => {
  const port = await freePort();
  const first = run({ PORT: String(port) });
  await ready(`http://127.0.0.1:${port}`);
  const second = run({ PORT: String(port) });
  expect(await second.ended).toBe(1);
  expect(second.output).toContain('PORT: another program listens on this port');
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
});

it('serves on when its log cannot be written', async () => {
  const port = await freePort();
  const full = await open('/dev/full', 'w');
  const env = {
    PATH: process.env.PATH,
    HABEAS_DATA_DIR: dataDir,
    DATABASE_URL: gatewayConfig(prefix).databaseUrl,
    DATABASE_PREFIX: prefix,
    PORT: String(port),
    LOG_LEVEL: 'trace',
  };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', full.fd, full.fd] });
  const gateway = new Running(child);
  started.push(gateway);
  const url = `http://127.0.0.1:${port}`;
  await ready(url);
  for (let asked = 0; asked < 200; asked += 1) {
    const { status } = await fetch(`${url}/graphql`, { method: 'POST', body: '{}' });
    expect(status).toBe(401);
  }
  child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  await full.close();
});

it('announces its stop, goes on serving for a while, and then stops', async () => {
  const port = await freePort();
  const gateway = run({ PORT: String(port), DRAIN_MS: '1500' });
  const url = `http://127.0.0.1:${port}`;
  await ready(url);
  gateway.child.kill('SIGTERM');
  const told = performance.now();
  let stopping = false;
  while (!stopping) {
    const answer = await fetch(`${url}/health/ready`);
    stopping = answer.status === 503 && ((await answer.json()) as { status: string }).status === 'stopping';
    if (!stopping && performance.now() - told > 1_000) throw new Error('The readiness check does not report the stop.');
  }
  // New connections are still served.
  const served = await Promise.all([
    fetch(`${url}/health/live`),
    fetch(`${url}/graphql`, { method: 'POST', body: '{}', headers: { connection: 'close' } }),
  ]);
  expect(served.map(({ status }) => status)).toEqual([200, 401]);
  expect(await gateway.ended).toBe(0);
  expect(performance.now() - told).toBeGreaterThan(1_400);
});
