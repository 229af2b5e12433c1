/** `npm run api-changes`: the differences between two versions of the API, and whether breaking ones are listed. */
import path from 'node:path';
import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { parseGiven, readGiven } from '../cli/given-file';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { committedApi } from './compose';

/** The API of the last release. */
const releasedApi = (): string => path.join(projectRoot(), 'schema', 'released', 'api.graphql');

/** The file that lists breaking changes, each by its place in the schema. */
const changelog = (): string => path.join(projectRoot(), 'docs', 'changelog.md');

/** The heading of the changelog's list of breaking changes. */
const listHeading = '### Breaking changes of the API';

interface CommandOptions {
  against?: string;
  api?: string;
  changelog?: string;
}

/** Prints all changes, breaking ones first. @throws when a breaking change is not in the changelog */
export async function run(options: CommandOptions): Promise<void> {
  const before = parseGiven('--against', options.against ?? releasedApi(), 'schema', buildSchema);
  const after = parseGiven('--api', options.api ?? committedApi(), 'schema', buildSchema);
  const changes = await diff(before, after);
  const listed = listedPlaces(readGiven('--changelog', options.changelog ?? changelog()));
  const order = [CriticalityLevel.Breaking, CriticalityLevel.Dangerous, CriticalityLevel.NonBreaking];
  for (const level of order)
    for (const change of changes.filter(({ criticality }) => criticality.level === level))
      console.log(`${level.toLowerCase().replace('_', '-')}: ${change.message} (${placeOf(change)})`);
  if (changes.length === 0) console.log('The API is the one of the last release.');
  const unlisted = changes.filter(
    (change) => change.criticality.level === CriticalityLevel.Breaking && !listed.has(placeOf(change)),
  );
  if (unlisted.length === 0) return;
  const lines = unlisted.map((change) => `  - \`${placeOf(change)}\`: ${change.message}`);
  throw new Error(
    `These changes break clients. Undo them, or list them in the changelog under "${listHeading}":\n${lines.join('\n')}`,
  );
}

const placeOf = ({ path: place, message }: Change): string => place ?? message;

/** The places of the schema in the changelog's unreleased part: the text in backquotes at the start of each item. */
function listedPlaces(text: string): ReadonlySet<string> {
  const unreleased = text.split(/^## /m).find((part) => part.startsWith('Unreleased')) ?? '';
  const list = unreleased.split(/^(?=### )/m).find((part) => part.startsWith(listHeading)) ?? '';
  return new Set([...list.matchAll(/^- `([^`]+)`/gm)].map(([, place]) => place as string));
}
