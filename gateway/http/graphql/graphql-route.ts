/** `/graphql`: finds the operation that is meant, and has it answered in the right format. */
import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codedError } from '../../../subgraphs/kit/base/errors';
import { sendError } from '../../../subgraphs/kit/base/http/errors';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import type { PersistedOperations } from '../../security/persisted-operations';
import { answerFormat, asEvents, isSubscription, readsPlainJsonAlone } from './answer-format';
import { sendUncompressed } from '../front/compression';
import { refuseOtherMethods } from '../front/other-methods';
import { RequestContext, type GatewayContext } from '../context';
import type { Turns } from '../turns/turns';

declare module 'fastify' {
  interface FastifyRequest {
    /** A query or mutation whose client accepts only events. */
    answeredAsEvents: boolean;
  }
}

/** What a client sends: the operation's text, its hash under which it is persisted, or both. */
interface OperationBody {
  query?: unknown;
  operationName?: unknown;
  extensions?: { persistedQuery?: { sha256Hash?: unknown } | null } | null;
}

export interface GraphqlRouteOptions {
  apollo: ApolloServer<GatewayContext>;
  persisted: PersistedOperations;
  maximumTokens: number;
  /** Answers subscriptions. */
  subscribe: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Whether subscriptions are answered to GET too, as routers ask for them. */
  subscriptionsByGet: boolean;
  /** Where operations wait for each other. */
  turns: Turns;
  logger: Logger;
}

export function addGraphqlRoute(app: FastifyInstance, options: GraphqlRouteOptions): void {
  const { apollo, persisted, maximumTokens, subscribe, turns, logger } = options;
  const operate = fastifyApolloHandler(apollo, {
    context: (request, reply) => Promise.resolve(new RequestContext(request, reply, logger)),
  });
  app.decorateRequest('answeredAsEvents', false);
  app.post('/graphql', {
    preParsing: turns.beforeBody,
    handler: async (request, reply) => {
      const body = (request.body ?? {}) as OperationBody;
      const { accept } = request.headers;
      const hash = body.extensions?.persistedQuery?.sha256Hash;
      const text = typeof body.query === 'string' ? body.query : await persistedText(persisted, hash);
      if (typeof body.query === 'string') persisted.assertServed(body.query);
      if (text !== undefined && isSubscription(text, body.operationName, maximumTokens)) {
        answerFormat(accept, true);
        if (typeof hash === 'string') await persisted.register(hash, text);
        body.query = text;
        return subscribe(request, reply);
      }
      request.answeredAsEvents = answerFormat(accept, false) === 'events';
      if (request.answeredAsEvents) {
        request.headers.accept = '*/*';
        sendUncompressed(request);
      }
      return operate.call(app, request, reply);
    },
    onSend: (request, reply, payload, done) => {
      if (!request.answeredAsEvents || reply.statusCode !== 200) return done(null, payload);
      void reply.type('text/event-stream; charset=utf-8');
      return done(null, asEvents(String(payload)));
    },
  });
  app.get('/graphql', (request, reply) => {
    const { query, operationName } = request.query as OperationBody;
    const text = options.subscriptionsByGet && typeof query === 'string' ? query : '';
    if (isSubscription(text, operationName, maximumTokens)) {
      persisted.assertServed(text);
      answerFormat(request.headers.accept, true);
      return subscribe(request, reply);
    }
    // Proxies log addresses, and an operation in one would disclose its terms. A subscription names only an id.
    return sendError(reply.header('allow', 'POST'), codedError('METHOD_NOT_ALLOWED'), logger);
  });
  refuseOtherMethods(app, '/graphql', ['GET', 'POST'], 'POST');
}

/** Clients that accept only plain JSON get the refusal of a well-formed request with status 200, as the specification demands. */
export const plainJsonPlugin: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response: { http } }) => {
        if (http.status === 400 && readsPlainJsonAlone(request.http?.headers.get('accept'))) http.status = 200;
        return Promise.resolve();
      },
    }),
};

const persistedText = (persisted: PersistedOperations, hash: unknown) =>
  typeof hash === 'string' ? persisted.find(hash) : undefined;
