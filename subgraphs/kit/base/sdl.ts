/**
 * The SDL of a subgraph, composed of its owner's file and the contract. The head of a file says what it imports:
 *
 * - `# import "contract.graphql"`: the whole contract. For a PII service.
 * - `# import types of "contract.graphql"`: its types without the root fields. For the `gdpr` subgraph.
 *
 * Both also import `@bounds` (`bounds.graphql`). A PII service may add:
 *
 * - `# import "unreachable.graphql"`: an optional part of the contract, by the name of its file.
 *
 * A file without such a line is taken as it is: a service of another team may hold the contract itself.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Kind, parse, print } from 'graphql';
import { projectRoot } from './project-root';

const partLine = /^# import "(?!contract\.)(\w+)\.graphql"$/gm;
const importLine = /^# import (types of )?"contract\.graphql"$/m;

const read = (name: string) => readFileSync(path.join(projectRoot(), 'schema', `${name}.graphql`), 'utf8');

/** The contract's SDL, as every PII service must have it. */
export const contractSdl = (): string => read('contract');

/** The SDL of an optional part, as every service with the part must have it. */
export const partSdl = (name: string): string => read(name);

/** The directive `@bounds`, for every subgraph that imports anything of the contract. */
const boundsSdl = (): string => read('bounds');

/** The contract without its root fields: types that other subgraphs share, and those directives that the text uses. */
function contractTypes(text: string): string {
  const document = parse(contractSdl());
  const definitions = document.definitions.filter((definition) =>
    definition.kind === Kind.DIRECTIVE_DEFINITION
      ? text.includes(`@${definition.name.value}(`)
      : !(definition.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(definition.name.value)),
  );
  return print({ ...document, definitions });
}

/** The complete SDL of a subgraph, from the text of its file. */
export function completeSdl(text: string): string {
  const found = importLine.exec(text);
  if (!found) return text;
  if (found[1]) return `${text}\n${contractTypes(text)}\n${boundsSdl()}`;
  // A root type may be defined only once, so the owner's become extensions of the contract's.
  const own = parse(text);
  const definitions = own.definitions.map((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(definition.name.value)
      ? { ...definition, kind: Kind.OBJECT_TYPE_EXTENSION as const, description: undefined }
      : definition,
  );
  const parts = [...text.matchAll(partLine)].map(([, name = '']) => `\n${partSdl(name)}`);
  return `${print({ ...own, definitions })}\n${contractSdl()}\n${boundsSdl()}${parts.join('')}`;
}

/** The complete SDL of the subgraph whose file is `schema/<name>.graphql`. */
export const subgraphSdl = (name: string): string => completeSdl(read(name));
