/** Reads the operations that the query planner makes for a subgraph. */
import { Kind, type DocumentNode, type FieldNode, type SelectionNode } from 'graphql';

const rootFields = (document: DocumentNode): FieldNode[] => {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return (operation?.selectionSet.selections ?? []).filter((selection) => selection.kind === Kind.FIELD);
};

/** The key of a field in the response: its alias, or else its name. */
export const responseKey = ({ alias, name }: FieldNode) => alias?.value ?? name.value;

/** The response keys of a call that hold lists of entities. */
export const entityLists = (document: DocumentNode): string[] =>
  rootFields(document)
    .filter(({ name }) => name.value === '_entities')
    .map(responseKey);

/**
 * Returns the paths of the values that a call would have fetched: its root fields, or the fields of each entity.
 * @param mostEntities the most entities of each list for which paths are returned
 */
export function fetchedPaths(
  document: DocumentNode,
  variables: Record<string, unknown>,
  mostEntities: number,
): (string | number)[][] {
  return rootFields(document).flatMap((root): (string | number)[][] => {
    const key = responseKey(root);
    if (root.name.value !== '_entities') return key === '__typename' ? [] : [[key]];
    const argument = root.arguments?.[0]?.value;
    const representations = argument?.kind === Kind.VARIABLE ? variables[argument.name.value] : [];
    if (!Array.isArray(representations)) return [];
    return (representations as { __typename?: string }[])
      .slice(0, mostEntities)
      .flatMap((entity, index): (string | number)[][] => {
        const fields = entityFields(root.selectionSet?.selections ?? [], entity.__typename);
        return fields.length > 0 ? fields.map((field) => [key, index, field]) : [[key, index]];
      });
  });
}

function entityFields(selections: readonly SelectionNode[], typename: string | undefined): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === '__typename' ? [] : [responseKey(selection)];
    if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
    const condition = selection.typeCondition?.name.value;
    return condition === undefined || condition === typename
      ? entityFields(selection.selectionSet.selections, typename)
      : [];
  });
}
