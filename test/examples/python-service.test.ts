/**
 * The example in Python: a service on another language's GraphQL server, with only the SDL. It runs where Python and its packages
 * are installed; its composition and its page are tested everywhere.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { composeProject } from '../../scripts/develop/compose';
import { readFixture } from '../../scripts/develop/conformance';
import { freePort } from '../../scripts/develop/ports';
import { describeConformance } from '../../subgraphs/kit/conformance';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { contractSdl } from '../../subgraphs/kit/base/sdl';
import { eventually } from '../support/eventually';

const folder = path.join(projectRoot(), 'examples', 'python-service');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const sdl = `${read('schema.graphql')}${contractSdl()}`;

const python = process.env.PYTHON ?? 'python3';
const packages = spawnSync(python, ['-c', 'import cryptography, graphql, jwt']);

test('its schema composes with this project’s, without the additions for its own server', async () => {
  const url = 'http://newsletter:4107/graphql';
  const { supergraphSdl, warnings } = await composeProject({ more: [{ name: 'newsletter', url, sdl }] });
  expect(supergraphSdl).toContain(`name: "newsletter", url: "${url}"`);
  expect(warnings.filter((warning) => warning.includes('newsletter'))).toEqual([]);
});

test('docs/adding-a-service.md shows the definitions that a strict server needs, as they are here', () => {
  const page = readFileSync(path.join(projectRoot(), 'docs', 'adding-a-service.md'), 'utf8');
  const [definitions = ''] = read('federation.graphql').split('"Every type with').slice(0, 1);
  const block = definitions.slice(definitions.indexOf('scalar FieldSet')).trim();
  for (const line of block.split('\n').filter(Boolean)) expect(page).toContain(line);
  expect(read('requirements.txt')).toMatch(/^(\S+==\S+\n)+$/);
});

// Only where Python is installed.
if (packages.status === 0) {
  let port: number;
  let signingKey: JWK;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const scratch = mkdtempSync(path.join(os.tmpdir(), 'habeas-python-'));
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    const names = { kid: 'test', alg: 'EdDSA', use: 'sig' };
    signingKey = { ...(await exportJWK(privateKey)), ...names };
    const keys = path.join(scratch, 'service.jwks.json');
    writeFileSync(keys, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...names }] }));
    port = await freePort();
    const service = spawn(python, [path.join(folder, 'service.py')], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH ?? '',
        PORT: String(port),
        DATABASE_FILE: path.join(scratch, 'newsletter.db'),
        SERVICE_TOKEN_JWKS_FILE: keys,
        PYTHONDONTWRITEBYTECODE: '1',
      },
    });
    const ended = once(service, 'exit');
    stop = async () => {
      service.kill('SIGTERM');
      await ended;
      rmSync(scratch, { recursive: true, force: true });
      expect(existsSync(path.join(folder, '__pycache__'))).toBe(false);
    };
    await eventually(() =>
      fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST' }).then(
        ({ status }) => status === 401,
        () => false,
      ),
    );
  });

  afterAll(() => stop());

  describeConformance(
    'the service in Python',
    () => ({
      url: `http://127.0.0.1:${port}/graphql`,
      fixture: readFixture(path.join(folder, 'conformance.json')),
      signingKey,
    }),
    { describe, test, beforeAll },
  );
}
