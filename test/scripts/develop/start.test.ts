import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { decodeJwt } from 'jose';
import { programFile } from '../../../scripts/cli/command';
import { ensureDevelopmentKeys } from '../../../scripts/develop/installation/keys';
import { freePort } from '../../../scripts/develop/ports';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-start-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function run(command: string, environment: Record<string, string>, ...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [programFile(), command, ...parameters], {
    env: { PATH: process.env.PATH ?? '', HABEAS_DATA_DIR: path.join(directory, 'data'), ...environment },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

describe('npm start says clearly why it cannot start', () => {
  test('when a port is in use', async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const { status, stderr } = run('start', { PORT: String(port) });
    server.close();
    expect([status, stderr.trim()]).toEqual([
      1,
      `Habeas cannot start. Port ${port} is in use. Set PORT to another one: PORT=4001 npm start.`,
    ]);
  });

  test('when variables are bad, and names all of them', () => {
    const { status, stderr } = run('start', { PORT: 'many', DATABASE_URL: 'mysql://x', REDIS_URL: 'x' });
    expect(status).toBe(1);
    for (const variable of ['PORT', 'DATABASE_URL', 'REDIS_URL']) expect(stderr).toContain(`- ${variable}: `);
    expect(stderr).not.toContain('    at ');
  });

  test('when the data directory cannot be used', () => {
    const file = path.join(directory, 'file');
    writeFileSync(file, '');
    const { status, stderr } = run('start', { HABEAS_DATA_DIR: file, PORT: '4999' });
    expect(status).toBe(1);
    expect(stderr).toContain(`The data directory ${file} cannot be used`);
  });

  test('in production, which it is not made for', () => {
    const { status, stderr } = run('start', { NODE_ENV: 'production' });
    expect(status).toBe(1);
    expect(stderr).toContain('NODE_ENV: npm start makes development keys');
  });
});

describe('npm run token', () => {
  const dataDir = path.join(directory, 'keys');

  test('prints a token of the organisation, the scopes and the subject', async () => {
    await ensureDevelopmentKeys(dataDir);
    const { status, stdout } = run(
      'token',
      { HABEAS_DATA_DIR: dataDir },
      '--organization',
      'acme',
      '--scopes',
      'audit:view inventory:view',
      '--subject',
      'someone',
    );
    expect(status).toBe(0);
    expect(decodeJwt(stdout.trim())).toMatchObject({
      organization_id: 'acme',
      scope: 'audit:view inventory:view',
      sub: 'someone',
      aud: 'habeas',
    });
  });

  test('warns of an unknown scope: services may have been added, whose scopes are read from the running system', async () => {
    const started = path.join(directory, 'once-started');
    await ensureDevelopmentKeys(started);
    const refused = () =>
      run('token', { HABEAS_DATA_DIR: started }, '--organization', 'acme', '--scopes', 'loyalty:view').stderr;
    expect(refused()).toMatch(/^--scopes: there is no scope loyalty:view; there are [^.]*\.\n$/);
    writeFileSync(path.join(started, 'supergraph-services'), 'dialer=http://127.0.0.1:4103/graphql');
    expect(refused()).toMatch(
      /^--scopes: there is no scope loyalty:view; there are [^.]*\. Habeas does not run: scopes of services that have joined it are not known now\.\n$/,
    );
  });

  test('is refused in production, before the first start, and for an invalid id', () => {
    const refused = (environment: Record<string, string>, organization = 'acme') =>
      run('token', environment, '--organization', organization);
    expect(refused({ HABEAS_DATA_DIR: dataDir, NODE_ENV: 'production' })).toMatchObject({ status: 1, stdout: '' });
    expect(refused({ HABEAS_DATA_DIR: path.join(directory, 'none') }).stderr).toContain('the first npm start makes it');
    expect(refused({ HABEAS_DATA_DIR: dataDir }, 'a b').stderr).toContain('an organisation id has');
  });
});
