/** The names of a new service, and the words that replace placeholders in the templates. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Script } from 'node:vm';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { notSubgraphs, subgraphNames } from '../subgraphs';

const names = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const typeNames = /^[A-Z][A-Za-z0-9]*$/;
/** Names that are already used in the project, in docker-compose.yml, in deploy/kubernetes or in tokens. */
const taken = [
  ...notSubgraphs,
  ...['kit', 'gateway', 'postgres', 'redis', 'operator', 'worker', 'migrate', 'inventory', 'audit'],
];

/** Types that the code of a service, or GraphQL itself, has already. */
const ambient = [
  ...['Entity', 'Column', 'PrimaryColumn', 'Date', 'Error', 'Boolean', 'String', 'Promise', 'Resolvers'],
  ...['Query', 'Mutation', 'Subscription', 'Int', 'Float', 'ID'],
];

/** Words that PostgreSQL takes for no table without quotes: `orders` is a service like any other, and its type an Order. */
const reservedBySql = new Set(
  (
    'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog ' +
    'current_date current_role current_time current_timestamp current_user default deferrable desc distinct do else end except ' +
    'false fetch for foreign from grant group having in initially intersect into lateral leading limit localtime localtimestamp ' +
    'not null offset on only or order placing primary references returning select session_user some symmetric system_user table ' +
    'then to trailing true union unique user using variadic when where window with ' +
    'authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join left like natural ' +
    'notnull outer overlaps right similar tablesample verbose'
  ).split(' '),
);
/** The table of a type. */
function tableOf(type: string): string {
  const table = kebab(type).replaceAll('-', '_');
  return reservedBySql.has(table) ? `${table}_record` : table;
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const pascal = (name: string) => name.split('-').map(upperFirst).join('');
const kebab = (name: string) => lowerFirst(name).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Whether a name can be an identifier in code: `new` and `class` are reserved words. */
function isIdentifier(name: string): boolean {
  try {
    return Boolean(new Script(`'use strict'; const ${name} = 0;`));
  } catch {
    return false;
  }
}

/** The names of a new service. */
export interface NewService {
  name: string;
  /** The type of its records: `Ticket`. @default made from the name */
  type?: string;
  /** The plural of the type: `Tickets`. @default the type with an s */
  plural?: string;
}

/** The words that replace placeholders. @throws when a name is not allowed or is taken */
export function wordsOf({ name, type: givenType, plural: givenPlural }: NewService): Record<string, string> {
  if (!names.test(name)) throw new Error(`A service's name has lower-case letters, digits and hyphens: not "${name}".`);
  if (taken.includes(name) || subgraphNames().includes(name)) throw new Error(`The name "${name}" is taken.`);
  const type = givenType ?? pascal(name).replace(/(?<!s)s$/, '');
  const plural = givenPlural ?? `${type}s`;
  for (const each of [type, plural])
    if (!typeNames.test(each))
      throw new Error(`A type's name begins with a capital letter, as in Ticket: not "${each}".`);
  if ([type, plural].some((each) => ambient.includes(each)) || !isIdentifier(lowerFirst(pascal(name))))
    throw new Error('The code needs this name for something else. Give another one.');
  if (!isIdentifier(lowerFirst(plural)))
    throw new Error(`The plural "${plural}" is a word of the language: give another one with --plural.`);
  if (type === plural) throw new Error('The plural must differ from the type.');
  return {
    name,
    Title: upperFirst(name.replaceAll('-', ' ')),
    service: lowerFirst(pascal(name)),
    Service: pascal(name),
    type: lowerFirst(type),
    Type: type,
    types: lowerFirst(plural),
    Types: plural,
    'types-file': kebab(plural),
    table: tableOf(type),
    timestamp: String(Date.now()),
  };
}

/** A template with its placeholders replaced. */
export const fill = (template: string, words: Record<string, string>): string =>
  template.replaceAll(/__([A-Za-z-]+?)__/g, (all, word: string) => words[word] ?? all);

/** The templates of a folder: their paths in it, without the ending, and their texts. */
export async function readTemplates(folder: string, words: Record<string, string>): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true })).filter((each) => each.endsWith('.tmpl'));
  const read = async (file: string) =>
    [fill(file.replace(/\.tmpl$/, ''), words), fill(await readFile(path.join(folder, file), 'utf8'), words)] as const;
  return Object.fromEntries(await Promise.all(files.map(read)));
}

/** The folder of the templates, in a checkout and in the package. */
export const templateFolder = (...parts: string[]): string =>
  path.join(projectRoot(), 'scripts', 'develop', 'new-service', ...parts);
