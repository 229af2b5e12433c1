/** The operations that clients may start from. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

const folder = path.join(projectRoot(), 'examples', 'operations');

/** The groups in which the explorer shows these operations. */
export const savedOperations = () =>
  JSON.parse(readFileSync(path.join(folder, 'groups.json'), 'utf8')) as {
    group: string;
    operations: { title: string; file: string; variables: Record<string, unknown> }[];
  }[];

/** The texts of `examples/operations`, by name. */
export function exampleOperations(): Map<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
  return new Map(files.map((file) => [path.basename(file, '.graphql'), readFileSync(path.join(folder, file), 'utf8')]));
}
