/**
 * Subscriptions, as server-sent events: an operation that is sent to `/graphql` with `Accept: text/event-stream`. It passes what
 * every operation passes, its token, scopes and limits, and is answered again whenever what it asks for has changed.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import {
  getArgumentValues,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { codedError } from '../../subgraphs/kit/base/errors';
import type { Logger } from '../../subgraphs/kit/base/logger';
import type { FederationGateway } from '../federation/federation-gateway';
import { queryOfSubscription } from '../federation/execution/subscription-query';
import type { SupergraphStore } from '../federation/supergraph/store';
import { RequestContext } from './context';
import type { Caller } from '../security/authentication';
import { httpStatusOf } from './errors';
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

/** How many streams one caller may have open at one gateway. */
const streamsOfCaller = 20;

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
    streams.endAll();
    done();
  });
  const format = errorFormatter(logger);
  const masked = (error: unknown): GraphQLError => {
    const given = error instanceof GraphQLError ? error : internalError(logger, error);
    const { message, path, extensions } = format(given.toJSON(), given);
    return new GraphQLError(message, { path: path ?? null, extensions: extensions ?? {} });
  };
  return createHandler<Subscription>({
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
        return [JSON.stringify({ errors: [refusal] }), { status, statusText: 'Refused', headers }];
      }
    },
    subscribe: (args) => answers(options, args.contextValue, masked),
  });
}

/** Asks the query at once and at every event. What goes wrong is told, and ends the stream. */
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
    yield { errors: [masked(error)] };
  } finally {
    await events.return();
  }
}

/** The streams that callers have open. */
class OpenStreams {
  private readonly byCaller = new Map<string, Set<AbortController>>();

  /** Opens a stream, which is open as long as its answer is. @throws RATE_LIMITED when the caller has too many */
  open(caller: Caller, reply: FastifyReply): AbortSignal {
    const key = keyOf(caller);
    const own = this.byCaller.get(key) ?? new Set();
    if (own.size >= streamsOfCaller)
      throw codedError('RATE_LIMITED', `A caller may have ${streamsOfCaller} streams open at once.`, {
        retryAfterSeconds: 60,
      });
    this.byCaller.set(key, own);
    const stream = new AbortController();
    own.add(stream);
    // The answer's own end, whoever makes it: a connection may bear many streams, one after the other.
    reply.raw.once('close', () => stream.abort());
    // A stream lives no longer than the token that opened it.
    const expiry = setTimeout(() => stream.abort(), Math.min(caller.expiresAt.getTime() - Date.now(), longestTimer));
    stream.signal.addEventListener('abort', () => {
      clearTimeout(expiry);
      own.delete(stream);
      if (own.size === 0) this.byCaller.delete(key);
    });
    return stream.signal;
  }

  endAll(): void {
    for (const own of this.byCaller.values()) for (const stream of own) stream.abort();
  }
}

/** The longest time that a timer takes, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

const keyOf = ({ organizationId, subject }: Caller) => JSON.stringify([organizationId, subject]);

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
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
    throw codedError(
      'BAD_REQUEST',
      'Only subscriptions are answered as events. Send other operations without that Accept.',
    );
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
