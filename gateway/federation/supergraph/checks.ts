/**
 * Checks a supergraph, whichever tool composed it. A supergraph is refused if it uses features that this gateway does not enforce,
 * or if a service overrides contract fields of others, implements only a part of the contract, uses another version of it, or lacks
 * enum values or input fields of it. Composers accept all of that silently.
 */
import { Kind, parse, type ConstDirectiveNode, type DocumentNode, type EnumValueDefinitionNode } from 'graphql';
import { contractFields, contractMarkers, versionProblem } from '../../../subgraphs/kit';
import { contractSdl } from '../../../subgraphs/kit/base/sdl';
import { featureProblems } from './features';
import { directivesOf, graphsWithField, objectType, subgraphsOf } from './discovery';

/** The contract's enums. A service would refuse a value that its own schema lacks. */
const contractEnums = [
  'SocialPlatform',
  'PersonalIdentifierType',
  'PersonalDataCategory',
  'PersonalDataDisposition',
  'DataSubjectType',
];

/** Returns all problems of a supergraph, each with the service or feature; empty when it may be served. */
export const supergraphProblems = (document: DocumentNode): string[] => [
  ...featureProblems(document),
  ...contractProblemsOf(document),
];

/** Returns the problems that would keep data-subject requests from reaching a service, also behind another router. */
export function contractProblemsOf(document: DocumentNode): string[] {
  const names = new Map(subgraphsOf(document).map(({ graph, name }) => [graph, name]));
  const nameOf = (graph: string) => names.get(graph) ?? graph;
  const carriers = contractFields.map((field) => ({
    coordinate: `${field.type}.${field.field}`,
    graphs: new Set(graphsWithField(document, field.type, field.field)),
  }));
  const overrides = contractFields.flatMap(({ type, field }) =>
    directivesOf(objectType(document, type)?.fields?.find(({ name }) => name.value === field) ?? {}, 'join__field')
      .filter(({ override }) => override !== undefined)
      .map(
        ({ graph, override }) =>
          `${nameOf(String(graph))}: ${type}.${field} overrides that of ${String(override)}, which would take it out of every request`,
      ),
  );
  const partial = [...new Set(carriers.flatMap(({ graphs }) => [...graphs]))].flatMap((graph) =>
    carriers
      .filter(({ graphs }) => !graphs.has(graph))
      .map(({ coordinate }) => `${nameOf(graph)}: implements a part of the contract and lacks ${coordinate}`),
  );
  const whole = [...(carriers[0]?.graphs ?? [])];
  const words = document.definitions.flatMap((node) => {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || !contractEnums.includes(node.name.value)) return [];
    return (node.values ?? []).flatMap((value) => {
      const graphs = graphsOfValue(value);
      return graphs.length === 0
        ? []
        : whole
            .filter((graph) => !graphs.includes(graph))
            .map((graph) => `${nameOf(graph)}: lacks enum ${node.name.value}.${value.name.value} of the contract`);
    });
  });
  const markers = contractMarkers(document);
  const versions = whole.map((graph) => versionProblem(nameOf(graph), markers)).filter((problem) => problem !== null);
  const lost = whole.length > 0 && versions.length === 0 ? lostWords(document) : [];
  return [...overrides, ...partial, ...versions, ...words, ...lost];
}

/** Returns the enum values and input fields of a schema, such as `enum SocialPlatform.X` and `input ExternalIdInput.value`. */
function wordsOf(document: DocumentNode): string[] {
  return document.definitions.flatMap((node) => {
    if (node.kind === Kind.ENUM_TYPE_DEFINITION)
      return (node.values ?? []).map(({ name }) => `enum ${node.name.value}.${name.value}`);
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      return (node.fields ?? []).map(({ name }) => `input ${node.name.value}.${name.value}`);
    return [];
  });
}

/** Finds words of the contract that composition dropped because some subgraph lacks them. It no longer shows which subgraph. */
function lostWords(document: DocumentNode): string[] {
  const known = new Set(wordsOf(document));
  const types = new Set([...known].map((word) => word.split('.')[0]));
  return wordsOf(parse(contractSdl(), { noLocation: true }))
    .filter((word) => types.has(word.split('.')[0]) && !known.has(word))
    .map((word) => `lacks ${word} of the contract: composition drops what one subgraph lacks`);
}

const graphsOfValue = (value: EnumValueDefinitionNode & { directives?: readonly ConstDirectiveNode[] }): string[] =>
  directivesOf(value, 'join__enumValue').map(({ graph }) => String(graph));
