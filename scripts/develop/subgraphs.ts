/** The subgraphs of this checkout or image, which of them are services, and their ports. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { contractPartNames } from '../../subgraphs/kit/contract/declared/contract-fields';
import { projectRoot } from '../../subgraphs/kit/base/project-root';

/** The names of files of `schema/` that are no subgraphs. */
export const notSubgraphs = ['bounds', 'contract', ...contractPartNames, 'supergraph', 'api'];

/** The names of all subgraphs: the files of `schema/`. */
export function subgraphNames(): string[] {
  return readdirSync(path.join(projectRoot(), 'schema'))
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => path.basename(file, '.graphql'))
    .filter((name) => !notSubgraphs.includes(name))
    .sort();
}

/** A folder of the sources; in an image, which holds only compiled code, the folder of `dist/`. */
function codeFolder(name: string): string {
  const source = path.join(projectRoot(), name);
  return existsSync(source) ? source : path.join(projectRoot(), 'dist', name);
}

/** The names of the services: the folders of `subgraphs/` with a `subgraph.json`. */
export function serviceNames(): string[] {
  const folder = codeFolder('subgraphs');
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'subgraph.json')))
    .sort();
}

/** The subgraph that the gateway serves itself. */
export const gatewaySubgraph = 'gdpr';

/** The default port of a subgraph, from the `subgraph.json` beside its code. */
export function defaultPort(name: string): number | undefined {
  const file = path.join(codeFolder(name === gatewaySubgraph ? 'gateway/gdpr' : `subgraphs/${name}`), 'subgraph.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { port: number }).port : undefined;
}
