/** The HTTP server of a PII service. Everything but the health checks needs a token: the gateway's or, behind a router, the caller's. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { apolloOptions, apolloPlugins } from './base/http/apollo';
import { createApp, isPublic } from './base/http/app';
import { addHealthChecks } from './base/http/health';
import { ServiceContext } from './context';
import { assertRequestPurpose } from './contract/purpose';
import { contractResolvers } from './contract/resolvers';
import { restrictSchema } from './contract/restriction/restrict-schema';
import { addPersonalDataStream, hasStream, resolveStream } from './contract/stream';
import { codedError } from './base/errors';
import { callerGone } from './base/execution/caller-gone';
import { defaultBounds } from './base/execution/operation-budget';
import { serviceExecutor } from './service-executor';
import { inOrganization } from './base/security/organization-context';
import type { OrganizationKeys } from './base/security/key-ring';
import { serviceCallerFinder } from './base/security/service-tokens/service-caller';
import type { ServiceCaller } from './base/security/service-tokens/service-token';
import { ScopeRules } from './base/security/scopes';
import type { ServiceConfig } from './base/config';
import { subgraphSchema } from './base/graphql/subgraph-schema';
import { assertSoundText, assertStorableText } from './base/graphql/storable-text';
import { completeSdl, subgraphSdl } from './base/sdl';
import type { ServiceDefinition } from './service-definition';
import type { RunningService } from './start-service';

declare module 'fastify' {
  interface FastifyRequest {
    serviceCaller?: ServiceCaller;
    organizationKeys?: OrganizationKeys;
  }
}

/** The largest body of an operation in bytes; attachments arrive as base64. */
const bodyLimit = 32 * 1024 * 1024;

/** Builds the server, ready to listen. */
export async function createServer(
  definition: ServiceDefinition,
  service: RunningService,
  config: Pick<ServiceConfig, 'serviceTokenKeys'> & Partial<Pick<ServiceConfig, 'tls' | 'operations' | 'callers'>>,
): Promise<FastifyInstance> {
  const { logger } = service;
  const app = createApp({ bodyLimit, tls: config.tls, logger });
  const schema = schemaOf(definition);
  const apollo = new ApolloServer<ServiceContext>({
    ...apolloOptions(logger),
    gateway: serviceExecutor(schema, config.operations ?? defaultBounds),
    introspection: true,
    // Bodies come only from the gateway or a router, with a token that no browser sends by itself.
    csrfPrevention: false,
    persistedQueries: false,
    plugins: [...apolloPlugins(), inputPlugin, scopesPlugin(schema)],
  });
  await apollo.start();

  const verify = await serviceCallerFinder(definition.name, config.serviceTokenKeys, config.callers);
  app.decorateRequest('serviceCaller');
  app.decorateRequest('organizationKeys');
  app.addHook('onRequest', async (request) => {
    if (isPublic(request)) return;
    request.serviceCaller = await verify(request.headers.authorization);
    request.organizationKeys = await service.keys.of(request.serviceCaller.organizationId);
  });
  app.addHook('preHandler', (request, _reply, done) =>
    request.organizationKeys ? inOrganization(request.organizationKeys, done) : done(),
  );
  addHealthChecks(app, {
    required: { database: () => service.dataSource.query('SELECT 1') },
    optional: { store: () => service.blobs.check() },
  });

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
  if (hasStream(schema))
    addPersonalDataStream(app, schema, definition.personalData, {
      contextOf,
      keysOf: (organizationId) => service.keys.of(organizationId),
    });
  if (definition.findAttachment) addAttachments(app, definition.findAttachment, service);
  app.addHook('onClose', () => apollo.stop());
  return app;
}

/** The complete SDL of a service: from its own text, or from the file of a service of this project. */
const sdlOf = ({ name, schema }: ServiceDefinition): string =>
  schema === undefined ? subgraphSdl(name) : completeSdl(schema);

/** The executable schema of the service's own types and of the contract. */
function schemaOf(definition: ServiceDefinition) {
  const { Query, Mutation, ...types } = contractResolvers(definition.personalData);
  const own = definition.resolvers;
  const resolvers = { ...types, ...own, Query: { ...own.Query, ...Query }, Mutation: { ...own.Mutation, ...Mutation } };
  const schema = subgraphSchema(sdlOf(definition), resolvers);
  resolveStream(schema);
  const { restricted } = definition.personalData;
  return restricted ? restrictSchema(schema, restricted) : schema;
}

function callerOf(request: FastifyRequest): ServiceCaller {
  if (!request.serviceCaller) throw codedError('UNAUTHENTICATED', 'A service token is required.');
  return request.serviceCaller;
}

/** Checks the texts of the input, which no GraphQL type checks, before the operation runs. */
const inputPlugin: ApolloServerPlugin<ServiceContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ document, request, contextValue: { caller } }) => {
        // The contract's calls repeat what requests and services hold already, which was never checked for damage.
        const assertText = caller.purpose === 'gdpr' ? assertStorableText : assertSoundText;
        assertText(document, request.variables);
        return Promise.resolve();
      },
    }),
};

/** Checks the caller's scopes before the operation runs. The gateway has checked them too. */
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

function addAttachments(
  app: FastifyInstance,
  find: NonNullable<ServiceDefinition['findAttachment']>,
  { dataSource, blobs }: RunningService,
): void {
  app.get<{ Params: { id: string } }>('/attachments/:id', async (request, reply) => {
    const caller = callerOf(request);
    assertRequestPurpose(caller, 'An attachment');
    const { organizationId } = caller;
    const attachment = await find(dataSource.manager, organizationId, request.params.id);
    if (!attachment || !(await blobs.exists(attachment.path)))
      throw codedError('NOT_FOUND', 'There is no such attachment.');
    return reply
      .type(attachment.mediaType)
      .header('content-length', attachment.byteSize)
      .send(await blobs.read(attachment.path));
  });
}
