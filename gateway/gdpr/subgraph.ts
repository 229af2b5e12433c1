/**
 * The `gdpr` subgraph: an ordinary Federation subgraph that the gateway executes in its own process, and that a process of its own
 * serves behind another router. It holds everything that outlives one operation, and runs the worker beside it.
 */
import { isAsyncIterable } from '@graphql-tools/utils';
import { createSourceEventStream, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { boundSchema, executeBounded } from '../../subgraphs/kit/base/execution/bounded-execution';
import type { OperationBudget } from '../../subgraphs/kit/base/execution/operation-budget';
import { subgraphSchema } from '../../subgraphs/kit/base/graphql/subgraph-schema';
import { subgraphSdl } from '../../subgraphs/kit/base/sdl';
import { openDisk } from '../../subgraphs/kit/base/blobs/disk';
import type { Logger } from '../../subgraphs/kit/base/logger';
import { databaseName, databaseUrl } from '../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../subgraphs/kit/base/security/key-ring';
import { assertMasterKeys } from '../../subgraphs/kit/base/security/key-rotation';
import { inOrganization } from '../../subgraphs/kit/base/security/organization-context';
import type { SignServiceToken } from './services/service-call';
import { dataInventoryOf, type DataInventory } from '../federation/supergraph/data-inventory';
import type { PiiServiceInfo } from '../federation/supergraph/discovery';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { DataSource } from 'typeorm';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { looksOf } from '../audit/looks';
import { addCaseGauges } from './cases/case-gauges';
import { holdGuards, type HoldGuards } from './holds/guard-mutations';
import { addRequestGauges } from './gauges/request-gauges';
import { addWorkGauges } from './gauges/work-gauges';
import type { SignDetached } from '../exports/build-package';
import { addDownloadRoute } from '../exports/download/download-route';
import { Dispatcher } from '../webhooks/delivery/dispatcher';
import { addWebhookGauges } from '../webhooks/webhook-gauges';
import { addLinkRoutes } from '../exports/links/link-route';
import { ExportStore } from '../exports/store/export-store';
import type { CountCalls, CountFurther } from '../security/rate-limits/rate-limits';
import { gatewayDatabase, openGatewayDatabase } from '../persistence/open-gateway-database';
import type { SignStatement } from '../security/signed-statement';
import { AuditAnchors } from '../audit/anchors/audit-anchors';
import { CheckpointStore } from '../audit/anchors/checkpoint-store';
import { finalizerOf } from './closing/finalize';
import { GdprContext, type GdprCaller, type GdprTools } from './context';
import type { RegistryPlace } from '../registry/compose-registered';
import { registrySource } from '../registry/registry-source';
import { ServiceRegistry } from '../registry/service-registry';
import type { SupergraphSource } from '../federation/supergraph/sources/supergraph-source';
import { askSdl } from './services/ask-sdl';
import { ChangeFeed } from './store/change-feed';
import type { GdprConfig } from './config';
import { creationsOf } from './requests/create/create-batch';
import { PiiServices } from './services/pii-services';
import { Queue } from './processing/queue/queue';
import { resolvers } from './resolvers';
import { Worker } from './processing/worker';

/** The subgraph's name in every supergraph. */
export const ownSubgraph = 'gdpr';

/** What the subgraph is made with. */
export interface GdprOptions {
  config: GdprConfig;
  signToken: SignServiceToken;
  /** Signs certificates. */
  signStatement: SignStatement;
  /** The public keys of what the gateway has signed. */
  publicKeys: JSONWebKeySet;
  /** Signs the manifests of packages. */
  signDetached: SignDetached;
  /** Counts the members of a family (R19). */
  countFurther: CountFurther;
  /** Counts what asks services within another call (R19). */
  countCalls: CountCalls;
  logger: Logger;
  /** Is called when the database turns out to be older than the checkpoints of its audit log: nothing may go on (R26). */
  onBehind: (error: Error) => void;
}

/** One operation for the subgraph. */
export interface GdprOperation {
  document: DocumentNode;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
  caller: GdprCaller;
  /** What the operation may take. */
  budget: OperationBudget;
  /** The event that is answered, of a subscription. */
  rootValue?: unknown;
}

/** The running subgraph. */
export interface GdprSubgraph {
  schema: GraphQLSchema;
  /** Takes the PII services and the inventory of a new supergraph. */
  useSupergraph(supergraph: { sdl: string; piiServices: readonly PiiServiceInfo[] }): void;
  /** The supergraph of the services that are registered in the database, and of those of the release. */
  registered(place: RegistryPlace): SupergraphSource;
  /** Where services join while the system runs. */
  registry: Pick<ServiceRegistry, 'connect'>;
  execute(operation: GdprOperation): Promise<ExecutionResult>;
  /** The events of a subscription, each of which is then executed. @throws NOT_FOUND */
  events(
    operation: Omit<GdprOperation, 'budget' | 'rootValue'> & { signal: AbortSignal },
  ): AsyncGenerator<unknown, void, undefined>;
  /** Looks at calls to other subgraphs that legal holds forbid (R31), by the name of the mutation's field. */
  callGuards: HoldGuards;
  /** Adds the routes that stand beside GraphQL. */
  addRoutes(app: FastifyInstance): void;
  /** Adds what is counted of requests to the metrics. */
  addGauges(registry: Registry): void;
  /** Begins with the checkpoints of the audit log and, where `work` is true, with working on requests in this process. */
  start(options: { work: boolean }): void;
  /** Whether the database answers. */
  ready(): Promise<void>;
  /** Whether the store of packages answers. @throws when it does not */
  storeReady(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the checkpoints of the audit log. @throws DatabaseBehindError when the database holds less than they state */
async function openAnchors(
  dataSource: DataSource,
  { config, publicKeys, signStatement, logger, onBehind }: GdprOptions,
) {
  const store = await CheckpointStore.open(config.auditAnchors.place, createLocalJWKSet(publicKeys));
  return AuditAnchors.open({ dataSource, store, sign: signStatement }, logger, onBehind);
}

/** Opens the database, the queue and the feed of changes, and makes what works with them. */
async function openParts(options: GdprOptions) {
  const { config, logger, signToken, signStatement, signDetached, countFurther, countCalls } = options;
  const exports = new ExportStore(await openDisk(config.blobs, 'exports'));
  const dataSource = await openGatewayDatabase(config);
  const anchors = await assertMasterKeys(dataSource, config.masterKeys)
    .then(() => openAnchors(dataSource, options))
    .catch(async (error: unknown) => {
      await dataSource.destroy();
      throw error;
    });
  const database = databaseName(config.databasePrefix, gatewayDatabase);
  const queue = new Queue(databaseUrl(config.databaseUrl, database), logger);
  await queue.start();
  const feed = new ChangeFeed(databaseUrl(config.databaseDirectUrl, database), logger);
  await feed.start();
  const keys = new KeyRing(dataSource, config.masterKeys, config.profiles);
  const services = new PiiServices(signToken, config.serviceCalls);
  const finalize = finalizerOf({ config, dataSource, queue, services, exports, signStatement, signDetached, logger });
  const worker = new Worker({ config, dataSource, keys, services, queue, logger, exports, signDetached, finalize });
  const creations = creationsOf({ config, dataSource, services, queue });
  const looks = looksOf(dataSource);
  const asking = { signToken, limits: config.serviceCalls };
  const registry = new ServiceRegistry({
    dataSource,
    place: config.registry,
    languages: Object.keys(config.packageTexts),
    askSdl: (service, { organizationId, subject }) => askSdl(asking, service, { organizationId, actor: subject }),
  });
  const tools = {
    config,
    exports,
    dataSource,
    services,
    registry,
    queue,
    creations,
    looks,
    anchors,
    countFurther,
    countCalls,
    signStatement,
    feed,
    logger,
  };
  const dispatcher = new Dispatcher({ dataSource, keys, network: config.webhooks, logger });
  const dueWork = {
    jobs: () => queue.jobsQueued(),
    deliveries: () => dispatcher.deliveriesDue(),
    sweeps: () => worker.sweepsDue(),
  };
  return { keys, worker, dispatcher, dueWork, tools };
}

/** Opens the database and the queue and builds the subgraph. */
export async function createGdprSubgraph(options: GdprOptions): Promise<GdprSubgraph> {
  const { keys, worker, dispatcher, dueWork, tools: parts } = await openParts(options);
  const { dataSource, services, registry, queue, exports, looks, anchors, feed } = parts;
  let supergraphSdl = '';
  let inventory: DataInventory | undefined;
  const tools: GdprTools = { ...parts, inventory: () => (inventory ??= dataInventoryOf(supergraphSdl)) };
  const schema = boundSchema(subgraphSchema(subgraphSdl(ownSubgraph), resolvers));
  return {
    schema,
    registry,
    registered: (place) => registrySource(dataSource.manager, place, (heard) => feed.onServices(heard)),
    useSupergraph({ sdl, piiServices }) {
      services.update(piiServices);
      inventory = undefined;
      supergraphSdl = sdl;
    },
    async execute({ document, variables, operationName, caller, budget, rootValue }) {
      const contextValue = new GdprContext(caller, tools, budget.signal);
      // An organisation whose keys were destroyed still sees what became of its requests.
      return inOrganization(await keys.evenDestroyed(caller.organizationId), () =>
        executeBounded({ schema, document, rootValue, variableValues: variables, operationName, contextValue }, budget),
      );
    },
    async *events({ document, variables, operationName, caller, signal }) {
      const contextValue = new GdprContext(caller, tools, signal);
      const asked = { schema, document, variableValues: variables, operationName, contextValue };
      const events = await createSourceEventStream(asked);
      if (!isAsyncIterable(events)) throw events.errors?.[0] ?? new Error('The subscription has no events.');
      yield* events;
    },
    callGuards: holdGuards(keys, parts),
    addRoutes(app) {
      const publicKeys = createLocalJWKSet(options.publicKeys);
      addDownloadRoute(app, { dataSource, keys, exports, looks, publicKeys });
      addLinkRoutes(app, { ...parts, keys, publicKeys });
    },
    addGauges(metrics) {
      for (const add of [addRequestGauges, addCaseGauges, addWorkGauges, addWebhookGauges]) add(metrics, dataSource);
    },
    start({ work }) {
      if (work) {
        worker.start();
        dispatcher.start();
        feed.onDue(dueWork);
      }
      anchors.start(options.config.auditAnchors.every);
    },
    ready: async () => void (await dataSource.query('SELECT 1')),
    storeReady: () => exports.check(),
    async stop() {
      // Side by side: each may take most of the time that a process has for its end.
      await Promise.all([feed.stop(), dispatcher.stop(), worker.stop().then(() => queue.stop())]);
      await services.close();
      await anchors.stop();
      await dataSource.destroy();
    },
  };
}
