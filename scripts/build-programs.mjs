// Bundles into dist/programs/ the program `habeas` with its commands, what the gateway's processes load, what the services load, and
// the migrations that every start runs first. Each bundle has V8's code cache beside it: a process then reads two files instead of
// thousands, and compiles nothing. An installation does not need the packages that are bundled. Does nothing when nothing has changed
// since the last time.
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { modified } from './modified.mjs';
import { writeNotices } from './third-party.mjs';

/**
 * Packages that are not bundled but loaded from node_modules when needed: large ones, and native ones. So is
 * `@graphql-hive/router-query-planner`, which Hive's runtime requires by a computed name.
 */
const apart = ['@aws-sdk/*', 'pg-native', 'cloudflare:sockets'];

/** Packages of commands that work in a checkout only. */
const ofCheckouts = ['prettier', 'typedoc', '@graphql-codegen/*'];

/** Parts of libraries that are never called: drivers of databases other than PostgreSQL, messages in other languages than English. */
const unused = [
  /node_modules\/typeorm\/driver\/(?!postgres\/|types\/)[\w-]+\/(?!MssqlParameter\.).+\.js$/,
  /node_modules\/zod\/v4\/locales\/(?!en\.|index\.).+\.cjs$/,
];

/** Has zlib make the checksums of ZIP files, in a tenth of the time that yazl's own package takes. yazl calls `unsigned` alone. */
const withFastChecksums = {
  name: 'with-fast-checksums',
  setup(build) {
    build.onLoad({ filter: /node_modules.buffer-crc32./ }, () => ({
      contents: "exports.unsigned = (bytes, before) => require('node:zlib').crc32(bytes, before);",
    }));
  },
};

/** Bundles unused modules as empty ones, because their text would be in every process's memory. */
const withoutUnused = {
  name: 'without-unused',
  setup(build) {
    build.onLoad({ filter: /node_modules.(typeorm.driver|zod.v4.locales)./ }, ({ path: file }) =>
      unused.some((each) => each.test(file)) ? { contents: '' } : undefined,
    );
  },
};

/**
 * Bundles one copy of each version of a package. npm installs a package once for each of its users when another version has the place
 * at the top, and each copy would be loaded by itself.
 */
function withOneCopyEach() {
  /** Where the first copy of a package was found, by its name and version. */
  const first = new Map();
  /** The folder of each copy, and that of the first one of the same version. */
  const sames = new Map();
  const firstOf = async (folder) => {
    const { name, version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    if (!first.has(`${name}@${version}`)) first.set(`${name}@${version}`, folder);
    return first.get(`${name}@${version}`);
  };
  return {
    name: 'with-one-copy-each',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path: module, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === 'resolving' || !importer.includes('node_modules')) return undefined;
        const found = await build.resolve(module, { importer, resolveDir, kind, pluginData: 'resolving' });
        const [folder] = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(found.path) ?? [];
        if (found.external || found.errors.length > 0 || !folder) return found;
        if (!sames.has(folder)) sames.set(folder, firstOf(folder));
        return { ...found, path: path.join(await sames.get(folder), found.path.slice(folder.length)) };
      });
    },
  };
}

/** Leaves the benches out of the bundle: they run in a checkout only, with packages of their own. */
const withoutBenches = {
  name: 'without-benches',
  setup(build) {
    build.onResolve({ filter: /^\.\.\/(bench|soak)\.js$/ }, ({ path: module, importer }) =>
      importer.includes(path.join('scripts', 'bench', 'commands'))
        ? { path: `../scripts/bench/${path.basename(module)}`, external: true }
        : undefined,
    );
  },
};

/** The bundles: the code of each of its programs by name, and what is loaded before the code cache is written. */
async function bundles(dist) {
  const folders = (await readdir(path.join(dist, 'subgraphs'))).toSorted();
  const isService = async (name) => (await modified(path.join(dist, 'subgraphs', name, 'main.js'))) > 0;
  const services = (await Promise.all(folders.map(async (name) => ((await isService(name)) ? [name] : [])))).flat();
  return {
    habeas: {
      programs: {
        habeas: loading('./scripts/cli/main.js'),
        'seed-thread': loading('./scripts/develop/seed/thread.js'),
      },
      warm: [
        './scripts/cli/run-program.js',
        './scripts/cli/program.js',
        './scripts/develop/start.js',
        './scripts/develop/token.js',
      ],
    },
    'gateway-processes': {
      programs: {
        gateway: loading('./gateway/main.js'),
        worker: loading('./gateway/worker-main.js'),
        gdpr: loading('./gateway/gdpr-main.js'),
      },
      warm: [
        './gateway/run-process.js',
        './gateway/start-gateway.js',
        './gateway/start-worker.js',
        './gateway/start-gdpr.js',
      ],
    },
    services: {
      programs: Object.fromEntries(services.map((name) => [name, loading(`./subgraphs/${name}/main.js`)])),
      warm: ['./subgraphs/kit/index.js', ...services.map((name) => `./subgraphs/${name}/service.js`)],
    },
    migrations: {
      programs: {
        migrate: `({ run: (options) => ${loading('./scripts/operate/migrate.js')}.run(options, { ${services
          .map((name) => `'${name}': () => ${loading(`./subgraphs/${name}/service.js`)}`)
          .join(', ')} }) })`,
      },
      warm: ['./scripts/operate/migrate.js', ...services.map((name) => `./subgraphs/${name}/service.js`)],
    },
  };
}

