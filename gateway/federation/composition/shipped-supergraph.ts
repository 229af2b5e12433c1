/**
 * The supergraph of the release, which is composed when a schema changes, and committed. A process whose services are those of the
 * release takes it with their own addresses: composing takes a fifth of a gateway's start.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

const schemas = () => path.join(projectRoot(), 'schema');

/** The file of the composed supergraph of the release. */
export const shippedFile = (): string => path.join(schemas(), 'supergraph.graphql');

const composed = new Set(['api.graphql', 'supergraph.graphql']);

/** The first line of the file: a digest of what it was composed of. */
export function composedOf(): string {
  const hash = createHash('sha256');
  const names = readdirSync(schemas()).filter((name) => name.endsWith('.graphql') && !composed.has(name));
  for (const name of names.toSorted()) hash.update(`${name}\n${readFileSync(path.join(schemas(), name), 'utf8')}\n`);
  return `# Composed of schema/*.graphql (SHA-256 ${hash.digest('hex')}).\n`;
}

/** A graph's name and address in a supergraph; both are JSON strings, too. */
const graphs = /@join__graph\(\s*name: ("(?:[^"\\]|\\.)*"),?\s+url: "(?:[^"\\]|\\.)*"\s*\)/g;

/**
 * The supergraph of the release with these addresses.
 * @param urls the address of every subgraph, by its name
 * @returns undefined when it has other subgraphs, or a schema was changed since it was composed
 */
export function shippedSupergraph(urls: ReadonlyMap<string, string>): string | undefined {
  if (!existsSync(shippedFile())) return undefined;
  const text = readFileSync(shippedFile(), 'utf8');
  const head = composedOf();
  if (!text.startsWith(head)) return undefined;
  const found = new Set<string>();
  const sdl = text.slice(head.length).replaceAll(graphs, (_, quoted: string) => {
    const name = JSON.parse(quoted) as string;
    found.add(name);
    return `@join__graph(name: ${quoted}, url: ${JSON.stringify(urls.get(name) ?? '')})`;
  });
  return found.size === urls.size && [...found].every((name) => urls.has(name)) ? sdl : undefined;
}
