/** Finds the services that hold personal data. The supergraph is the only list of them. */
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
  /** The types of subjects that it owns, and so resolves by id. */
  ownsSubjects: SubjectType[];
  /** The optional parts of the contract that it implements. */
  parts: ContractPart[];
  /** Its declarations of processing (Art. 15(1)), one for each language; empty when it declares none. */
  processing: Processing[];
  /** Labels of its types and fields for people to read, one for each language. */
  labels: Label[];
}

/** A subgraph of a supergraph. */
export interface SubgraphInfo {
  graph: string;
  name: string;
  url: string;
}

/** Returns the arguments of each directive of this name on a node. */
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

export function objectType(document: DocumentNode, name: string): ObjectTypeDefinitionNode | undefined {
  return document.definitions.find(
    (node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === name,
  );
}

/** Returns all subgraphs of a supergraph, from its `join__Graph`. */
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
 * Returns the graphs that have a field. Composers leave `@join__field` out when every graph with the type has the field.
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

/** Returns the graphs that own an entity: they resolve it, and do not merely extend it. */
function ownersOf(document: DocumentNode, typeName: string): string[] {
  const type = objectType(document, typeName);
  return directivesOf(type ?? {}, 'join__type')
    .filter(({ key, resolvable, extension }) => key !== undefined && resolvable !== false && extension !== true)
    .map(({ graph }) => String(graph));
}

/** Returns the graphs that have the type or field of a label. */
function graphsLabelled(document: DocumentNode, { coordinate }: Label): string[] {
  const [type = '', field] = coordinate.split('.');
  if (field !== undefined) return graphsWithField(document, type, field);
  return directivesOf(objectType(document, type) ?? {}, 'join__type').map(({ graph }) => String(graph));
}

/** Returns the services that implement the whole contract, sorted by name. */
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
