/** `npm run compose`: composes the supergraph from `schema/`, and reports what is wrong. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'graphql';
import {
  composeSupergraph,
  CompositionError,
  type Composition,
} from '../../gateway/federation/composition/compose-supergraph';
import { composedOf, shippedFile } from '../../gateway/federation/composition/shipped-supergraph';
import { subgraphsOf } from '../../gateway/federation/supergraph/discovery';
import { publicSchemaOf } from '../../gateway/federation/supergraph/public-schema';
import type { ComposedSubgraph } from '../../subgraphs/kit/contract/declared/contract-checks';
import { homeDirectory, projectRoot } from '../../subgraphs/kit/base/project-root';
import { completeSdl, subgraphSdl } from '../../subgraphs/kit/base/sdl';
import { readGiven } from '../cli/given-file';
import { defaultPort, subgraphNames } from './subgraphs';

/** Options of {@link composeProject}. */
export interface ComposeOptions {
  /** URLs by subgraph. For the others, `urlTemplate` or `previous` gives the URL, or it has the default port. */
  urls?: Record<string, string>;
  /** The subgraphs of `schema/` to compose. @default all */
  names?: readonly string[];
  /** Services of other teams, whose schema is not in `schema/`. */
  more?: ComposedSubgraph[];
  /** `http://{name}:4000/graphql`. */
  urlTemplate?: string;
  /** The file to write; nothing is written when absent. */
  output?: string;
  /** The running supergraph: a subgraph without another URL keeps the one that it has there. */
  previous?: string;
  retired?: string[];
}

/** The URLs of a supergraph's subgraphs, by name. */
const urlsOf = (sdl: string): Map<string, string> =>
  new Map(subgraphsOf(parse(sdl, { noLocation: true })).map(({ name, url }) => [name, url]));

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
  const before = previous === undefined ? new Map<string, string>() : urlsOf(previous);
  const subgraphs = names.map((name) => {
    const port = defaultPort(name);
    const url =
      urls[name] ??
      urlTemplate?.replaceAll('{name}', name) ??
      before.get(name) ??
      (port ? `http://127.0.0.1:${port}/graphql` : undefined);
    if (!url) missing.push(`${name}: has no URL; give one with --url ${name}=URL`);
    return { name, url: url ?? '', sdl: subgraphSdl(name) };
  });
  if (missing.length > 0) throw new CompositionError(missing);
  const composition = composeSupergraph({
    subgraphs: [...subgraphs, ...more],
    ...(previous === undefined ? {} : { previous }),
    ...(retired ? { retired } : {}),
  });
  if (output) await writeOrCheck(output, composition.supergraphSdl, false);
  return composition;
}

/** The committed supergraph. */
export const committedSupergraph = shippedFile;

/** The API as callers see it, made from the committed supergraph: for code generators, and for comparing releases. */
export const committedApi = (): string => path.join(projectRoot(), 'schema', 'api.graphql');

/** Writes a file, or with `check` fails when it is stale. A reader sees the old text or the new one, never a half. */
async function writeOrCheck(file: string, text: string, check: boolean): Promise<void> {
  if (check) {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
    throw new CompositionError([`${path.relative(process.cwd(), file)} is stale; run npm run compose`]);
  }
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

interface CommandOptions {
  url: Record<string, string>;
  urlTemplate?: string;
  subgraph: Record<string, string>;
  output?: string;
  previous?: string;
  retire: string[];
  check?: boolean;
}

/** @throws CompositionError for an unknown name, whose option would have no effect */
function assertNames(what: string, given: string[], known: string[]): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new CompositionError([`${what} names "${unknown}", and there is ${known.join(', ') || 'none'}`]);
}

/** Whether the result is the supergraph of the release alone, whatever the addresses. */
const isPlain = ({ subgraph, retire }: Pick<CommandOptions, 'subgraph' | 'retire'>): boolean =>
  Object.keys(subgraph).length === 0 && retire.length === 0;

/** Composes and writes, or checks the written files. @throws CompositionError */
export async function run({
  // The kit's package writes into the current directory, not into itself.
  output = path.join(homeDirectory(), 'schema', 'supergraph.graphql'),
  ...options
}: CommandOptions): Promise<void> {
  const { url: urls, subgraph: more } = options;
  const previous = options.previous === undefined ? undefined : readGiven('--previous', options.previous);
  const earlier = previous === undefined ? undefined : urlsOf(previous);
  assertNames('--url', Object.keys(urls), [...subgraphNames(), ...Object.keys(more), ...(earlier?.keys() ?? [])]);
  if (earlier) assertNames('--retire', options.retire, [...earlier.keys()]);
  const { supergraphSdl, warnings } = await composeProject({
    urls,
    more: Object.entries(more).map(([name, file]) => {
      const url = urls[name] ?? earlier?.get(name);
      if (!url) throw new CompositionError([`${name}: has no URL; give one with --url ${name}=URL`]);
      return { name, url, sdl: completeSdl(readGiven('--subgraph', file)) };
    }),
    retired: options.retire,
    ...(options.urlTemplate ? { urlTemplate: options.urlTemplate } : {}),
    ...(previous === undefined ? {} : { previous }),
  });
  for (const warning of warnings) console.warn(`warning: ${warning}`);
  const ofRelease = output === committedSupergraph();
  await writeOrCheck(
    output,
    `${ofRelease && isPlain(options) ? composedOf() : ''}${supergraphSdl}`,
    options.check ?? false,
  );
  if (ofRelease) {
    await writeOrCheck(committedApi(), publicSchemaOf(supergraphSdl).sdl, options.check ?? false);
  }
  if (options.check) return;
  console.log(path.relative(process.cwd(), output));
  for (const line of composedLines(urlsOf(supergraphSdl), earlier)) console.log(line);
}

/** A line for each composed service: its name, its URL, and the difference to the supergraph before. */
function composedLines(now: Map<string, string>, before: Map<string, string> | undefined): string[] {
  const names = [...new Set([...now.keys(), ...(before?.keys() ?? [])])].sort();
  const widest = Math.max(...names.map(({ length }) => length));
  const changeOf = (name: string): string => {
    const old = before?.get(name);
    if (!before || old === now.get(name)) return '';
    if (old === undefined) return '  (new)';
    return now.has(name) ? `  (was ${old})` : '  (gone)';
  };
  return names.map((name) => `  ${name.padEnd(widest)}  ${now.get(name) ?? before?.get(name)}${changeOf(name)}`);
}
