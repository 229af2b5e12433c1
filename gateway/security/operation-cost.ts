/**
 * What an operation may cost, estimated before any of it runs: the objects, list items and fields of its answer, with the
 * arguments as they are after coercion, defaults included. Its actual cost is counted while it runs
 * (`subgraphs/kit/execution`), against the same bound.
 */
import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { tooCostly } from '../../subgraphs/kit/base/execution/operation-budget';
import { fragmentsOf } from '../../subgraphs/kit/base/graphql/fragments';

/** How many items are assumed of a list without pages. */
const assumedListSize = 10;

/**
 * The usual length of some lists without pages, by `Type.field`. A longer one is counted when it is answered, as everything is.
 */
const usualListSizes: Readonly<Record<string, number>> = {
  'GdprRequest.relatedRequests': 4,
  'GdprRequest.services': 6,
  'GdprServiceOutcome.dispositions': 4,
};

/** The arguments that say how large a page is. */
const pageArguments: readonly string[] = ['first', 'last'];

/** @throws TOO_COSTLY. The estimate stops once it has passed the maximum. */
export function refuseTooCostly(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  maximum: number,
): void {
  const root = schema.getRootType(operation.operation);
  if (root) new CostEstimate(schema, document, variables, maximum).add(operation.selectionSet, root, 1, null);
}

class CostEstimate {
  private total = 0;
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Record<string, unknown>,
    private readonly maximum: number,
  ) {
    this.fragments = fragmentsOf(document);
  }

  /**
   * Adds the cost of a selection on `times` objects.
   * @param page the size of the page of which they are items, for the lists in them; null when they are no page
   */
  add({ selections }: SelectionSetNode, type: GraphQLNamedType, times: number, page: number | null): void {
    for (const selection of selections) {
      if (!this.isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        this.addField(selection, type, times, page);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
      if (!fragment) continue;
      // The planner writes a fragment out wherever it is spread, though the answer has its fields once.
      this.spend(1);
      const condition = fragment.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
      this.add(fragment.selectionSet, condition ?? type, times, page);
    }
  }

  private addField(node: FieldNode, type: GraphQLNamedType, times: number, page: number | null): void {
    const name = node.name.value;
    // Introspection needs no service, and graphql-js bounds its depth.
    if (name === '__schema' || name === '__type') return;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    const isList = field !== undefined && isListType(getNullableType(field.type));
    const ownPage = field ? this.pageSize(field, node) : null;
    const usual = usualListSizes[`${type.name}.${name}`] ?? assumedListSize;
    const count = times * (isList ? (ownPage ?? page ?? usual) : 1);
    this.spend(count);
    if (field && node.selectionSet)
      this.add(node.selectionSet, getNamedType(field.type), count, isList ? null : ownPage);
  }

  private spend(count: number): void {
    this.total += count;
    if (this.total <= this.maximum) return;
    const refusal = tooCostly(this.total, this.maximum);
    refusal.extensions.http = { status: 400 };
    throw refusal;
  }

  /** The page size that a field is asked for; null when the field has no pages. */
  private pageSize(field: GraphQLField<unknown, unknown>, node: FieldNode): number | null {
    const argument = field.args.find(({ name }) => pageArguments.includes(name));
    if (!argument) return null;
    const given = this.argumentsOf(field, node)[argument.name] ?? argument.defaultValue;
    return typeof given === 'number' ? Math.max(1, given) : assumedListSize;
  }

  private argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Record<string, unknown> {
    try {
      return getArgumentValues(field, node, this.variables);
    } catch {
      // The execution reports what is wrong with the argument.
      return {};
    }
  }

  private isIncluded(node: SelectionNode): boolean {
    if (!node.directives?.length) return true;
    return (
      getDirectiveValues(GraphQLSkipDirective, node, this.variables)?.if !== true &&
      getDirectiveValues(GraphQLIncludeDirective, node, this.variables)?.if !== false
    );
  }
}
