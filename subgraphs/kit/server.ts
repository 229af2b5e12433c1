/** The HTTP server of a PII service. Nothing but the health checks answers without a service token. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { withoutExtras } from './base/http/apollo-extras';
import { ServiceContext } from './context';
import { contractResolvers } from './contract/resolvers';
import { codedError, errorCodes } from './base/errors';
import { callerGone } from './base/execution/caller-gone';
import { defaultBounds } from './base/execution/operation-budget';
import { serviceExecutor } from './service-executor';
import { describeError, type Logger } from './base/logger';
import { databaseUnavailable } from './base/persistence/unavailable';
import { withoutRouteSchemas } from './base/http/route-schemas';
import { inOrganization } from './base/security/organization-context';
import type { OrganizationKeys } from './base/security/key-ring';
import { serviceTokenVerifier, type ServiceCaller } from './base/security/service-token';
import { ScopeRules } from './base/security/scopes';
import type { ServiceConfig } from './base/config';
import { subgraphSchema } from './base/graphql/subgraph-schema';
import { assertStorableText } from './base/graphql/storable-text';
import type { ServiceDefinition } from './service-definition';
import type { RunningService } from './start-service';
import { withoutValues } from './base/graphql/value-free-errors';

declare module 'fastify' {
  interface FastifyRequest {
    serviceCaller?: ServiceCaller;
    organizationKeys?: OrganizationKeys;
  }
}

/** The largest body of an operation; attachments come in as base64. */
const bodyLimit = 32 * 1024 * 1024;

/** Builds the server, ready to listen. */
export async function createServer(
  definition: ServiceDefinition,
  service: RunningService,
  config: Pick<ServiceConfig, 'serviceTokenKeys'> & Partial<Pick<ServiceConfig, 'tls' | 'operations'>>,
): Promise<FastifyInstance> {
  const { logger } = service;
  const app = fastify({
    bodyLimit,
    forceCloseConnections: 'idle',
    https: config.tls ?? null,
    schemaController: withoutRouteSchemas,
  }) as unknown as FastifyInstance;
  const schema = schemaOf(definition);
  const apollo = new ApolloServer<ServiceContext>({
    gateway: serviceExecutor(schema, config.operations ?? defaultBounds),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    // The bodies come from the gateway alone, with a token that a browser cannot have.
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    formatError: maskError(logger),
    stringifyResult: (value) => JSON.stringify(value),
    plugins: [...withoutExtras(), inputPlugin, scopesPlugin(schema)],
    logger: silentLogger,
  });
  await apollo.start();

  const verify = serviceTokenVerifier(definition.name, config.serviceTokenKeys);
  app.decorateRequest('serviceCaller');
  app.decorateRequest('organizationKeys');
  app.setErrorHandler((error, _request, reply) => sendError(reply, error, logger));
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ errors: [{ message: 'Not found.', extensions: { code: 'NOT_FOUND' } }] }),
  );
  app.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/health/')) return;
    request.serviceCaller = await verify(request.headers.authorization);
    request.organizationKeys = await service.keys.of(request.serviceCaller.organizationId);
  });
  app.addHook('preHandler', (request, _reply, done) =>
    request.organizationKeys ? inOrganization(request.organizationKeys, done) : done(),
  );
  endBusyConnections(app);
  addHealthChecks(app, service);

  const contextOf = (request: FastifyRequest, reply: FastifyReply) =>
    Promise.resolve(
      new ServiceContext(
        callerOf(request),
        service.dataSource,
        service.blobs,
        logger,
        `${request.protocol}://${request.host}`,
        callerGone(reply.raw),
      ),
    );
  app.post('/graphql', fastifyApolloHandler(apollo, { context: contextOf }));
  if (definition.findAttachment) addAttachments(app, definition.findAttachment, service);
  app.addHook('onClose', () => apollo.stop());
  return app;
}

/** A connection that is busy when closing begins is not kept for another request. */
function endBusyConnections(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('connection', 'close');
    done(null, payload);
  });
}

