/**
 * Turns a validated operation into what the query planner is given. The planner knows data only: fields of introspection
 * are answered from the schema itself, and taken out before. And it is asked for `__typename` wherever the type of an
 * object is not certain from the schema, because completing the result takes it.
 */
import {
  getNamedType,
  isAbstractType,
  Kind,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * @param schema the public schema
 * @returns null when the operation asks for nothing but introspection
 */
export function executableOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const selections = withoutIntrospection(operation.selectionSet, fragments);
  if (selections.length === 0) return null;
  const name = operation.name?.value ?? '';
  const stripped: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }, ...fragments.values()],
  };
  // Fragments that nothing uses any more, and other operations, are not the planner's business.
  return withTypenames(schema, separateOperations(stripped)[name] ?? stripped);
}

/** The selections of the root; fragments on it are put in their place, because others may use them whole. */
function withoutIntrospection(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return selection.name.value.startsWith('__') ? [] : [selection];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (!fragment) return [];
    const inner = withoutIntrospection(fragment.selectionSet, fragments);
    if (inner.length === 0) return [];
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(fragment.typeCondition ? { typeCondition: fragment.typeCondition } : {}),
        directives: selection.directives ?? [],
        selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
      },
    ];
  });
}

function withTypenames(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const info = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        enter(node) {
          const type = info.getType();
          if (!node.selectionSet || !type || !isAbstractType(getNamedType(type))) return undefined;
          return {
            ...node,
            selectionSet: { ...node.selectionSet, selections: [typename, ...node.selectionSet.selections] },
          };
        },
      },
    }),
  );
}
