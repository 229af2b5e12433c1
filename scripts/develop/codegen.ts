/** `npm run codegen`: generates the types of resolvers, with GraphQL Code Generator (`.config/codegen.cjs`), and documents. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { writeDocuments } from './documents/documents';
import { writeKitPages } from './documents/kit-pages';

/** Runs the generator in a process of its own, because it reads its arguments and working directory from the process. */
export async function run({ check = false }: { check?: boolean }): Promise<void> {
  const generator = path.join(path.dirname(require.resolve('@graphql-codegen/cli/package.json')), 'cjs', 'bin.js');
  const { status, error } = spawnSync(
    process.execPath,
    [generator, '--config', path.join('.config', 'codegen.cjs'), ...(check ? ['--check'] : [])],
    { cwd: projectRoot(), stdio: 'inherit' },
  );
  if (error) throw error;
  process.exitCode = status ?? 1;
  await writeDocuments(check);
  writeKitPages(check);
}
