/** deploy/kubernetes: the manifests fit the schemas of Kubernetes and our own rules, and the processes accept their configuration. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Job } from 'kubernetes-models/batch/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Service } from 'kubernetes-models/v1';
import { parse } from 'yaml';
import { loadConfig } from '../../gateway/config';
import { serviceNames } from '../../scripts/develop/subgraphs';
import { createKeys } from '../../scripts/operate/keys/create-keys';
import { serviceConfig } from '../../subgraphs/kit/base/config';
import { databaseName } from '../../subgraphs/kit/base/persistence/create-database';
import {
  baseFiles,
  podsOf,
  readManifests,
  readOverlay,
  settingsOf,
  type Container,
  type Manifest,
} from '../support/kubernetes/kubernetes';
import { problemsOf } from '../support/kubernetes/kubernetes-rules';

const models = { Deployment, Job, NetworkPolicy, PodDisruptionBudget, Service };
const versions: Record<string, string> = {
  Deployment: 'apps/v1',
  Job: 'batch/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  Service: 'v1',
};

/** @throws when the manifest does not fit the schema of its kind */
function validate(manifest: Manifest): void {
  const Model = models[manifest.kind as keyof typeof models] as new (data: object) => { validate(): void };
  if (versions[manifest.kind] !== manifest.apiVersion) throw new Error(`${manifest.kind} of ${manifest.apiVersion}`);
  new Model(manifest).validate();
}

