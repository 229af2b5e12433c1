// Bundles the browser's pages into dist/web/: scripts under names that depend on their content, with compressed forms beside each
// file. Does nothing when nothing has changed since the last time.
import { build } from 'esbuild';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { modified } from './modified.mjs';
import { savedOperations } from './saved-operations.mjs';

const commonPage = 'gateway/web/common';
const consolePage = 'gateway/web/console';
const explorerPage = 'gateway/web/explorer';
const operations = 'examples/operations';
/** The served pages: the built name and the template of each. */
const pages = {
  'console.html': `${consolePage}/index.html`,
  'explorer.html': `${explorerPage}/index.html`,
  'rest.html': `${explorerPage}/rest.html`,
  'signed-in.html': `${commonPage}/signed-in.html`,
};
const workers = {
  'editor-worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
  'graphql-worker': 'monaco-graphql/esm/graphql.worker.js',
  'json-worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
};
/** An empty file whose time is that of the last build. */
const mark = 'built';

async function isCurrent(root, to) {
  const folders = [commonPage, consolePage, explorerPage, operations];
  const sources = folders.map(async (folder) =>
    (await readdir(path.join(root, folder), { recursive: true })).map((name) => path.join(root, folder, name)),
  );
  const own = ['scripts/build-web.mjs', 'scripts/saved-operations.mjs', 'package-lock.json', ...folders];
  const files = [...(await Promise.all(sources)).flat(), ...own.map((name) => path.join(root, name))];
  const newest = Math.max(...(await Promise.all(files.map(modified))));
  return (await modified(path.join(to, mark))) > newest;
}

/** Provides the module `habeas:saved-operations`, made of the operations' files. */
const savedOperationsModule = (root) => ({
  name: 'saved-operations',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^habeas:saved-operations$/ }, ({ path: name }) => ({ path: name, namespace: 'habeas' }));
    onLoad({ filter: /.*/, namespace: 'habeas' }, async () => ({
      contents: JSON.stringify(await savedOperations(path.join(root, operations))),
      loader: 'json',
    }));
  },
});

/** Empties the editor's single style sheets: it also comes with one sheet that holds them all. */
const oneSheet = {
  name: 'one-sheet',
  setup({ onLoad }) {
    onLoad({ filter: /monaco-editor[\\/]esm[\\/].*\.css$/ }, () => ({ contents: '', loader: 'empty' }));
  },
};

const settings = (root, to) => ({
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: 'browser',
  target: 'es2022',
  outdir: to,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.ttf': 'file' },
  legalComments: 'linked',
  metafile: true,
  logLevel: 'error',
});

/** The built file names of each entry: `explorer.js`, `explorer.css`, `graphql-worker.js` … */
const namesOf = (metafile, to, root) =>
  Object.keys(metafile.outputs).flatMap((file) => {
    const name = path.relative(to, path.join(root, file));
    const [, entry, ending] = /^(.+)-[A-Z0-9]{8}\.(js|css)$/.exec(name) ?? [];
    return entry ? [[`${entry}.${ending}`, `/web/${name}`]] : [];
  });

async function compress(file) {
  const content = await readFile(file);
  const brotli = await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
  await writeFile(`${file}.br`, brotli);
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 6 }));
}

/** Builds the pages if anything has changed. @param root the project's directory */
export async function buildWeb(root) {
  const to = path.join(root, 'dist', 'web');
  if (await isCurrent(root, to)) return;
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const common = settings(root, to);
  const modules = { ...common, format: 'esm', splitting: true, jsx: 'automatic' };
  const built = await Promise.all([
    build({
      ...modules,
      entryPoints: {
        explorer: `${explorerPage}/main.tsx`,
        rest: `${explorerPage}/rest.ts`,
        'signed-in': `${commonPage}/signed-in.ts`,
      },
      plugins: [savedOperationsModule(root), oneSheet],
    }),
    // Built alone: sharing code with the explorer would also load what only the explorer uses.
    build({ ...modules, entryPoints: { console: `${consolePage}/main.tsx` } }),
    build({ ...common, entryPoints: workers, format: 'iife' }),
  ]);
  const names = new Map(built.flatMap(({ metafile }) => namesOf(metafile, to, root)));
  for (const [name, template] of Object.entries(pages)) {
    const html = await readFile(path.join(root, template), 'utf8');
    const filled = html.replace(/\{([\w.-]+)\}/g, (_, entry) => {
      const address = names.get(entry);
      if (!address) throw new Error(`${template} names ${entry}, which was not built.`);
      return address;
    });
    await writeFile(path.join(to, name), filled);
  }
  const texts = (await readdir(to)).filter((name) => /\.(js|css|html|ttf)$/.test(name));
  await Promise.all(texts.map((name) => compress(path.join(to, name))));
  await writeFile(path.join(to, mark), '');
}
