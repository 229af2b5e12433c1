/**
 * Subscriptions, as server-sent events (GraphQL over SSE, distinct connections). A subscription passes what every operation
 * passes, its token, scopes and limits, and is answered again whenever what it asks for has changed. `complete` says that it
 * is finished, and nothing else does: a stream that ends for another reason is cut, so that its client comes back.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import {
  getArgumentValues,
  getOperationAST,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { codedError, type ErrorCode } from '../../subgraphs/kit/base/errors';
import type { Logger } from '../../subgraphs/kit/base/logger';
import type { FederationGateway } from '../federation/federation-gateway';
import { queryOfSubscription } from '../federation/execution/subscription-query';
import type { SupergraphStore } from '../federation/supergraph/store';
import { RequestContext } from './context';
import type { Caller } from '../security/authentication';
import { headersOf, httpStatusOf } from './errors';
import { cut, OpenStreams } from './open-streams';
import { errorFormatter, internalError } from '../security/errors';
import { refuseTooCostly } from '../security/operation-cost';
import { coerceVariables } from '../security/variables';

/** Yields at every change of a request, until it has finished. @throws NOT_FOUND */
export type Follow = (caller: Caller, id: string, signal: AbortSignal) => AsyncGenerator<void, void, undefined>;

export interface SubscriptionOptions {
  gateway: FederationGateway;
  supergraphs: SupergraphStore;
  rules: ValidationRule[];
  maximumTokens: number;
  maximumCost: number;
  /** Whether errors may suggest names of the schema. */
  introspection: boolean;
  follow: Follow;
  logger: Logger;
}

/** The field of all subscriptions. */
const followed = 'gdprRequestUpdated';

/** Errors that say nothing about the subscription. */
const ourFaults: ReadonlySet<unknown> = new Set<ErrorCode>(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE']);

/** A subscription that was found to be good, while it is open. */
interface Subscription extends Record<PropertyKey, unknown> {
  context: RequestContext;
  /** What is asked at each event. */
  query: DocumentNode;
  variables: Record<string, unknown>;
  /** The request that is followed. */
  id: string;
  signal: AbortSignal;
}

/** Makes the handler of requests that want events. Streams end with the server. */
export function subscriptionHandler(
  app: FastifyInstance,
  options: SubscriptionOptions,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const { logger, supergraphs } = options;
  const streams = new OpenStreams();
  app.addHook('preClose', (done) => {
    streams.end();
    done();
  });
  const format = errorFormatter(logger);
  const masked = (error: unknown): GraphQLError => {
    const given = error instanceof GraphQLError ? error : internalError(logger, error);
    const { message, path, extensions } = format(given.toJSON(), given);
    // What is meant for the HTTP answer is in its headers.
    return new GraphQLError(message, { path: path ?? null, extensions: { ...extensions, http: undefined } });
  };
  const handle = createHandler<Subscription>({
    // Every stream is its own answer: there are none to be joined by a token.
    authenticate: () => '',
    onSubscribe: (request, params) => {
      try {
        const context = new RequestContext(request.raw, request.context.reply, logger);
        const { document, ...checked } = check(options, context, params);
        const signal = streams.open(context.caller, request.context.reply);
        const contextValue: Subscription = { ...checked, context, signal };
        return { schema: supergraphs.current.schema, document, operationName: params.operationName, contextValue };
      } catch (error) {
        // Nothing has begun: the answer is the one that an operation gets without events.
        const refusal = masked(error);
        const headers = { 'content-type': 'application/json; charset=utf-8' };
        const status = httpStatusOf(refusal.extensions.code);
        for (const [name, value] of headersOf(error)) request.context.reply.header(name, value);
        return [JSON.stringify({ errors: [refusal] }), { status, statusText: 'Refused', headers }];
      }
    },
    subscribe: (args) => answers(options, args.contextValue, masked),
  });
  return async (request, reply) => {
    // The library wants to be the only form that is named.
    request.headers.accept = 'text/event-stream';
    try {
      await handle(request, reply);
    } catch (error) {
      if (!reply.raw.headersSent) throw error;
      reply.hijack();
      cut(reply.raw);
    }
  };
}

/**
 * Asks the query at once and at every event. What goes wrong is told, and ends the stream.
 * @throws what went wrong here, after it was told: the subscription is not finished
 */
async function* answers(
  { gateway, supergraphs, follow }: SubscriptionOptions,
  { context, query, variables, id, signal }: Subscription,
  masked: (error: unknown) => GraphQLError,
): AsyncGenerator<ExecutionResult, void, undefined> {
  const events = follow(context.caller, id, signal);
  try {
    while (!(await events.next()).done) {
      const operation = getOperationAST(query);
      const { schema } = supergraphs.current;
      const asked = { document: query, operation, request: { variables }, schema, context };
      const { data = null, errors } = await gateway.execute(asked as never);
      yield { data, ...(errors ? { errors: errors.map(masked) } : {}) };
    }
  } catch (error) {
    const told = masked(error);
    yield { errors: [told] };
    if (ourFaults.has(told.extensions.code)) throw told;
  } finally {
    await events.return();
  }
}

/** Checks an operation as any other is checked. @throws with a code */
function check(
  { supergraphs, rules, maximumTokens, maximumCost, introspection }: SubscriptionOptions,
  context: RequestContext,
  params: { query: string; variables?: Record<string, unknown>; operationName?: string },
): Pick<Subscription, 'query' | 'variables' | 'id'> & { document: DocumentNode } {
  const { schema, scopes } = supergraphs.current;
  let document: DocumentNode;
  try {
    document = parse(params.query, { maxTokens: maximumTokens });
  } catch {
    throw codedError('GRAPHQL_PARSE_FAILED', 'The document cannot be parsed.');
  }
  const [problem] = validate(schema, document, [...specifiedRules, ...rules], {
    hideSuggestions: !introspection,
  });
  if (problem) throw new GraphQLError(problem.message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  const operation = getOperationAST(document, params.operationName);
  if (!operation) throw codedError('OPERATION_RESOLUTION_FAILURE', 'The document has no such operation.');
  context.nameOperation(operation.name?.value);
  scopes.refuseMissing(document, operation, context.caller.scopes);
  const coerced = coerceVariables(schema, document, operation, params.variables);
  if (coerced.errors) throw coerced.errors[0] ?? codedError('BAD_USER_INPUT', 'A variable is not what is declared.');
  const { values: variables } = coerced;
  refuseTooCostly(schema, document, operation, variables, maximumCost);
  return {
    document,
    variables,
    query: queryOfSubscription(document, operation),
    id: idOf(schema, document, variables),
  };
}

/** The id that the subscription's one field is given, wherever in the document it stands. */
function idOf(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>): string {
  const definition = schema.getSubscriptionType()?.getFields()[followed];
  let id = '';
  visit(document, {
    Field: (node) => {
      if (definition && node.name.value === followed) id = String(getArgumentValues(definition, node, variables).id);
    },
  });
  return id;
}
