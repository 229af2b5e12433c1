/**
 * Turns a validated operation into one for the query planner. The planner plans data only: introspection fields are removed before,
 * and answered from the schema itself.
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

/** Returns the operation without introspection fields, for the planner; null when nothing else is in it. */
export function plannedOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentNode | null {
  const planned = rootsOf(document, operation, (name) => !name.startsWith('__'));
  return planned && forProjection(schema, visit(planned, { SelectionSet: withTypenameByName }));
}

/** Selects an aliased `__typename` by its own name too, because the runtime looks for that name. */
function withTypenameByName(set: SelectionSetNode): SelectionSetNode | undefined {
  const aliased = set.selections.some(
    (selection) => selection.kind === Kind.FIELD && selection.alias && selection.name.value === '__typename',
  );
  return aliased ? { ...set, selections: [...set.selections, typename] } : undefined;
}

/** Returns the part of a query that selects `__schema` or `__type`; null when there is none. */
export const introspectionOperation = (document: DocumentNode, operation: OperationDefinitionNode) =>
  operation.operation === OperationTypeNode.QUERY
    ? rootsOf(document, operation, (name) => name === '__schema' || name === '__type')
    : null;

/** Returns the operation with only the wanted root fields; null when it has none. */
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
  // Removes fragments that are no longer used.
  return separateOperations(made)[name] ?? made;
}

/**
 * Returns the wanted selections of the root. Fragments on the root are inlined, because other selections may use them unchanged.
 * Selections that `@skip` or `@include` leaves out by a literal are removed: the planner cannot plan an operation without fields.
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

/** Whether a selection has `@skip(if: true)` or `@include(if: false)`. */
const isLeftOut = ({ directives = [] }: SelectionNode): boolean =>
  directives.some(({ name, arguments: given = [] }) =>
    given.some(
      ({ value }) =>
        value.kind === Kind.BOOLEAN &&
        ((name.value === 'skip' && value.value) || (name.value === 'include' && !value.value)),
    ),
  );

/**
 * Adds `__typename` beneath every field of an abstract type, for projection only. The runtime plans the text of a document and
 * projects the fetched data by its nodes; so the document gets new nodes and keeps its text. The added `__typename` is then taken
 * from the fetched data without being planned for. Completion needs the runtime type only where a selection depends on it, and
 * there the plan fetches it anyway.
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

/** Puts a field that is selected again in the same selection set into a fragment: the runtime merges lists only across fragments. */
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