const pods = podsOf(readManifests());
const podOf = (manifests: Manifest[], name: string) => {
  const found = podsOf(manifests).find((each) => each.name === name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
};
const containerOf = (manifests: Manifest[], name: string) => podOf(manifests, name).spec.containers[0] as Container;

test('the base runs a gateway, workers, every service of the checkout, and the migration', () => {
  const { listed, present } = baseFiles();
  expect([...listed].sort()).toEqual(present.sort());
  const commands = Object.fromEntries(pods.map(({ name, spec }) => [name, spec.containers[0]?.command]));
  expect(commands).toEqual({
    migrate: ['habeas', 'migrate', '--passwords', '/run/secrets/roles'],
    gateway: ['habeas', 'gateway'],
    worker: ['habeas', 'worker'],
    ...Object.fromEntries(serviceNames().map((name) => [name, ['habeas', 'service', name]])),
  });
  for (const { spec } of pods) expect(spec.containers.map(({ image }) => image)).toEqual(['habeas']);
  expect(readOverlay()).toMatchObject({ resources: ['../../base', 'namespace.yaml'], images: [{ name: 'habeas' }] });
});

test('every manifest fits the schema of its kind, and keeps to our rules', () => {
  const manifests = readManifests();
  for (const manifest of manifests) expect(() => validate(manifest)).not.toThrow();
  expect(problemsOf(manifests, readOverlay())).toEqual([]);
});

// Kustomize takes a patch that begins with a bracket for JSON, in which nothing goes without quotation marks.
test('every patch of the overlay is a list of operations as Kustomize reads it', () => {
  const read = (patch: string) => (patch.startsWith('[') ? (JSON.parse(patch) as unknown) : (parse(patch) as unknown));
  for (const { patch } of readOverlay().patches)
    expect(read(patch)).toEqual([
      {
        op: 'replace',
        path: expect.stringMatching(/^\/spec\//) as unknown,
        value: expect.anything() as unknown,
      },
    ]);
});

test('the services’ manifests differ only in names', () => {
  const [first = '', ...others] = serviceNames().map((name) =>
    JSON.stringify(readManifests().filter(({ metadata }) => metadata.name === name)).replaceAll(name, 'NAME'),
  );
  expect(first.length).toBeGreaterThan(1_000);
  for (const other of others) expect(other).toBe(first);
});

test.each<[string, (manifests: Manifest[]) => unknown]>([
  ['dialer: no limit of memory', (all) => delete containerOf(all, 'dialer').resources?.limits?.memory],
  ['gateway: asks for no cpu', (all) => delete containerOf(all, 'gateway').resources?.requests?.cpu],
  [
    'worker: writes to its image',
    (all) => (containerOf(all, 'worker').securityContext!.readOnlyRootFilesystem = false),
  ],
  ['migrate: keeps capabilities', (all) => (containerOf(all, 'migrate').securityContext!.capabilities = {})],
  ['worker: does not run as uid 1000', (all) => (podOf(all, 'worker').spec.securityContext!.runAsUser = 0)],
  [
    'messaging: livenessProbe does not ask',
    (all) => (containerOf(all, 'messaging').livenessProbe!.httpGet!.path = '/'),
  ],
  ['recordings: readinessProbe does not ask', (all) => delete containerOf(all, 'recordings').readinessProbe],
  ['gateway: DATABASE_URLS is no setting', (all) => (containerOf(all, 'gateway').env[3]!.name = 'DATABASE_URLS')],
  [
    'dialer: SUPERGRAPH_FILE is no setting',
    (all) => containerOf(all, 'dialer').env.push({ name: 'SUPERGRAPH_FILE', value: 'x' }),
  ],
  [
    'dialer: AWS_SECRET_ACCESS_KEY is no reference',
    (all) => Object.assign(containerOf(all, 'dialer').env.at(-1)!, { value: 'x', valueFrom: undefined }),
  ],
  [
    'gateway: /run/secrets/gateway/redis is not mounted',
    (all) => (containerOf(all, 'gateway').volumeMounts![1]!.mountPath = '/x'),
  ],
  ['directory: own is open to all', (all) => (podOf(all, 'directory').spec.volumes![1]!.secret!.defaultMode = 0o444)],
  [
    'directory: no overlay gives other of habeas-databases',
    (all) => (containerOf(all, 'directory').env[3]!.valueFrom!.configMapKeyRef!.key = 'other'),
  ],
  [
    'policy front: no pod',
    (all) => (all.find(({ metadata }) => metadata.name === 'front')!.spec.podSelector = { matchLabels: { a: 'b' } }),
  ],
  [
    'policy reach-redis: any port',
    (all) =>
      delete (all.find(({ metadata }) => metadata.name === 'reach-redis')!.spec.egress as { ports?: object }[])[0]!
        .ports,
  ],
  [
    'no policy refuses what no other allows',
    (all) =>
      all.splice(
        all.findIndex(({ metadata }) => metadata.name === 'deny-all'),
        1,
      ),
  ],
  [
    'no policy is about habeas.reach/store',
    (all) =>
      all.splice(
        all.findIndex(({ metadata }) => metadata.name === 'reach-store'),
        1,
      ),
  ],
  [
    'worker: no disruption budget',
    (all) =>
      all.splice(
        all.findIndex(({ kind, metadata }) => kind === 'PodDisruptionBudget' && metadata.name === 'worker'),
        1,
      ),
  ],
  [
    'messaging: no Service of its name',
    (all) =>
      (all.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'messaging')!.metadata.name =
        'messages'),
  ],
  [
    'gateway.spec.template.spec.containers.0.readinesProbe: no field',
    (all) => Object.assign(containerOf(all, 'gateway'), { readinesProbe: {} }),
  ],
])('a mistake is reported: %s', (problem, spoil) => {
  const manifests = readManifests();
  spoil(manifests);
  expect(problemsOf(manifests, readOverlay())).toContainEqual(expect.stringContaining(problem));
});

test('a manifest that its schema refuses is refused', () => {
  const [manifest] = readManifests().filter(({ kind }) => kind === 'Deployment');
  expect(() => validate({ ...manifest, spec: {} } as Manifest)).toThrow('required property');
});

describe('with the secrets of habeas keys create, and the settings of the overlay', () => {
  let secrets: string;

  /** The file of `habeas keys create` for each key of a secret; docs/operations.md has the commands. */
  const madeOf = (name: string): Record<string, string> => ({
    [`${name}/database`]: `database-${name}`,
    [`${name}/encryption.json`]: `encryption-${name}.json`,
    [`${name}/redis`]: 'redis-password',
    [`${name}/service-signing.jwk.json`]: 'service-signing.jwk.json',
    'service-keys/service.jwks.json': 'service.jwks.json',
    'administrator/password': 'postgres-password',
  });

  beforeAll(async () => {
    secrets = mkdtempSync(path.join(os.tmpdir(), 'habeas-kubernetes-'));
    mkdirSync(path.join(secrets, 'run'));
    await createKeys(path.join(secrets, 'run'));
    writeFileSync(path.join(secrets, 'supergraph.graphql'), randomBytes(1));
  });

  afterAll(() => rmSync(secrets, { recursive: true }));

  /** The environment of a pod. */
  function environmentOf(name: string): Record<string, string> {
    const settings = settingsOf(readOverlay());
    const { env, envFrom = [] } = containerOf(readManifests(), name);
    const files = madeOf(name === 'worker' ? 'gateway' : name);
    return Object.assign(
      {},
      ...envFrom.map(({ configMapRef }) => settings.get(configMapRef?.name ?? '')),
      ...env.map(({ name: variable, value = '', valueFrom }) => {
        const { name: map, key } = valueFrom?.configMapKeyRef ?? { name: '', key: '' };
        if (map) return { [variable]: settings.get(map)?.[key] };
        const secret = /^\/run\/secrets\/(.*)$/.exec(value)?.[1];
        return { [variable]: secret ? path.join(secrets, 'run', files[secret] ?? `no ${secret}`) : value };
      }),
    ) as Record<string, string>;
  }

  test.each(['gateway', 'worker'])('%s takes its configuration', (name) => {
    const config = loadConfig(environmentOf(name));
    expect(config).toMatchObject({ production: true, host: '0.0.0.0', port: 4000, blobs: { bucket: 'habeas' } });
    expect(config.redisUrl).toMatch(/^rediss:\/\/:[\w-]{32}@redis\.example:6379$/);
    expect(new URL(config.databaseUrl).username).toBe(databaseName('habeas_', 'gateway'));
  });

  test.each(serviceNames())('%s takes its configuration', (name) => {
    const config = serviceConfig({ name, port: 1 }, environmentOf(name));
    expect(config).toMatchObject({ host: '0.0.0.0', port: 4000, blobs: { bucket: 'habeas' } });
    expect(new URL(config.databaseUrl).username).toBe(databaseName('habeas_', name));
    expect(new URL(config.databaseUrl).password).not.toBe('');
  });
});
