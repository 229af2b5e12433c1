/** Reads the register of processing (Article 30, R22) from `@personalData` and `@processing` in the supergraph. */
import { Kind, parse, type FieldDefinitionNode } from 'graphql';
import {
  processingOf,
  type PersonalDataCategory,
  type PersonalDataDisposition,
  type Processing,
} from '../../../subgraphs/kit';
import { directivesOf, subgraphsOf } from './discovery';

/** A field that holds personal data. */
export interface InventoryRow {
  service: string;
  type: string;
  field: string;
  category: PersonalDataCategory;
  onErase: PersonalDataDisposition;
  legalBasis: string | null;
}

/** Every field with personal data, sorted by service, type and field. */
export interface DataInventory {
  /** All services of the supergraph, including those without personal data. */
  services: string[];
  rows: InventoryRow[];
  /** Each service's declarations of its processing, one for each language. */
  processing: Processing[];
}

/** Reads the register from a supergraph. */
export function dataInventoryOf(supergraphSdl: string): DataInventory {
  const document = parse(supergraphSdl, { noLocation: true });
  const names = new Map(subgraphsOf(document).map(({ graph, name }) => [graph, name]));
  const rows: InventoryRow[] = [];
  for (const type of document.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const typeGraphs = directivesOf(type, 'join__type').map(({ graph }) => String(graph));
    for (const field of type.fields ?? []) {
      const [marked] = directivesOf(field, 'personalData') as Omit<InventoryRow, 'service' | 'type' | 'field'>[];
      if (!marked) continue;
      const { category, onErase, legalBasis } = marked;
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
  return {
    services: [...names.values()].sort(),
    rows: rows.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    processing: processingOf(document),
  };
}

/** Returns the rows of one service, or of all; undefined for a service that is not in the supergraph. */
export const rowsOf = ({ services, rows }: DataInventory, service?: string | null): InventoryRow[] | undefined => {
  if (service == null) return rows;
  return services.includes(service) ? rows.filter((row) => row.service === service) : undefined;
};

function graphsOf(field: FieldDefinitionNode, typeGraphs: string[]): string[] {
  const stated = directivesOf(field, 'join__field').filter(
    ({ external, graph }) => external !== true && graph !== undefined,
  );
  return stated.length > 0 ? stated.map(({ graph }) => String(graph)) : [...new Set(typeGraphs)];
}
