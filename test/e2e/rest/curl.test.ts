/** The worked example with curl of docs/rest-api.md, run exactly as written, with the client and the sample data of `npm start` (R35). */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openApiDocument } from '../../../gateway/rest/openapi';
import { demoOrganization } from '../../../scripts/develop/seed/cast';
import { clientOf } from '../../../scripts/develop/token';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { newOrganization } from '../../support/people/cast';
import { isInstalled } from '../../support/run/installed';
import { startTestSystem, type TestSystem } from '../../support/run/system';
import { checkedPackage } from '../../support/zip';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-curl-'));
let system: TestSystem;

const page = readFileSync(path.join(projectRoot(), 'docs', 'rest-api.md'), 'utf8');
const block = /### By curl[\s\S]*?```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
const address = 'HABEAS=http://127.0.0.1:4000\n';

beforeAll(async () => {
  system = await startTestSystem();
  await newOrganization(system, demoOrganization);
}, 240_000);

afterAll(async () => {
  await system.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('the block of the page asks the gateway that npm start runs, and only calls of the API', () => {
  expect(block).toContain(address);
  const { paths } = openApiDocument('https://habeas.acme.com') as { paths: Record<string, unknown> };
  const asked = [...block.matchAll(/"\$HABEAS(\/[^"?]*)/g)].map(([, path = '']) =>
    path.replaceAll(/\$[A-Z]+/g, '{id}'),
  );
  expect(asked.length).toBeGreaterThan(5);
  const known = ['/oauth/token', ...Object.keys(paths).map((path) => path.replaceAll(/\{\w+\}/g, '{id}'))];
  expect(asked.filter((path) => !known.includes(path))).toEqual([]);
});

const runs = async () => {
  // Only the port differs, because several tests run on this machine.
  const script = block.replace(address, `HABEAS=${new URL(system.url).origin}\n`);
  const { id, secret } = clientOf(system.dataDir);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: directory,
    env: { PATH: process.env.PATH, ID: id, SECRET: secret },
  });
  expect(stdout).toContain('elena.marin@example.com');
  expect(stdout).toMatch(/"status": "COMPLETED"/);
  expect(stdout).toMatch(/"requestType":"GDPR_DELETE"/);
  const { manifest } = await checkedPackage(readFileSync(path.join(directory, 'package.zip')));
  expect(manifest.services).toHaveLength(5);
};
// `.ci/run` installs them.
if (isInstalled('bash', 'curl', 'jq'))
  test('it finds, exports, downloads and erases the person of the sample data', runs, 240_000);
