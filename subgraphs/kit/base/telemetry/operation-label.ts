import { Kind, type OperationDefinitionNode } from 'graphql';
import type { Step } from './tracing';

/** The label of operations that have none of their own. */
const other = 'other';

/**
 * The label of a valid operation in metrics and traces, from a closed set. Clients choose the names of their operations, and may
 * put a person's name there, but the operation's root field is one of the schema's.
 * @param named only operations of the operator's list are served, so that their names are a closed set too
 */
export function operationLabel({ name, selectionSet }: OperationDefinitionNode, named = false): string {
  if (named && name) return name.value;
  let label: string | undefined;
  for (const selection of selectionSet.selections) {
    if (selection.kind !== Kind.FIELD) return other;
    const field = selection.name.value;
    if (field === '__typename') continue;
    if (label !== undefined && label !== field) return other;
    label = field;
  }
  return label ?? other;
}

/** An operation as a step of a trace. `named` as for {@link operationLabel}. */
export function operationStep(operation: OperationDefinitionNode, named = false): Step {
  const type = operation.operation;
  const label = operationLabel(operation, named);
  return { name: `${type} ${label}`, attributes: { 'graphql.operation.type': type, 'habeas.operation': label } };
}
