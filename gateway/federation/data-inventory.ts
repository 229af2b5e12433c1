/** The register of processing (Article 30, R22): read from `@personalData` in the supergraph. */
import { Kind, parse, valueFromASTUntyped, type ConstDirectiveNode, type FieldDefinitionNode } from 'graphql';
import type { PersonalDataCategory, PersonalDataDisposition } from '../../subgraphs/kit';
import { subgraphsOf } from './discovery';

/** A field that holds personal data. */
export interface InventoryRow {
  service: string;
  type: string;
  field: string;
  category: PersonalDataCategory;
  onErase: PersonalDataDisposition;
  legalBasis: string | null;
}

const argumentsOf = (directive: ConstDirectiveNode | undefined): Record<string, unknown> =>
  Object.fromEntries((directive?.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));

const directivesOf = (node: { directives?: readonly ConstDirectiveNode[] }, name: string) =>
  (node.directives ?? []).filter((directive) => directive.name.value === name);

/** Every field with personal data, by service, type and field. */
export function dataInventoryOf(supergraphSdl: string): InventoryRow[] {
  const document = parse(supergraphSdl, { noLocation: true });
  const names = new Map(subgraphsOf(document).map(({ graph, name }) => [graph, name]));
  const rows: InventoryRow[] = [];
  for (const type of document.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const typeGraphs = directivesOf(type, 'join__type').map((directive) => String(argumentsOf(directive).graph));
    for (const field of type.fields ?? []) {
      const [marked] = directivesOf(field, 'personalData');
      if (!marked) continue;
      const { category, onErase, legalBasis } = argumentsOf(marked) as Omit<InventoryRow, 'service' | 'type' | 'field'>;
      for (const graph of graphsOf(field, typeGraphs)) {
        rows.push({
          service: names.get(graph) ?? graph,
          type: type.name.value,
          field: field.name.value,
          category,
          onErase,
          legalBasis: legalBasis ?? null,
        });
      }
    }
  }
  const key = ({ service, type, field }: InventoryRow) => `${service}\u0000${type}\u0000${field}`;
  return rows.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function graphsOf(field: FieldDefinitionNode, typeGraphs: string[]): string[] {
  const stated = directivesOf(field, 'join__field')
    .map(argumentsOf)
    .filter(({ external, graph }) => external !== true && graph !== undefined);
  return stated.length > 0 ? stated.map(({ graph }) => String(graph)) : [...new Set(typeGraphs)];
}
