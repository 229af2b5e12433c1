/** `habeas compose`: what it composes, which URLs it uses for the services, and what it reports. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'graphql';
import { subgraphsOf } from '../../../gateway/federation/supergraph/discovery';
import { programFile } from '../../../scripts/cli/command';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

const folder = mkdtempSync(path.join(os.tmpdir(), 'habeas-compose-'));
const running = path.join(folder, 'supergraph.graphql');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function compose(...more: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [programFile(), 'compose', `--output=${running}`, ...more],
    { cwd: projectRoot(), encoding: 'utf8', timeout: 60_000, env: { PATH: process.env.PATH ?? '' } },
  );
  return { status, stderr: stderr.replaceAll(/^warning: .*\n/gm, ''), lines: stdout.trimEnd().split('\n').slice(1) };
}

const urls = () =>
  Object.fromEntries(subgraphsOf(parse(readFileSync(running, 'utf8'))).map(({ name, url }) => [name, url]));

const before = {
  dialer: 'http://dialer:4000/graphql',
  directory: 'http://directory.internal/graphql',
  'external-contacts': 'http://external-contacts:4000/graphql',
  gdpr: 'http://gdpr:4000/graphql',
  messaging: 'http://messaging:4000/graphql',
  recordings: 'http://recordings:4000/graphql',
};
const loyalty = '--subgraph=loyalty=examples/loyalty/schema.graphql';

test('step 4 of docs/adding-a-service.md keeps the URLs of the other services, and reports what was composed', () => {
  const first = compose('--url-template=http://{name}:4000/graphql', `--url=directory=${before.directory}`);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(urls()).toEqual(before);
  expect(first.lines).toContain('  directory          http://directory.internal/graphql');

  const joined = compose(loyalty, '--url=loyalty=http://loyalty:4300/graphql', `--previous=${running}`);
  expect(joined).toMatchObject({ status: 0, stderr: '' });
  expect(urls()).toEqual({ ...before, loyalty: 'http://loyalty:4300/graphql' });
  expect(joined.lines).toEqual([
    '  dialer             http://dialer:4000/graphql',
    '  directory          http://directory.internal/graphql',
    '  external-contacts  http://external-contacts:4000/graphql',
    '  gdpr               http://gdpr:4000/graphql',
    '  loyalty            http://loyalty:4300/graphql  (new)',
    '  messaging          http://messaging:4000/graphql',
    '  recordings         http://recordings:4000/graphql',
  ]);
});

test('a given URL replaces the previous one, also for a service of another team; a removed service is named', () => {
  const moved = compose(loyalty, '--url=dialer=http://dialer-2:4000/graphql', `--previous=${running}`);
  expect(moved).toMatchObject({ status: 0, stderr: '' });
  expect(urls()).toEqual({
    ...before,
    dialer: 'http://dialer-2:4000/graphql',
    loyalty: 'http://loyalty:4300/graphql',
  });
  expect(moved.lines).toContain('  dialer             http://dialer-2:4000/graphql  (was http://dialer:4000/graphql)');
  expect(compose('--retire=loyalty', `--previous=${running}`).lines).toContain(
    '  loyalty            http://loyalty:4300/graphql  (gone)',
  );
});
