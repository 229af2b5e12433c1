/** `docs/kit/`: every export of the package @habeas/kit, from the docstrings, by TypeDoc and `.config/typedoc.json`. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

/** The pages of a folder, by name. */
const pagesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );

/** Writes the pages, or with `check` writes nothing. @throws when one is stale */
export function writeKitPages(check: boolean): void {
  const target = path.join(projectRoot(), 'docs', 'kit');
  const made = mkdtempSync(path.join(os.tmpdir(), 'habeas-kit-pages-'));
  try {
    const generator = path.join(path.dirname(require.resolve('typedoc/package.json')), 'bin', 'typedoc');
    const options = path.join(projectRoot(), '.config', 'typedoc.json');
    execFileSync(process.execPath, [generator, '--options', options, '--out', made, '--logLevel', 'Error'], {
      cwd: projectRoot(),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (!check) {
      rmSync(target, { recursive: true, force: true });
      cpSync(made, target, { recursive: true });
      return;
    }
    const [before, after] = [pagesOf(target), pagesOf(made)];
    const stale = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (name) => before[name] !== after[name],
    );
    if (stale.length > 0) throw new Error(`docs/kit is stale (${stale.join(', ')}); run npm run codegen`);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
