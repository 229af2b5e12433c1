/** Every block of commands in the documents is run as it is written; one that is not says why, and which test runs its commands. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { demoOrganization } from '../../scripts/develop/seed/cast';
import { ensureCast } from '../../scripts/develop/seed/ensure-cast';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { isInstalled } from '../support/run/installed';
import { sharedSystem } from '../support/run/shared-system';
import type { TestSystem } from '../support/run/system';
import { blocksOf, documents } from './documents';
import { runBlock } from './run-block';

const inProject = (...names: string[]) => path.join(projectRoot(), ...names);
const readText = (...names: string[]) => readFileSync(inProject(...names), 'utf8');

/** The blocks that are not run here: why, and the test that runs their commands, with a text by which it is known to. */
const notRunHere: Record<string, { why: string; by: string; has: string }[]> = {
  'README.md: npm ci && npm start': [
    {
      why: 'installs everything anew, and runs until Ctrl-C',
      by: 'test/scripts/package.test.ts',
      has: 'habeas start runs everything',
    },
  ],
  'CONTRIBUTING.md: npm run format && npm run lint && npm run typecheck': [
    {
      why: 'rewrites the checkout, and takes minutes',
      by: 'test/scripts/develop/schema.test.ts',
      has: 'npm run compose',
    },
    { why: 'the same', by: 'test/docs/generated.test.ts', has: 'is not stale' },
    { why: 'the same', by: 'test/scripts/develop/imports.test.ts', has: 'npm run imports' },
  ],
  'docs/adding-a-service.md: npm run pack-kit': [
    { why: 'packs the checkout', by: 'test/kit/package/package.test.ts', has: 'packKit' },
  ],
  'docs/adding-a-service.md: npm init -y': [
    { why: 'installs from a registry', by: 'test/kit/package/package.test.ts', has: 'tested: a repository of its own' },
  ],
  'docs/adding-a-service.md: npm run new-service': [
    { why: 'writes into the checkout', by: 'test/scripts/develop/new-service.test.ts', has: "'new-service'" },
  ],
  'docs/adding-a-service.md: export HABEAS_TOKEN=…': [
    {
      why: 'wants a service beside a gateway that it may join',
      by: 'test/e2e/services/registering.test.ts',
      has: "'--retire', 'loyalty'",
    },
  ],
  'docs/conformance.md: npm start': [
    { why: 'wants a service at a fixed port', by: 'test/kit/conformance/junit.test.ts', has: "'conformance'" },
  ],
  'docs/rest-api.md: HABEAS=http://127.0.0.1:4000': [
    { why: 'erases the sample data of a system of its own', by: 'test/e2e/rest/curl.test.ts', has: '### By curl' },
  ],
  'examples/python-service/README.md: python3 -m pip install': [
    { why: 'installs from a registry', by: 'test/examples/python-service.test.ts', has: 'service.py' },
  ],
  'examples/webhook-receiver/README.md: npm install': [
    {
      why: 'installs from a registry, and runs until Ctrl-C',
      by: 'test/e2e/webhooks/webhook-receiver.test.ts',
      has: 'receiver.mjs',
    },
  ],
  'subgraphs/kit/README.md: npx habeas new-service tickets': [
    { why: 'installs from a registry', by: 'test/kit/package/package.test.ts', has: 'tested: a repository of its own' },
  ],
};

/** The blocks that are run below. */
const runHere = [
  'README.md: npx habeas --help',
  'docs/adding-a-service.md: npm run compose',
  'docs/api.md: curl',
  'docs/operations.md: habeas keys create',
];

const blocks = [...documents].flatMap(([file, text]) => blocksOf(text, 'sh').map((block) => `${file}: ${block}`));
const known = [...runHere, ...Object.keys(notRunHere)];

/** The commands of a block that begins so. */
function block(beginning: string): string {
  const found = blocks.find((each) => each.startsWith(beginning)) ?? '';
  return found.slice(found.indexOf(': ') + 2);
}

