/** `npm run new-service`: a working PII service to start from: schema, entity, migration, contract, tests (docs/adding-a-service.md). */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Kind, parse } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { databaseName } from '../../subgraphs/kit/base/persistence/create-database';
import { WrongCall } from '../cli/failure';
import { committedSupergraph } from './compose';
import { inKubernetes } from './new-service/in-kubernetes';
import type { StandaloneOptions } from './new-service/standalone';
import { readTemplates, templateFolder, wordsOf, type NewService } from './new-service/words';
import { defaultPort, serviceNames } from './subgraphs';

/** The names for a service of this checkout. @throws when a name is not allowed, or already used here */
function ownWords(given: NewService): Record<string, string> {
  if (existsSync(folderOf(given.name))) throw new Error(`The name "${given.name}" is taken.`);
  const words = wordsOf(given);
  const { Type: type = '' } = words;
  const own = [type, `${type}Connection`, `Create${type}Input`];
  const clash = parse(readFileSync(committedSupergraph(), 'utf8')).definitions.find(
    (node) => 'name' in node && node.kind !== Kind.DIRECTIVE_DEFINITION && own.includes(node.name?.value ?? ''),
  );
  if (clash) throw new Error(`The supergraph has a type ${type} already: give another one with --type.`);
  const ports = serviceNames().map((each) => defaultPort(each) ?? 0);
  return { ...words, kit: '../kit', port: String(Math.max(...ports) + 1) };
}

const folderOf = (name: string) => path.join(projectRoot(), 'subgraphs', name);

/** The compose file with the service: its process, its volume, and its two secrets. @throws when it has no place for them */
function inCompose(before: string, name: string): string {
  const role = databaseName('habeas_', name);
  const service = [
    `  ${name}:`,
    '    <<: *service',
    `    command: [habeas, service, ${name}]`,
    '    environment:',
    '      <<: *environment',
    `      DATABASE_URL: postgres://${role}@postgres:5432/postgres`,
    `      DATABASE_PASSWORD_FILE: /run/secrets/database-${name}`,
    `      ENCRYPTION_KEYS_FILE: /run/secrets/encryption-${name}`,
    `    secrets: [database-${name}, encryption-${name}, service-keys]`,
    `    volumes: ['${name}:/var/lib/habeas/blobs']`,
    '',
    '',
  ].join('\n');
  const after = before
    .replace(/^(?=networks:\n)/m, service)
    .replace(/^(?=\nsecrets:\n)/m, `  ${name}:\n`)
    .trimEnd()
    .concat(
      `\n  database-${name}: { file: ./secrets/database-${name} }`,
      `\n  encryption-${name}: { file: ./secrets/encryption-${name}.json }\n`,
    );
  const places = [`\n  ${name}:\n    <<`, `\n  ${name}:\n\nsecrets`];
  if (places.every((place) => after.includes(place))) return after;
  throw new Error(
    'docker-compose.yml has no networks, volumes and secrets in this order: where the service goes is unclear.',
  );
}

/**
 * Writes the files of a new service, and adds it to docker-compose.yml and deploy/kubernetes.
 * @returns the files, relative to the project
 * @throws when a name is not allowed or is taken; then nothing was written
 */
export async function createService(given: NewService): Promise<string[]> {
  const words = ownWords(given);
  const root = projectRoot();
  const targets: Record<string, string> = {
    schema: 'schema',
    service: path.join('subgraphs', given.name),
    test: path.join('test', 'services', given.name),
  };
  const files: Record<string, string> = {};
  for (const [part, target] of Object.entries(targets))
    for (const [file, text] of Object.entries(await readTemplates(templateFolder('template', part), words)))
      files[path.join(target, file)] = text;
  const compose = 'docker-compose.yml';
  const before = readFileSync(path.join(root, compose), 'utf8');
  const places = { [compose]: inCompose(before, given.name), ...inKubernetes(root, given.name) };
  const written = await Promise.all(
    Object.entries({ ...files, ...places }).map(async ([file, text]) => {
      const target = path.join(root, file);
      // Prettier, because the length of lines depends on the names.
      return [target, await format(text, { ...(await resolveConfig(target)), filepath: target })] as const;
    }),
  );
  for (const [target, text] of written) {
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return [...Object.keys(files), ...Object.keys(places)].sort();
}

interface Options extends Omit<NewService, 'name'>, Partial<Pick<StandaloneOptions, 'standalone' | 'kit'>> {}

/** Creates the service, here or in a repository of its own, and prints the next steps. */
export async function run(name: string, { standalone, kit, ...options }: Options): Promise<void> {
  if (standalone !== undefined) {
    const { run: makeRepository } = await import('./new-service/standalone.js');
    return makeRepository(name, { ...options, standalone, ...(kit === undefined ? {} : { kit }) });
  }
  if (kit !== undefined) throw new WrongCall('--kit is for a repository of its own: give --standalone too.');
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