const loading = (module) => `require('${module}')`;

const entryOf = ({ programs, warm }) =>
  [
    'exports.programs = {',
    ...Object.entries(programs).map(([name, code]) => `  ${JSON.stringify(name)}: () => ${code},`),
    '};',
    `exports.warm = () => { ${warm.map((module) => `${loading(module)};`).join(' ')} };`,
  ].join('\n');

const programSource = (bundle, name) =>
  `module.exports = require('../scripts/run/load-bundle.js').loadBundle(__dirname, '${bundle}').programs['${name}']();\n`;

/**
 * Escapes the characters of regular expressions, which esbuild leaves as they are. V8 keeps a pure ASCII text in half the memory, in
 * every process.
 */
const inAscii = (code) =>
  code.replaceAll(/\P{ASCII}/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );

/** @param root the project's folder; the sources must have been compiled to its dist/ */
export async function buildPrograms(root) {
  const dist = path.join(root, 'dist');
  const to = path.join(dist, 'programs');
  await mkdir(to, { recursive: true });
  await Promise.all(Object.entries(await bundles(dist)).map(([name, bundle]) => buildBundle(root, to, name, bundle)));
  await writeNotices(to);
}

async function buildBundle(root, to, name, bundle) {
  const file = path.join(to, `${name}.bundle.js`);
  const entry = entryOf(bundle);
  if (!(await isCurrent(root, file, entry))) {
    // V8 recognises a cache of other code only by the code's length, so old caches are removed.
    const caches = (await readdir(to)).filter((each) => each.startsWith(`${name}.`) && each.endsWith('.cache'));
    await Promise.all(caches.map((each) => rm(path.join(to, each))));
    const { metafile, outputFiles } = await build({
      absWorkingDir: path.join(root, 'dist'),
      stdin: { contents: entry, resolveDir: path.join(root, 'dist'), sourcefile: name },
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      keepNames: true,
      // A script that is not a module cannot use `import()`, but it can use `require`.
      supported: { 'dynamic-import': false },
      // The loader runs the text as a function, like Node runs a module.
      banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
      footer: { js: '})' },
      minify: true,
      lineLimit: 160,
      external: [...apart, ...ofCheckouts],
      plugins: [withoutUnused, withFastChecksums, withoutBenches, withOneCopyEach()],
      legalComments: 'linked',
      metafile: true,
      write: false,
      logLevel: 'error',
    });
    for (const { path: output, text } of outputFiles) await writeFile(output, output === file ? inAscii(text) : text);
    await Promise.all(
      Object.keys(bundle.programs).map((program) =>
        writeFile(path.join(to, `${program}.js`), programSource(name, program)),
      ),
    );
    const inputs = Object.keys(metafile.inputs).filter((each) => each !== name);
    await writeFile(`${file}.json`, JSON.stringify({ entry, inputs }));
  }
  // A cache belongs to one version of V8, which the loader puts into the cache's name.
  await promisify(execFile)(process.execPath, [path.join(root, 'dist', 'scripts', 'run', 'keep-code.js'), to, name]);
}

/** Whether the bundle is newer than everything in it. */
async function isCurrent(root, file, entry) {
  const made = await readFile(`${file}.json`, 'utf8').then(JSON.parse, () => undefined);
  if (made?.entry !== entry) return false;
  const own = ['scripts/build-programs.mjs', 'package-lock.json'].map((each) => path.join(root, each));
  const inputs = made.inputs.map((each) => path.join(root, 'dist', each));
  const times = await Promise.all([...own, ...inputs].map(modified));
  return Math.max(...times) < (await modified(file)) && !times.includes(0);
}
