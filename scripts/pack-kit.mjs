// Makes the package @habeas/kit from the sources, in dist/kit/, and packs it into a tarball: compiled code with its types, the
// contract's SDL, the program `habeas` for service teams, and exactly the dependencies that these import, in the versions that
// are tested here. `npm run pack-kit -- [folder]`; the tarball goes to dist/ by default.
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const kit = path.join(root, 'dist', 'kit');
const json = async (...file) => JSON.parse(await readFile(path.join(root, ...file), 'utf8'));

/** The imports of the package's users, and the module behind each. */
const entries = {
  '.': 'subgraphs/kit/index',
  './serve': 'subgraphs/kit/serve',
  './contract': 'subgraphs/kit/contract/index',
  './terms': 'subgraphs/kit/base/terms/index',
  './conformance': 'subgraphs/kit/conformance/index',
  './testing': 'scripts/kit/testing',
};
const program = 'scripts/kit/habeas.js';

/** Schema files that are left out: they are composed of others. */
const notPacked = ['api.graphql', 'supergraph.graphql'];

/** The npm packages that a text imports or requires, for code or types. */
const importsOf = (text) =>
  [...text.matchAll(/(?:\bfrom |\brequire\(|\bimport\(|^import )["']([^."'][^"']*)["']/gm)]
    .map(([, specifier]) => specifier)
    .filter((specifier) => !specifier.startsWith('node:') && !builtinModules.includes(specifier))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));

/** The dependencies of the code in the folder, with their peer dependencies, each in the version of this project. */
async function dependencies(manifest) {
  const versions = { ...manifest.devDependencies, ...manifest.dependencies };
  const files = (await readdir(kit, { recursive: true })).filter((file) => /\.(js|d\.ts)$/.test(file));
  const found = new Set();
  const add = async (name) => {
    if (found.has(name)) return;
    if (!versions[name]) throw new Error(`The kit imports ${name}, which package.json does not name.`);
    found.add(name);
    const { peerDependencies = {}, peerDependenciesMeta = {} } = await json('node_modules', name, 'package.json');
    for (const peer of Object.keys(peerDependencies)) if (!peerDependenciesMeta[peer]?.optional) await add(peer);
  };
  const typesOf = (name) => `@types/${name.replace('@', '').replace('/', '__')}`;
  for (const file of files)
    for (const name of importsOf(await readFile(path.join(kit, file), 'utf8'))) {
      await add(name);
      // Code that compiles against the kit's types also needs the types that these use.
      if (file.endsWith('.d.ts') && versions[typesOf(name)]) found.add(typesOf(name));
    }
  found.add('@types/node');
  return Object.fromEntries([...found].toSorted().map((name) => [name, versions[name]]));
}

async function makePackage() {
  await rm(kit, { recursive: true, force: true });
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', path.join(root, '.config', 'kit.tsconfig.json')], {
    stdio: 'inherit',
  });
  await chmod(path.join(kit, program), 0o755);
  await mkdir(path.join(kit, 'schema'));
  for (const file of (await readdir(path.join(root, 'schema'))).filter((name) => name.endsWith('.graphql')))
    if (!notPacked.includes(file)) await cp(path.join(root, 'schema', file), path.join(kit, 'schema', file));
  const templates = path.join('scripts', 'develop', 'new-service');
  await cp(path.join(root, templates), path.join(kit, templates), {
    recursive: true,
    filter: (file) => !file.endsWith('.ts'),
  });
  for (const file of ['LICENSE', 'NOTICE']) await cp(path.join(root, file), path.join(kit, file));
  await cp(path.join(root, 'subgraphs', 'kit', 'README.md'), path.join(kit, 'README.md'));
  const manifest = await json('package.json');
  const exported = Object.entries(entries).map(([name, module]) => [
    name,
    { types: `./${module}.d.ts`, default: `./${module}.js` },
  ]);
  // The compiler, and the PostgreSQL for tests: a service chooses them itself, in the versions that are tested here.
  const chosen = Object.fromEntries(
    ['typescript', ...Object.keys(manifest.optionalDependencies)].map((name) => [
      name,
      { ...manifest.devDependencies, ...manifest.optionalDependencies }[name],
    ]),
  );
  const own = {
    name: '@habeas/kit',
    version: manifest.version,
    description: 'Everything that a service needs to answer the data-subject requests of a Habeas gateway.',
    license: manifest.license,
    engines: manifest.engines,
    main: `./${entries['.']}.js`,
    types: `./${entries['.']}.d.ts`,
    exports: { ...Object.fromEntries(exported), './schema/*': './schema/*', './package.json': './package.json' },
    bin: { habeas: program },
    dependencies: await dependencies(manifest),
    peerDependencies: chosen,
    peerDependenciesMeta: Object.fromEntries(Object.keys(chosen).map((name) => [name, { optional: true }])),
    overrides: manifest.overrides,
  };
  await writeFile(path.join(kit, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
}

await makePackage();
const to = path.resolve(process.argv[2] ?? path.join(root, 'dist'));
await mkdir(to, { recursive: true });
const [{ filename }] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--pack-destination', to], { cwd: kit, encoding: 'utf8' }),
);
console.log(path.join(to, filename));