test('each block is run here or named with another test, and nothing else is', () => {
  expect(blocks.filter((each) => known.filter((name) => each.startsWith(name)).length !== 1)).toEqual([]);
  expect(known.filter((name) => !blocks.some((each) => each.startsWith(name)))).toEqual([]);
  // Commands stand in blocks of `sh` alone, where these tests look for them.
  expect([...documents].filter(([, text]) => /^ *```(bash|shell|console|zsh|terminal)/m.test(text))).toEqual([]);
});

test.each(Object.entries(notRunHere))('%s is run by another test', (_block, others) => {
  for (const { by, has } of others) expect([by, readText(by)]).toEqual([by, expect.stringContaining(has)]);
});

test('what jest, Docker and CI are told to take is there', () => {
  const paths = [...documents].flatMap(([, text]) =>
    [...text.matchAll(/(?:npx jest|docker build -f|(?<=`)(?=\.ci\/)) ?([\w./-]+)/g)].map(([, named = '']) => named),
  );
  expect(paths.length).toBeGreaterThan(4);
  // The one that a newcomer makes.
  const made = 'test/services/support-tickets';
  const there = (named: string) => existsSync(inProject(named)) || existsSync(inProject(`${named}.test.ts`));
  expect(paths.filter((named) => named !== made && !there(named))).toEqual([]);
});

describe('in a folder', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'habeas-block-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('a service is composed in', async () => {
    symlinkSync(inProject('examples'), path.join(folder, 'examples'));
    cpSync(inProject('schema', 'supergraph.graphql'), path.join(folder, 'supergraph.graphql'));
    const done = await runBlock(block('docs/adding-a-service.md: npm run compose'), { folder });
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(path.join(folder, 'supergraph.graphql'), 'utf8')).toContain('http://loyalty:4300/graphql');
  });

  test('Kubernetes gets every secret that its manifests name', async () => {
    mkdirSync(path.join(folder, 'deploy', 'kubernetes', 'overlays', 'mine'), { recursive: true });
    const done = await runBlock(block('docs/operations.md: habeas keys create'), { folder });
    expect(done).toMatchObject({ status: 0, stderr: '' });
    const base = inProject('deploy', 'kubernetes', 'base');
    const manifests = readdirSync(base).map((file) => readFileSync(path.join(base, file), 'utf8'));
    const named = manifests.flatMap((text) => [...text.matchAll(/secretName: ([\w-]+)/g)].map(([, name]) => name));
    const made = done.kubectl.flatMap((call) => /create secret generic (\S+)/.exec(call)?.[1] ?? []);
    expect(made).toEqual(expect.arrayContaining(named));
    expect(done.kubectl.at(-1)).toBe('apply -k deploy/kubernetes/overlays/mine');
  });

  describe('beside a system', () => {
    let system: TestSystem;
    beforeAll(async () => {
      system = await sharedSystem();
    }, 90_000);
    afterAll(() => system.stop());

    const beside = () => ({
      HABEAS_DATA_DIR: system.dataDir,
      DATABASE_URL: system.databaseUrl,
      DATABASE_PREFIX: system.databasePrefix,
    });

    test('the help, made-up people and a token', async () => {
      const done = await runBlock(block('README.md: npx habeas --help'), { folder, environment: beside() });
      expect(done).toMatchObject({ status: 0, stderr: '' });
      expect(done.stdout).toMatch(/Usage: habeas \[[^]*Usage: habeas seed [^]*100 of 100 people/);
      expect(done.stdout).toMatch(/\n[\w-]+\.[\w-]+\.[\w-]+\n$/);
    });

    const fetches = async () => {
      const TOKEN = await system.token({ organization: 'documents' });
      const done = await runBlock(block('docs/api.md: curl'), {
        folder,
        environment: { TOKEN },
        instead: { 'http://127.0.0.1:4000': new URL(system.url).origin },
      });
      expect(done.status).toBe(0);
      expect(readFileSync(path.join(folder, 'api.graphql'), 'utf8')).toContain('createGdprRequest(');
    };
    // `.ci/run` installs it.
    if (isInstalled('curl')) test('the schema for code generators', fetches);

    test('the worked example of the README: one package for a merge set, and what is left', async () => {
      await ensureCast(await system.client({ organization: demoOrganization }));
      const done = await runBlock('npm run demo', { folder, environment: beside() });
      expect(done).toMatchObject({ status: 0, stderr: '' });
      const [, copy = ''] = /\n4\. ([^]*?)\n5\. /.exec(done.stdout) ?? [];
      expect(copy).toMatch(/one package for the whole merge set/);
      expect(copy.match(/sha256 [0-9a-f]{64}/g)).toHaveLength(1);
      expect(done.stdout).toMatch(/\n9\. Search again[^]*Tomás Marín Ortega/);
    });
  });
});
