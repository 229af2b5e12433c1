/** A subscription of the public schema as the query that is asked at each of its events. */
import { Kind, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql';

/** The query that answers what each subscription field tells. */
const queries: Record<string, string> = { gdprRequestUpdated: 'gdprRequest' };

/**
 * Makes the query: the same selection under the same names, from the query's root. The document must be valid; its other
 * operations are left out.
 */
export function queryOfSubscription(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const definitions = document.definitions.filter(
    (node) => node.kind !== Kind.OPERATION_DEFINITION || node === operation,
  );
  return visit(
    { ...document, definitions },
    {
      OperationDefinition: (node) => ({ ...node, operation: 'query' as never }),
      // Conditions on the root type: no other type goes by its name.
      NamedType: (node) =>
        node.name.value === 'Subscription' ? { ...node, name: { ...node.name, value: 'Query' } } : undefined,
      Field: (node) => {
        const query = queries[node.name.value];
        if (!query) return undefined;
        return { ...node, alias: node.alias ?? node.name, name: { ...node.name, value: query } };
      },
    },
  );
}
