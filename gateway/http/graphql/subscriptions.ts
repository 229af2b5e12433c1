/**
 * Subscriptions, as server-sent events (GraphQL over SSE, distinct connections). A subscription passes the checks of token, scopes and
 * limits and is planned like any other operation; its events come from the subgraph of its field. Only `complete` says that it is
 * finished: a stream that ends for another reason is cut, so that its client reconnects.
 */
import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import {
  getOperationAST,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValidationRule,
} from 'graphql';
import { codedError, type ErrorCode } from '../../../subgraphs/kit/base/errors';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import type { ServedApi } from '../../federation/served-api';
import { RequestContext } from '../context';
import { headersOf, httpStatusOf } from '../../../subgraphs/kit/base/http/errors';
import { cut, OpenStreams } from './open-streams';
import { errorFormatter, faultOf } from '../../../subgraphs/kit/base/errors/masking';
import { limitedCalls } from '../../security/rate-limits/limited-fields';
import type { RateCounters } from '../../security/rate-limits/rate-counters';
import { countOperation, type RateLimitRules } from '../../security/rate-limits/rate-limits';
import { refuseTooCostly } from '../../security/operation-cost';
import { coerceVariables } from '../../security/variables';

export interface SubscriptionOptions {
  api: ServedApi;
  rules: ValidationRule[];
  maximumTokens: number;
  maximumCost: number;
  /** Whether errors may suggest names of the schema. */
  introspection: boolean;
  /** Opening a subscription counts against these limits, as a query does (R19). */
  counters: RateCounters;
  rateLimits: RateLimitRules;
  logger: Logger;
}

/** Errors that say nothing about the subscription. */
const ourFaults: ReadonlySet<unknown> = new Set<ErrorCode>(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE']);

/** A valid subscription, while it is open. */
interface Subscription extends Record<PropertyKey, unknown> {
  context: RequestContext;
  /** What was sent. */
  params: SubscriptionParams;
  /** The validated operation and its schema. */
  asked: {
    schema: GraphQLSchema;
    document: DocumentNode;
    operation: OperationDefinitionNode;
    variables: Record<string, unknown>;
  };
  /** Aborts when the answer has ended. */
  signal: AbortSignal;
}

interface SubscriptionParams {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

/** Makes the handler of requests that want events. Streams end with the server. */
export function subscriptionHandler(
  app: FastifyInstance,
  options: SubscriptionOptions,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const { counters, rateLimits, logger } = options;
  const streams = new OpenStreams();
  app.addHook('preClose', (done) => {
    streams.end();
    done();
  });
  const format = errorFormatter(logger);
  const masked = (error: unknown): GraphQLError => {
    const given = error instanceof GraphQLError ? error : faultOf(logger, error);
    const { message, path, extensions } = format(given.toJSON(), given);
    // Extensions for the HTTP answer were put into its headers already.
    return new GraphQLError(message, { path: path ?? null, extensions: { ...extensions, http: undefined } });
  };
  const handle = createHandler<Subscription>({
    // Every stream has its own connection: reservation tokens (single connection mode) are not supported.
    authenticate: () => '',
    onSubscribe: async (request, params) => {
      try {
        const context = new RequestContext(request.raw, request.context.reply, logger);
        const asked = check(options, context, params);
        const { reply } = request.context;
        const signal = streams.open(context.caller, reply);
        const { schema, document, operation } = asked;
        const called = limitedCalls(document, operation);
        for (const [name, value] of await countOperation(counters, rateLimits, context.caller, called))
          reply.header(name, value);
        const contextValue: Subscription = { asked, params, context, signal };
        return { schema, document, operationName: params.operationName, contextValue };
      } catch (error) {
        // Nothing has begun: the error is answered as for an operation without events.
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
    // The library demands that `Accept` names no other format.
    request.headers.accept = 'text/event-stream';
    sendUncached(reply);
    try {
      await handle(request, reply);
    } catch (error) {
      if (!reply.raw.headersSent) throw error;
      reply.hijack();
      cut(reply.raw);
    }
  };
}

/** The library's own `no-cache` would let a cache store the events, which may hold personal data. */
function sendUncached({ raw }: FastifyReply): void {
  const writeHead = raw.writeHead.bind(raw) as (status: number, text: string, headers: OutgoingHttpHeaders) => unknown;
  Object.assign(raw, {
    writeHead: (status: number, text: string, headers: OutgoingHttpHeaders) =>
      writeHead(status, text, { ...headers, 'cache-control': 'no-store' }),
  });
}

/**
 * Answers the subscription at each of its events. When another supergraph takes over, it continues under that one. An error is sent
 * to the client and ends the stream.
 * @throws the error, after it was sent: the subscription is not finished
 */
async function* answers(
  options: SubscriptionOptions,
  { context, asked, params, signal }: Subscription,
  masked: (error: unknown) => GraphQLError,
): AsyncGenerator<ExecutionResult, void, undefined> {
  if (signal.aborted) return;
  try {
    for (let checked = asked; ; checked = check(options, context, params)) {
      const results = options.api.subscribe(checked, context, signal);
      try {
        let next = await results.next();
        for (; !next.done; next = await results.next()) {
          const { data = null, errors } = next.value;
          yield { data, ...(errors ? { errors: errors.map(masked) } : {}) };
        }
        if (!next.value.superseded) return;
      } finally {
        await results.return({ superseded: false });
      }
    }
  } catch (error) {
    const told = masked(error);
    yield { errors: [told] };
    if (ourFaults.has(told.extensions.code)) throw told;
  }
}

/** Checks an operation like any other. @throws an error with a code */
function check(
  { api, rules, maximumTokens, maximumCost, introspection }: SubscriptionOptions,
  context: RequestContext,
  params: SubscriptionParams,
): Subscription['asked'] {
  const { schema, scopes } = api.current;
  let document: DocumentNode;
  try {
    document = parse(params.query, { maxTokens: maximumTokens });
  } catch {
    throw codedError('GRAPHQL_PARSE_FAILED');
  }
  const [problem] = problemsOf(schema, document, [...specifiedRules, ...rules], introspection);
  if (problem) throw codedError('GRAPHQL_VALIDATION_FAILED', problem.message);
  const operation = getOperationAST(document, params.operationName);
  if (!operation) throw codedError('OPERATION_RESOLUTION_FAILURE');
  context.nameOperation(operation.name?.value);
  scopes.refuseMissing(document, operation, context.caller.scopes);
  const coerced = coerceVariables(schema, document, operation, params.variables);
  if (coerced.errors) throw coerced.errors[0] ?? codedError('BAD_USER_INPUT', 'A variable is not what is declared.');
  const { values: variables } = coerced;
  refuseTooCostly(schema, document, operation, variables, maximumCost);
  return { schema, document, operation, variables };
}

/** graphql-js counts the fields of a subscription before it has any variables, and throws at a condition that is one. */
function problemsOf(schema: GraphQLSchema, document: DocumentNode, rules: ValidationRule[], suggestions: boolean) {
  try {
    return validate(schema, document, rules, { hideSuggestions: !suggestions });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return [new GraphQLError('The field of a subscription takes no @skip or @include by a variable.')];
  }
}
