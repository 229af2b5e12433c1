/**
 * Bounds on the form of one operation, checked when it is validated: before anything runs, and once for each document. The size
 * of the body and of the document in tokens are bounded before that, by the server and the parser. What the operation costs
 * depends on its variables, and is bounded when it is executed (`operation-cost.ts`).
 */
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';
import type { OperationBounds } from '../../subgraphs/kit/base/execution/operation-budget';

/** How large one operation may be, and what it may take. */
export interface OperationLimits extends OperationBounds {
  /** Fields within fields; fragments do not count as levels. */
  depth: number;
  /** Aliased fields. */
  aliases: number;
  /** Directives. */
  directives: number;
  /** Lexical tokens of the document. */
  tokens: number;
}

/** The rules that refuse operations over the limits, with `GRAPHQL_VALIDATION_FAILED`. */
export function operationLimitRules(limits: OperationLimits): ValidationRule[] {
  // The rules throw by default, which is no validation error. Their errors are reported beside all others instead.
  const shared = {
    propagateOnRejection: false,
    onReject: [
      (context: ValidationContext | null, error: GraphQLError) =>
        context?.reportError(
          new GraphQLError(error.message.replace(/^Syntax Error: (Query )?/, 'The operation is too large: ')),
        ),
    ],
  };
  const rules = [
    maxDepthRule({ ...shared, n: limits.depth, flattenFragments: true }),
    maxAliasesRule({ ...shared, n: limits.aliases }),
    maxDirectivesRule({ ...shared, n: limits.directives }),
  ];
  return [...(rules as unknown as ValidationRule[]), reservedAliasesRule];
}

/**
 * Refuses aliases that begin with `__`: the specification keeps such names for introspection, and an alias `__typename`
 * would stand where the executor reads the type of an object.
 */
export const reservedAliasesRule: ValidationRule = (context) => ({
  Field: ({ alias }) => {
    if (alias?.value.startsWith('__')) {
      context.reportError(
        new GraphQLError(`The alias "${alias.value}" begins with "__", which is reserved for introspection.`, {
          nodes: alias,
        }),
      );
    }
  },
});

/** Refuses introspection, with the reason. */
export const noIntrospectionRule: ValidationRule = (context) => ({
  Field: (node) => {
    if (node.name.value !== '__schema' && node.name.value !== '__type') return;
    const message = `Introspection (${node.name.value}) is off here. GET /schema.graphql answers the schema to a caller's token.`;
    context.reportError(new GraphQLError(message, { nodes: node }));
  },
});
