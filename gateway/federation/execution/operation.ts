/**
 * Turns a validated operation into what the query planner is given. The planner knows data only: fields of introspection
 * are answered from the schema itself, and taken out before.
 */
import { documentStringMap } from '@envelop/core';
import {
  getNamedType,
  isAbstractType,
  Kind,
  OperationTypeNode,
  print,
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
import { fragmentsOf } from '../../../subgraphs/kit/base/graphql/fragments';
import { responseKey } from './planned-call';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** An operation without its fields of introspection, for the planner; null when there is nothing else in it. */
export function plannedOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode | null {
  const planned = rootsOf(document, operation, (name) => !name.startsWith('__'));
  return planned && forProjection(schema, visit(planned, { SelectionSet: withTypenameByName }));
}

/** `__typename` that is asked for under an alias is asked for by its name too, by which the runtime looks for it. */
function withTypenameByName(set: SelectionSetNode): SelectionSetNode | undefined {
  const aliased = set.selections.some(
    (selection) => selection.kind === Kind.FIELD && selection.alias && selection.name.value === '__typename',
  );
  return aliased ? { ...set, selections: [...set.selections, typename] } : undefined;
}

/** What an operation asks of the schema itself; null when that is nothing, or the name of its root. */
export const introspectionOperation = (document: DocumentNode, operation: OperationDefinitionNode) =>
  operation.operation === OperationTypeNode.QUERY
    ? rootsOf(document, operation, (name) => name === '__schema' || name === '__type')
    : null;

/** The operation with those of its root fields that are wanted; null when none is. */
function rootsOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  wanted: (field: string) => boolean,
): DocumentNode | null {
  const fragments = fragmentsOf(document);
  const selections = rootSelections(operation.selectionSet, fragments, wanted);
  if (selections.length === 0) return null;
  const name = operation.name?.value ?? '';
  const made: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }, ...fragments.values()],
  };
  // Fragments that nothing uses any more, and other operations, are not the planner's business.
  return separateOperations(made)[name] ?? made;
}

/**
 * The wanted selections of the root; fragments on it are put in their place, because others may use them whole. What a literal leaves
 * out is left out here: the planner has no plan for nothing.
 */
function rootSelections(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  wanted: (field: string) => boolean,
): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (isLeftOut(selection)) return [];
    if (selection.kind === Kind.FIELD) return wanted(selection.name.value) ? [selection] : [];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (!fragment) return [];
    const inner = rootSelections(fragment.selectionSet, fragments, wanted);
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

/** Whether `@skip(if: true)` or `@include(if: false)` stands at a selection. */
const isLeftOut = ({ directives = [] }: SelectionNode): boolean =>
  directives.some(({ name, arguments: given = [] }) =>
    given.some(
      ({ value }) =>
        value.kind === Kind.BOOLEAN &&
        ((name.value === 'skip' && value.value) || (name.value === 'include' && !value.value)),
    ),
  );

/**
 * The operation as the runtime is to project what its plan has fetched; it plans the text of a document and projects by its
 * nodes. `__typename` stands beneath every field of an abstract type, to be taken from what the plan fetches, and not to be
 * planned for: completing an object takes its runtime type wherever a selection depends on it, and there the plan fetches it anyway.
 */
function forProjection(schema: GraphQLSchema, planned: DocumentNode): DocumentNode {
  const info = new TypeInfo(schema);
  const projected: DocumentNode = visit(
    planned,
    visitWithTypeInfo(info, {
      SelectionSet: (node) => withFieldsApart(node),
      Field: {
        leave(node) {
          const type = info.getType();
          if (!node.selectionSet || !type || !isAbstractType(getNamedType(type))) return undefined;
          const selections = [...node.selectionSet.selections, typename];
          return { ...node, selectionSet: { ...node.selectionSet, selections } };
        },
      },
    }),
  );
  if (projected !== planned) documentStringMap.set(projected, print(planned));
  return projected;
}

/** A field that is selected again in one selection set stands in a fragment: of lists, the runtime merges only what fragments select. */
function withFieldsApart(set: SelectionSetNode): SelectionSetNode | undefined {
  const seen = new Set<string>();
  let again = false;
  const selections = set.selections.map((selection): SelectionNode => {
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) return selection;
    const key = responseKey(selection);
    if (!seen.has(key)) return (seen.add(key), selection);
    again = true;
    return { kind: Kind.INLINE_FRAGMENT, selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] } };
  });
  return again ? { ...set, selections } : undefined;
}
