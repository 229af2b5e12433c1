/** Guards of mutation fields: checks that run before any part of the operation does, and may refuse it. */
import { collectFields } from '@graphql-tools/utils';
import { getArgumentValues, getOperationAST, OperationTypeNode, parse } from 'graphql';
import { fragmentsOf } from '../../subgraphs/kit/base/graphql/fragments';
import type { Caller } from '../../subgraphs/kit/base/security/caller-token';
import type { Operation, RawResult, Supergraph } from './supergraph/supergraph';

/** Reads from the API what a guard has to know, for the caller of the guarded field and within the budget of its operation. */
export type ReadForGuard = (query: string, variables: Record<string, unknown>) => Promise<RawResult>;

/** Checks one call of a guarded field. An error that it throws refuses the whole operation. */
export type CallGuard = (args: Record<string, unknown>, caller: Caller, read: ReadForGuard) => Promise<void>;

/** Guards, by the name of the mutation field. */
export type CallGuards = Readonly<Record<string, CallGuard>>;

/** Runs the guards for all guarded calls of an operation, including those in aliases and fragments. @throws what a guard throws */
export async function guardCalls(guards: CallGuards, supergraph: Supergraph, asked: Operation): Promise<void> {
  const { schema } = supergraph;
  const { document, operation, variables, context } = asked;
  const root = schema.getMutationType();
  if (operation.operation !== OperationTypeNode.MUTATION || !root) return;
  const fragments = Object.fromEntries(fragmentsOf(document));
  const within = { coerced: variables, sources: {} };
  const { fields } = collectFields(schema, fragments, within, root, operation.selectionSet);
  for (const [node] of fields.values()) {
    const guard = node && guards[node.name.value];
    const definition = node && root.getFields()[node.name.value];
    if (guard && definition)
      await guard(getArgumentValues(definition, node, variables), context.caller, reader(supergraph, asked));
  }
}

const reader =
  (supergraph: Supergraph, { context }: Operation): ReadForGuard =>
  async (query, variables) => {
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('A guard reads with one operation.');
    return supergraph.execute({ document, operation, variables, context });
  };
