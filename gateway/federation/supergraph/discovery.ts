/** Which services hold personal data, as the supergraph itself says. There is no other list of them. */
import {
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import {
  contractFields,
  contractPartNames,
  contractParts,
  labelsOf,
  processingOf,
  subjectEntities,
  subjectTypes,
  type ContractPart,
  type Label,
  type Processing,
  type SubjectType,
} from '../../../subgraphs/kit';

/** A subgraph that implements the whole contract. */
export interface PiiServiceInfo {
  /** The subgraph's name. */
  name: string;
  /** Its name in the supergraph's `join__Graph`. */
  graph: string;
  url: string;
  /** The types of subjects that live in it. */
  ownsSubjects: SubjectType[];
  /** The optional parts of the contract that it has. */
  parts: ContractPart[];
  /** What it processes personal data for (Art. 15(1)), in each language that it says it in; empty when it does not say. */
  processing: Processing[];
  /** What people call its types and fields, in each language that it says it in. */
  labels: Label[];
}

/** A subgraph of a supergraph. */
export interface SubgraphInfo {
  graph: string;
  name: string;
  url: string;
}

/** A node's directives of one name: their arguments. */
export const directivesOf = (
  node: { directives?: readonly ConstDirectiveNode[] },
  name: string,
): Record<string, unknown>[] =>
  (node.directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) =>
      Object.fromEntries(
        (directive.arguments ?? []).map(({ name: argument, value }) => [argument.value, valueFromASTUntyped(value)]),
      ),
    );

/** An object type of a supergraph. */
export function objectType(document: DocumentNode, name: string): ObjectTypeDefinitionNode | undefined {
  return document.definitions.find(
    (node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === name,
  );
}

/** All subgraphs of a supergraph, from its `join__Graph`. */
export function subgraphsOf(document: DocumentNode): SubgraphInfo[] {
  const graphs = document.definitions.find(
    (node): node is EnumTypeDefinitionNode =>
      node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph',
  );
  return (graphs?.values ?? []).map((value) => {
    const { name, url } = directivesOf(value, 'join__graph')[0] ?? {};
    return { graph: value.name.value, name: String(name), url: String(url) };
  });
}

/**
 * The graphs that carry one root field. A field that says nothing of graphs is in every graph that has its type: composers
 * leave `@join__field` out then.
 */
export function graphsWithField(document: DocumentNode, typeName: string, fieldName: string): string[] {
  const type = objectType(document, typeName);
  const field = type?.fields?.find(({ name }) => name.value === fieldName);
  if (!type || !field) return [];
  const stated = directivesOf(field, 'join__field').filter(
    ({ external, graph }) => graph !== undefined && external !== true,
  );
  return (stated.length > 0 ? stated : directivesOf(type, 'join__type')).map(({ graph }) => String(graph));
}

/** The graph in which an entity lives: it resolves the entity and does not merely extend it. */
function ownersOf(document: DocumentNode, typeName: string): string[] {
  const type = objectType(document, typeName);
  return directivesOf(type ?? {}, 'join__type')
    .filter(({ key, resolvable, extension }) => key !== undefined && resolvable !== false && extension !== true)
    .map(({ graph }) => String(graph));
}

/** The graphs that have the type or the field that a label is on. */
function graphsLabelled(document: DocumentNode, { coordinate }: Label): string[] {
  const [type = '', field] = coordinate.split('.');
  if (field !== undefined) return graphsWithField(document, type, field);
  return directivesOf(objectType(document, type) ?? {}, 'join__type').map(({ graph }) => String(graph));
}

/** The services that implement the whole contract, by name. */
export function discoverPiiServices(supergraphSdl: string): PiiServiceInfo[] {
  const document = parse(supergraphSdl, { noLocation: true });
  const carriers = contractFields.map(({ type, field }) => new Set(graphsWithField(document, type, field)));
  const parts = contractPartNames.map((part) => {
    const { type, field } = contractParts[part];
    return { part, graphs: graphsWithField(document, type, field) };
  });
  const processing = processingOf(document);
  const labels = labelsOf(document).map((label) => ({ label, graphs: graphsLabelled(document, label) }));
  const owners = subjectTypes.map((type) => ({ type, graphs: ownersOf(document, subjectEntities[type]) }));
  return subgraphsOf(document)
    .filter(({ graph }) => carriers.every((graphs) => graphs.has(graph)))
    .map(({ graph, name, url }) => ({
      graph,
      name,
      url,
      parts: parts.filter(({ graphs }) => graphs.includes(graph)).map(({ part }) => part),
      processing: processing.filter(({ service }) => service === name),
      labels: labels.filter(({ graphs }) => graphs.includes(graph)).map(({ label }) => label),
      ownsSubjects: owners.filter(({ graphs }) => graphs.includes(graph)).map(({ type }) => type),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
