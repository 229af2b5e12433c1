/** Every documented variable reaches the processes that read it, also through `npm start`. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gatewayVariableNames } from '../../../gateway/config/variables';
import { handedOn, madeByStart, parseStartEnvironment } from '../../../scripts/develop/start/environment';
import { startSystem } from '../../../scripts/develop/start/system';
import { serviceVariableNames } from '../../../subgraphs/kit/base/config';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { dropDatabases, testServerUrl, uniquePrefix } from '../../support/run/database';

const page = readFileSync(path.join(projectRoot(), 'docs', 'configuration.md'), 'utf8');
const listedIn = (part: string) => [...part.matchAll(/^\| `([A-Z0-9_]+)`/gm)].map(([, name]) => name ?? '');
const [ofAll = '', ofGateway = ''] = page.split('## The gateway');
const documented = [...listedIn(ofAll), ...listedIn(ofGateway)];

/** The variables that `npm start` sets itself; the page says so. */
const own = ['PORT', 'HABEAS_DATA_DIR', 'DATABASE_URL', 'DATABASE_PASSWORD_FILE', 'DATABASE_PREFIX', ...madeByStart];

test('the documented variables, those that the schemas read and those that a process receives are the same', () => {
  expect(listedIn(ofAll).sort()).toEqual(serviceVariableNames().sort());
  expect([...documented].sort()).toEqual(gatewayVariableNames().sort());
  const environment = Object.fromEntries(
    [...documented, 'AWS_PROFILE', 'HOME', 'OTHER'].map((name) => [name, `its ${name}`]),
  );
  const expected = (names: string[]) =>
    Object.fromEntries(
      [...names.filter((name) => !own.includes(name)), 'AWS_PROFILE'].map((name) => [name, `its ${name}`]),
    );
  expect(handedOn('gateway', environment)).toEqual(expected(documented));
  expect(handedOn('service', environment)).toEqual(expected(listedIn(ofAll)));
});

test('the start refuses variables that it sets itself, unknown variables, and ports that fetch refuses, all at once', () => {
  const environment = {
    ...Object.fromEntries(madeByStart.map((name) => [name, 'x'])),
    DUE_DAYS_EXPORTS: '2',
    PORT: '6000',
  };
  let problems: string[] = [];
  try {
    parseStartEnvironment(environment);
  } catch (error) {
    ({ problems } = error as { problems: string[] });
  }
  const named = new Set(problems.map((problem) => problem.split(':')[0]));
  for (const name of Object.keys(environment)) expect(named).toContain(name);
  expect(problems).toContain(
    'DUE_DAYS_EXPORTS: nobody knows this variable; the nearest that is known is DUE_DAYS_EXPORT',
  );
  expect(parseStartEnvironment({}).PORT).toBe(4000);
});

test('a started process has the variables', async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-environment-'));
  const databasePrefix = uniquePrefix();
  const before = { ...process.env };
  const shared = { DATABASE_POOL_SIZE: '5', HOST: '0.0.0.0', LOG_LEVEL: 'warn' };
  const gatewayOnly = {
    OPERATION_MAX_DEPTH: '12',
    DUE_DAYS_GET: '3',
    RATE_LIMIT_SUBJECTS: '61/60',
    TRUSTED_PROXIES: '10.0.0.0/8',
  };
  Object.assign(process.env, shared, gatewayOnly);
  try {
    const system = await startSystem({
      dataDir,
      databaseUrl: testServerUrl(),
      databasePrefix,
      port: 0,
      services: ['directory'],
      supervised: false,
    });
    try {
      const environmentOf = (name: string) =>
        Object.fromEntries(
          readFileSync(`/proc/${system.processes.get(name)?.pid}/environ`, 'utf8')
            .split('\0')
            .map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)] as const),
        );
      expect(environmentOf('gateway')).toMatchObject({ ...shared, ...gatewayOnly });
      const service = environmentOf('directory');
      expect(service).toMatchObject(shared);
      for (const name of Object.keys(gatewayOnly)) expect(service).not.toHaveProperty(name);
    } finally {
      await system.stop();
    }
  } finally {
    for (const name of Object.keys({ ...shared, ...gatewayOnly }))
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    await dropDatabases(databasePrefix);
    rmSync(dataDir, { recursive: true, force: true });
  }
});
