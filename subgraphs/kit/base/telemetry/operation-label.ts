import { Kind, type OperationDefinitionNode } from 'graphql';
import type { Step } from './tracing';

/** What operations are called that have no name of their own. */
const other = 'other';

/**
 * What metrics and traces call a valid operation: something of a closed set. A client names its operations as it likes, and may
 * put a person's name there; the root field that an operation asks for is one of the schema's.
 * @param named the operator has listed the operations that are served, so that their names are known too
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
