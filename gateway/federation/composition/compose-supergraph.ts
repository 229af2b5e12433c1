/** Composes subgraphs into one supergraph, or reports every reason why they cannot be composed. */
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { Kind, parse, type DocumentNode, type FieldDefinitionNode, type TypeNode } from 'graphql';
import { discoverPiiServices } from '../supergraph/discovery';
import { lostServices, retirement } from '../supergraph/lost-services';
import { supergraphProblems } from '../supergraph/checks';
import { contractProblems, declaresContract, declaresProcessing, type ComposedSubgraph } from '../../../subgraphs/kit';

/** Thrown when subgraphs cannot be composed; `problems` has one line for each reason. */
export class CompositionError extends Error {
  constructor(readonly problems: string[]) {
    super(`The subgraphs do not compose:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'CompositionError';
  }
}

export interface CompositionInput {
  subgraphs: ComposedSubgraph[];
  /** The SDL of the running supergraph. A PII service of it may be missing from the new one only when `retired` names it. */
  previous?: string;
  /** Names of PII services that leave the supergraph on purpose. */
  retired?: readonly string[];
}

export interface Composition {
  supergraphSdl: string;
  /** PII services without a declaration of their processing, and their text fields without @personalData or @notPersonal. */
  warnings: string[];
}

/** Composes a supergraph. @throws CompositionError */
export function composeSupergraph({ subgraphs, previous, retired = [] }: CompositionInput): Composition {
  const lost = previous === undefined ? [] : lostFrom(previous, subgraphs, retired);
  const problems = [...subgraphs.flatMap(contractProblems), ...lost];
  if (problems.length > 0) throw new CompositionError(problems);
  // Sorted, so that the same subgraphs always compose to the same text.
  const ordered = [...subgraphs].sort((a, b) => (a.name < b.name ? -1 : 1));
  const result = composeServices(ordered.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  if (compositionHasErrors(result)) throw new CompositionError(result.errors.map(({ message }) => message));
  const unservable = supergraphProblems(parse(result.supergraphSdl, { noLocation: true }));
  if (unservable.length > 0) throw new CompositionError(unservable);
  return {
    supergraphSdl: `${retirement(retired)}${result.supergraphSdl.trim()}\n`,
    warnings: subgraphs.flatMap(warningsOf),
  };
}

function lostFrom(previous: string, subgraphs: ComposedSubgraph[], retired: readonly string[]): string[] {
  return lostServices(discoverPiiServices(previous), {
    subgraphs: new Set(subgraphs.map(({ name }) => name)),
    piiServices: new Set(subgraphs.filter(mayBePiiService).map(({ name }) => name)),
    retired: new Set(retired),
  });
}

/** Whether a subgraph declares the contract; true when it cannot be parsed, because that is reported as a problem of its own. */
function mayBePiiService({ sdl }: ComposedSubgraph): boolean {
  try {
    return declaresContract(parse(sdl));
  } catch {
    return true;
  }
}

const isText = (type: TypeNode): boolean =>
  type.kind === Kind.NAMED_TYPE ? type.name.value === 'String' : isText(type.type);

const marks = ['personalData', 'notPersonal', 'external'];

function warningsOf({ name, sdl }: ComposedSubgraph): string[] {
  const document = parse(sdl, { noLocation: true });
  if (!declaresContract(document)) return [];
  const silent = `${name}: does not say what it processes personal data for: Query lacks @processing(service: "${name}", ...)`;
  return [...(declaresProcessing(name, document) ? [] : [silent]), ...unmarkedFields(name, document)];
}

function unmarkedFields(name: string, document: DocumentNode): string[] {
  const shared = (node: { directives?: FieldDefinitionNode['directives'] }) =>
    (node.directives ?? []).some((directive) => directive.name.value === 'shareable');
  return document.definitions.flatMap((type) => {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.OBJECT_TYPE_EXTENSION) return [];
    if (shared(type)) return [];
    return (type.fields ?? [])
      .filter(
        (field) =>
          isText(field.type) &&
          !shared(field) &&
          !(field.directives ?? []).some((directive) => marks.includes(directive.name.value)),
      )
      .map(
        (field) =>
          `${name}: ${type.name.value}.${field.name.value} is text and bears neither @personalData nor @notPersonal`,
      );
  });
}
