/** `npm run new-service`: a working PII service to begin with: schema, entity, migration, contract, tests (docs/joining.md). */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Script } from 'node:vm';
import { Kind, parse } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { committedSupergraph } from './compose';
import { defaultPort, serviceNames, subgraphNames } from './subgraphs';

const names = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const typeNames = /^[A-Z][A-Za-z0-9]*$/;
/** Names that stand for something else in the house, in docker-compose.yml or in tokens. */
const taken = ['kit', 'gateway', 'postgres', 'redis', 'contract', 'unreachable', 'supergraph', 'inventory', 'audit'];

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const pascal = (name: string) => name.split('-').map(upperFirst).join('');
const kebab = (name: string) => lowerFirst(name).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Whether code may call something so: `new` and `class` are words of the language. */
function isIdentifier(name: string): boolean {
  try {
    return Boolean(new Script(`'use strict'; const ${name} = 0;`));
  } catch {
    return false;
  }
}

/** What a new service is called. */
export interface NewService {
  name: string;
  /** The type of its records, as in `Ticket`; from the name when absent. */
  type?: string;
  /** The type's plural, as in `Tickets`; with an s when absent. */
  plural?: string;
}

/** What stands for what in the template. @throws when a name cannot be one or is taken */
function wordsOf({ name, type: givenType, plural: givenPlural }: NewService): Record<string, string> {
  if (!names.test(name)) throw new Error(`A service's name has lower-case letters, digits and hyphens: not "${name}".`);
  if (taken.includes(name) || subgraphNames().includes(name) || existsSync(folderOf(name)))
    throw new Error(`The name "${name}" is taken.`);
  const type = givenType ?? pascal(name).replace(/(?<!s)s$/, '');
  const plural = givenPlural ?? `${type}s`;
  for (const each of [type, plural])
    if (!typeNames.test(each))
      throw new Error(`A type's name begins with a capital letter, as in Ticket: not "${each}".`);
  const ambient = ['Entity', 'Column', 'PrimaryColumn', 'Date', 'Error', 'Boolean', 'String', 'Promise', 'Resolvers'];
  if ([type, plural].some((each) => ambient.includes(each)) || !isIdentifier(lowerFirst(pascal(name))))
    throw new Error('The code needs this name for something else. Give another one.');
  if (!isIdentifier(lowerFirst(plural)))
    throw new Error(`The plural "${plural}" is a word of the language: give another one with --plural.`);
  if (type === plural) throw new Error('The plural must differ from the type.');
  const own = [type, `${type}Connection`, `Create${type}Input`];
  const clash = parse(readFileSync(committedSupergraph(), 'utf8')).definitions.find(
    (node) => 'name' in node && node.kind !== Kind.DIRECTIVE_DEFINITION && own.includes(node.name?.value ?? ''),
  );
  if (clash) throw new Error(`The supergraph has a type ${type} already: give another one with --type.`);
  const ports = serviceNames().map((each) => defaultPort(each) ?? 0);
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
    table: kebab(type).replaceAll('-', '_'),
    port: String(Math.max(...ports) + 1),
    timestamp: String(Date.now()),
  };
}

const folderOf = (name: string) => path.join(projectRoot(), 'subgraphs', name);

/**
 * Writes the files of a new service and its place in docker-compose.yml.
 * @returns the files, relative to the project
 * @throws when a name cannot be one or is taken; then nothing was written
 */
export async function createService(given: NewService): Promise<string[]> {
  const words = wordsOf(given);
  const fill = (text: string) => text.replaceAll(/__([A-Za-z-]+?)__/g, (all, word: string) => words[word] ?? all);
  const root = projectRoot();
  const template = path.join(root, 'scripts', 'develop', 'new-service', 'template');
  const targets: Record<string, string> = {
    schema: 'schema',
    service: path.join('subgraphs', given.name),
    test: path.join('test', 'services', given.name),
  };
  const files: Record<string, string> = {};
  for (const [part, target] of Object.entries(targets)) {
    const from = path.join(template, part);
    for (const file of (await readdir(from, { recursive: true })).filter((each) => each.endsWith('.tmpl')))
      files[path.join(target, fill(file.replace(/\.tmpl$/, '')))] = fill(readFileSync(path.join(from, file), 'utf8'));
  }
  const compose = 'docker-compose.yml';
  const before = readFileSync(path.join(root, compose), 'utf8');
  const own = `  ${given.name}:\n    <<: *service\n    command: [node, dist/subgraphs/${given.name}/main.js]\n`;
  const after = before.replace(/\n(?=volumes:\n)/, `\n${own}\n`);
  if (after === before)
    throw new Error(`${compose} has no volumes after its services: where the service goes is unclear.`);
  const written = await Promise.all(
    Object.entries({ ...files, [compose]: after }).map(async ([file, text]) => {
      const target = path.join(root, file);
      // How long a line is depends on the names.
      return [target, await format(text, { ...(await resolveConfig(target)), filepath: target })] as const;
    }),
  );
  for (const [target, text] of written) {
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return [...Object.keys(files), compose].sort();
}

/** Makes the service, composes the supergraph with it, and prints what comes next. */
export async function run(name: string, options: Omit<NewService, 'name'>): Promise<void> {
  const files = await createService({ name, ...options });
  for (const step of ['compose', 'codegen'])
    execFileSync('npm', ['run', '-s', step], { cwd: projectRoot(), stdio: ['ignore', 'ignore', 'inherit'] });
  console.log(
    [
      ...files,
      '',
      `The service ${name} is there, on port ${defaultPort(name)}: schema/${name}.graphql says what it holds, subgraphs/${name}/personal-data.ts`,
      'how a request finds, erases and corrects it. Next:',
      '',
      `  npx jest test/services/${name}    its tests, the conformance check among them`,
      '  npm start                        the whole system with it',
      '  npm run codegen && npm run compose    after each change of its schema',
    ].join('\n'),
  );
}
