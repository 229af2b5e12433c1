/**
 * The SDL of a subgraph, put together from its owner's file and the contract. A file says at its head what it takes from the
 * contract:
 *
 * - `# import "contract.graphql"`: all of it. A PII service.
 * - `# import types of "contract.graphql"`: its types without the root fields. The `gdpr` subgraph.
 *
 * Either way it may state bounds of its inputs (`bounds.graphql`). And beside the contract:
 *
 * - `# import "unreachable.graphql"`: an optional part of it, by the name of its file.
 *
 * Without such a line the file is taken as it is: a service of another team, whose file may hold the contract itself.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Kind, parse, print } from 'graphql';
import { projectRoot } from './project-root';

const partLine = /^# import "(?!contract\.)(\w+)\.graphql"$/gm;
const importLine = /^# import (types of )?"contract\.graphql"$/m;

const read = (name: string) => readFileSync(path.join(projectRoot(), 'schema', `${name}.graphql`), 'utf8');

/** The contract's SDL, as it must be in every PII service. */
export const contractSdl = (): string => read('contract');

/** An optional part's SDL, as it must be in every service that has the part. */
export const partSdl = (name: string): string => read(name);

/** The directive `@bounds`, for every subgraph that takes anything from the contract. */
const boundsSdl = (): string => read('bounds');

/** The contract without its root fields: the words that other subgraphs share. Of its directives those that the text bears. */
function contractTypes(text: string): string {
  const document = parse(contractSdl());
  const definitions = document.definitions.filter((definition) =>
    definition.kind === Kind.DIRECTIVE_DEFINITION
      ? text.includes(`@${definition.name.value}(`)
      : !(definition.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(definition.name.value)),
  );
  return print({ ...document, definitions });
}

/** A subgraph's whole SDL, from the text of its file. */
export function completeSdl(text: string): string {
  const found = importLine.exec(text);
  if (!found) return text;
  if (found[1]) return `${text}\n${contractTypes(text)}\n${boundsSdl()}`;
  // Root types may be defined once; the owner's become extensions of the contract's.
  const own = parse(text);
  const definitions = own.definitions.map((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(definition.name.value)
      ? { ...definition, kind: Kind.OBJECT_TYPE_EXTENSION as const, description: undefined }
      : definition,
  );
  const parts = [...text.matchAll(partLine)].map(([, name = '']) => `\n${partSdl(name)}`);
  return `${print({ ...own, definitions })}\n${contractSdl()}\n${boundsSdl()}${parts.join('')}`;
}

/** The whole SDL of the subgraph whose file is `schema/<name>.graphql`. */
export const subgraphSdl = (name: string): string => completeSdl(read(name));
