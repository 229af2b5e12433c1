/** Which root fields are limited, and how often an operation calls them (R19). */
import { Kind, type DocumentNode, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../../../subgraphs/kit/base/graphql/fragments';

/** What is limited. */
export type LimitName = 'subjects' | 'personalDataReport' | 'requests' | 'reads';

/** The root fields with a limit of their own, by coordinate. Every other field of a query or a subscription counts as a read. */
const limitedFields: Readonly<Record<string, LimitName>> = {
  'query.subjects': 'subjects',
  'query.previewGdprRequest': 'subjects',
  'query.erasureTombstone': 'subjects',
  'query.personalDataReport': 'personalDataReport',
  'mutation.createGdprRequest': 'requests',
  'mutation.retryGdprRequest': 'requests',
  'mutation.approveGdprRequest': 'requests',
  'mutation.openGdprCase': 'requests',
  'mutation.liftErasureTombstone': 'requests',
  'mutation.createWebhookEndpoint': 'requests',
  'mutation.updateWebhookEndpoint': 'requests',
  'mutation.testWebhookEndpoint': 'requests',
  'mutation.redeliverWebhooks': 'requests',
  'mutation.restrictProcessing': 'requests',
  'mutation.placeLegalHold': 'requests',
  'mutation.registerService': 'requests',
  'mutation.retireService': 'requests',
};

/** The limit that a root field counts against. Introspection is answered from memory and counts against none. */
function limitOf(operation: string, field: string): LimitName | undefined {
  const reads = operation !== 'mutation' && !field.startsWith('__');
  return limitedFields[`${operation}.${field}`] ?? (reads ? 'reads' : undefined);
}

/**
 * How often an operation calls each limited field, aliases and fragments included.
 * @param counts whether a call counts
 */
export function limitedCalls(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  counts: (field: FieldNode) => boolean = () => true,
): ReadonlyMap<LimitName, number> {
  const fragments = fragmentsOf(document);
  const called = new Map<LimitName, number>();
  const walk = (selectionSet: SelectionSetNode | undefined): void => {
    for (const selection of selectionSet?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        const name = limitOf(operation.operation, selection.name.value);
        if (name && counts(selection)) called.set(name, (called.get(name) ?? 0) + 1);
      } else
        walk((selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value))?.selectionSet);
    }
  };
  walk(operation.selectionSet);
  return called;
}
