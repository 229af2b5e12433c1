/** `npm run compose`: composes the supergraph from `schema/` and says what is wrong with it. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  composeSupergraph,
  CompositionError,
  type Composition,
} from '../../gateway/federation/composition/compose-supergraph';
import type { ComposedSubgraph } from '../../subgraphs/kit/contract/contract-checks';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { completeSdl, subgraphSdl } from '../../subgraphs/kit/base/sdl';
import { defaultPort, subgraphNames } from './subgraphs';

/** What {@link composeProject} takes. */
export interface ComposeOptions {
  /** URLs by subgraph; the others' come from `urlTemplate` or their default ports. */
  urls?: Record<string, string>;
  /** The subgraphs of `schema/` to compose; all of them by default. */
  names?: readonly string[];
  /** Services whose schema is not in `schema/`: other teams'. */
  more?: ComposedSubgraph[];
  /** `http://{name}:4000/graphql`. */
  urlTemplate?: string;
  /** Where to write; nothing is written when it is absent. */
  output?: string;
  previous?: string;
  retired?: string[];
}

/** Composes the project's subgraphs. @throws CompositionError */
export async function composeProject({
  urls = {},
  names = subgraphNames(),
  more = [],
  urlTemplate,
  output,
  previous,
  retired,
}: ComposeOptions = {}): Promise<Composition> {
  const missing: string[] = [];
  const subgraphs = names.map((name) => {
    const port = defaultPort(name);
    const url =
      urls[name] ?? urlTemplate?.replaceAll('{name}', name) ?? (port ? `http://127.0.0.1:${port}/graphql` : undefined);
    if (!url) missing.push(`${name}: has no URL; give one with --url ${name}=URL`);
    return { name, url: url ?? '', sdl: subgraphSdl(name) };
  });
  if (missing.length > 0) throw new CompositionError(missing);
  const composition = composeSupergraph({
    subgraphs: [...subgraphs, ...more],
    ...(previous === undefined ? {} : { previous }),
    ...(retired ? { retired } : {}),
  });
  if (output) {
    await mkdir(path.dirname(output), { recursive: true });
    // Whoever watches the file sees the old supergraph or the new one, never a half.
    await writeFile(`${output}.new`, composition.supergraphSdl);
    await rename(`${output}.new`, output);
  }
  return composition;
}

/** The supergraph that is committed. */
export const committedSupergraph = (): string => path.join(projectRoot(), 'schema', 'supergraph.graphql');

interface CommandOptions {
  url: string[];
  urlTemplate?: string;
  subgraph: string[];
  output?: string;
  previous?: string;
  retire: string[];
  check?: boolean;
}

const pairs = (given: string[]): Record<string, string> =>
  Object.fromEntries(given.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));

/** Composes and writes, or checks what was written. @throws CompositionError */
export async function run({ output = committedSupergraph(), ...options }: CommandOptions): Promise<void> {
  const urls = pairs(options.url);
  const { supergraphSdl, warnings } = await composeProject({
    urls,
    more: Object.entries(pairs(options.subgraph)).map(([name, file]) => {
      const url = urls[name];
      if (!url) throw new CompositionError([`${name}: has no URL; give one with --url ${name}=URL`]);
      return { name, url, sdl: completeSdl(readFileSync(file, 'utf8')) };
    }),
    retired: options.retire,
    ...(options.urlTemplate ? { urlTemplate: options.urlTemplate } : {}),
    ...(options.previous ? { previous: readFileSync(options.previous, 'utf8') } : {}),
    ...(options.check ? {} : { output }),
  });
  for (const warning of warnings) console.warn(`warning: ${warning}`);
  if (!options.check) console.log(`${path.relative(process.cwd(), output)}: ${subgraphNames().join(', ')}`);
  else if (!existsSync(output) || readFileSync(output, 'utf8') !== supergraphSdl) {
    throw new CompositionError([`${path.relative(process.cwd(), output)} is stale; run npm run compose`]);
  }
}