/** The schema of the service's own types and of the contract. */
function schemaOf(definition: ServiceDefinition) {
  const { Query, Mutation, ...types } = contractResolvers(definition.personalData);
  const own = definition.resolvers;
  const resolvers = { ...types, ...own, Query: { ...own.Query, ...Query }, Mutation: { ...own.Mutation, ...Mutation } };
  return subgraphSchema(definition.name, resolvers);
}

function callerOf(request: FastifyRequest): ServiceCaller {
  if (!request.serviceCaller) throw codedError('UNAUTHENTICATED', 'A service token is required.');
  return request.serviceCaller;
}

/** Checks what no type says of an input, before anything of the operation runs. */
const inputPlugin: ApolloServerPlugin<ServiceContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ document, request }) => {
        assertStorableText(document, request.variables);
        return Promise.resolve();
      },
    }),
};

/** Checks the caller's scopes before anything of the operation runs; the gateway's own check stands before this one. */
function scopesPlugin(schema: GraphQLSchema): ApolloServerPlugin<ServiceContext> {
  const rules = new ScopeRules(schema);
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ document, operation, contextValue }) => {
          // The contract is guarded by its purpose, which no caller's token can have.
          if (operation && contextValue.caller.purpose !== 'gdpr')
            rules.refuseMissing(document, operation, contextValue.caller.scopes);
          return Promise.resolve();
        },
      }),
  };
}

/** Apollo logs whole errors; ours are logged, reduced, where they are masked. */
const silentLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const maskError =
  (logger: Logger) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const code = formatted.extensions?.code;
    const original = unwrapResolverError(error);
    const ours = original instanceof GraphQLError || code !== 'INTERNAL_SERVER_ERROR';
    if (ours && errorCodes.some((known) => known === code)) return withoutValues(formatted, original);
    const unavailable = databaseUnavailable(original);
    if (unavailable) {
      logger.warn({ error: describeError(original), path: formatted.path?.join('.') }, 'the database is unavailable');
      return { message: unavailable.message, path: formatted.path, extensions: unavailable.extensions };
    }
    logger.error({ error: describeError(original), path: formatted.path?.join('.') }, 'a resolver failed');
    return { message: 'Internal error.', path: formatted.path, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  };

/** The HTTP status of an error that is answered outside of GraphQL; 403 for every other code. */
const statuses: Record<string, number> = { UNAUTHENTICATED: 401, NOT_FOUND: 404, SERVICE_UNAVAILABLE: 503 };

function sendError(
  reply: { code(status: number): { send(body: unknown): unknown } },
  failure: unknown,
  logger: Logger,
) {
  const error = databaseUnavailable(failure) ?? failure;
  if (error !== failure) logger.warn({ error: describeError(failure) }, 'the database is unavailable');
  if (error instanceof GraphQLError) {
    const status = statuses[String(error.extensions.code)] ?? 403;
    return reply.code(status).send({ errors: [{ message: error.message, extensions: error.extensions }] });
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status >= 500) logger.error({ error: describeError(error) }, 'a request failed');
  const code = status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
  return reply
    .code(status)
    .send({ errors: [{ message: status >= 500 ? 'Internal error.' : 'Bad request.', extensions: { code } }] });
}

function addHealthChecks(app: FastifyInstance, { dataSource }: RunningService): void {
  app.get('/health/live', () => ({ status: 'ok' }));
  app.get('/health/ready', async (_request, reply) => {
    try {
      await dataSource.query('SELECT 1');
      return { status: 'ok' };
    } catch {
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
}

function addAttachments(
  app: FastifyInstance,
  find: NonNullable<ServiceDefinition['findAttachment']>,
  { dataSource, blobs }: RunningService,
): void {
  app.get<{ Params: { id: string } }>('/attachments/:id', async (request, reply) => {
    const { purpose, organizationId } = callerOf(request);
    if (purpose !== 'gdpr')
      throw codedError('FORBIDDEN', 'Attachments answer service tokens of the purpose gdpr only.');
    const attachment = await find(dataSource.manager, organizationId, request.params.id);
    if (!attachment || !(await blobs.exists(attachment.path)))
      throw codedError('NOT_FOUND', 'There is no such attachment.');
    return reply
      .type(attachment.mediaType)
      .header('content-length', attachment.byteSize)
      .send(await blobs.read(attachment.path));
  });
}
