/** `npm run codegen`: types of resolvers, by GraphQL Code Generator and `.config/codegen.cjs`; and `docs/errors.md`. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { errorsPage } from './errors-page';

/** Writes the page of error codes, or says that it is stale. */
function writeErrorsPage(check: boolean): boolean {
  const file = path.join(projectRoot(), 'docs', 'errors.md');
  if (!check) writeFileSync(file, errorsPage());
  const fresh = readFileSync(file, 'utf8') === errorsPage();
  if (!fresh) process.stderr.write('docs/errors.md is stale. Run: npm run codegen\n');
  return fresh;
}

/** Runs the generator in the project, in a process of its own: it reads its own arguments and working directory. */
export function run({ check }: { check?: boolean }): void {
  const generator = path.join(path.dirname(require.resolve('@graphql-codegen/cli/package.json')), 'cjs', 'bin.js');
  const { status, error } = spawnSync(
    process.execPath,
    [generator, '--config', path.join('.config', 'codegen.cjs'), ...(check ? ['--check'] : [])],
    { cwd: projectRoot(), stdio: 'inherit' },
  );
  if (error) throw error;
  const fresh = writeErrorsPage(check === true);
  process.exitCode = status === 0 && !fresh ? 1 : (status ?? 1);
}
