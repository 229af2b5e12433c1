/**
 * The `gdpr` subgraph: an ordinary Federation subgraph that the gateway executes in its own process. It holds everything
 * that outlives one operation, and runs the worker beside it.
 */
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import { boundSchema, executeBounded } from '../../subgraphs/kit/base/execution/bounded-execution';
import type { OperationBudget } from '../../subgraphs/kit/base/execution/operation-budget';
import { subgraphSchema } from '../../subgraphs/kit/base/graphql/subgraph-schema';
import type { Logger } from '../../subgraphs/kit/base/logger';
import { databaseName, databaseUrl } from '../../subgraphs/kit/base/persistence/create-database';
import { KeyRing, type MasterKeys } from '../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../subgraphs/kit/base/security/organization-context';
import type { ServiceCallLimits, SignServiceToken } from './services/client';
import { dataInventoryOf, type DataInventory } from '../federation/supergraph/data-inventory';
import type { PiiServiceInfo } from '../federation/supergraph/discovery';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { addRequestGauges } from './request-gauges';
import type { Disk } from 'flydrive';
import type { SignDetached } from '../exports/build-package';
import type { AttachmentLimits } from '../exports/gather-part';
import { addDownloadRoute } from '../exports/download-route';
import { ExportStore } from '../exports/export-store';
import type { CountFurther } from '../security/rate-limits';
import { gatewayDatabase, openGatewayDatabase } from '../persistence/open-gateway-database';
import type { SignStatement } from './closing/certificate';
import { finalizerOf } from './closing/finalize';
import { GdprContext, type GdprCaller, type GdprTools } from './context';
import { ChangeFeed } from './store/change-feed';
import type { TimeLimits } from './lifecycle';
import { creationsOf } from './requests/create-batch';
import { followRequest } from './requests/follow';
import { PiiServices } from './services/pii-services';
import { Queue } from './processing/queue';
import { resolvers } from './resolvers';
import { Worker } from './processing/worker';

/** What the subgraph is made with. */
export interface GdprOptions {
  databaseUrl: string;
  databasePrefix: string;
  databasePoolSize: number;
  masterKeys: MasterKeys;
  signToken: SignServiceToken;
  callLimits?: ServiceCallLimits;
  timeLimits: TimeLimits;
  /** Where packages are stored. */
  exportDisk: Disk;
  attachmentLimits: AttachmentLimits;
  packageExpiresAfter: number;
  /** Where callers reach the gateway, without a path. */
  publicUrl: string;
  /** Signs certificates. */
  signStatement: SignStatement;
  /** Signs the manifests of packages. */
  signDetached: SignDetached;
  /** How long after its end an erasure is verified once more, in milliseconds. */
  verifyAgainAfter: number;
  /** Counts the members of a family (R19). */
  countFurther: CountFurther;
  logger: Logger;
}

/** One operation for the subgraph. */
export interface GdprOperation {
  document: DocumentNode;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
  caller: GdprCaller;
  /** What the operation may take. */
  budget: OperationBudget;
}

/** The running subgraph. */
export interface GdprSubgraph {
  schema: GraphQLSchema;
  /** Takes the PII services and the inventory of a new supergraph. */
  useSupergraph(supergraph: { sdl: string; piiServices: readonly PiiServiceInfo[] }): void;
  execute(operation: GdprOperation): Promise<ExecutionResult>;
  /** Yields at every change of a request that a caller may see, until it has finished. @throws NOT_FOUND */
  follow(caller: GdprCaller, id: string, signal: AbortSignal): AsyncGenerator<void, void, undefined>;
  /** Adds the routes that stand beside GraphQL. */
  addRoutes(app: FastifyInstance): void;
  /** Adds what is counted of requests to the metrics. */
  addGauges(registry: Registry): void;
  /** Starts working on requests in this process. */
  startWorker(): void;
  /** Whether the database answers. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the database, the queue and the feed of changes, and makes what works with them. */
async function openParts(options: GdprOptions) {
  const { logger, timeLimits, exportDisk, publicUrl } = options;
  const dataSource = await openGatewayDatabase({
    serverUrl: options.databaseUrl,
    prefix: options.databasePrefix,
    poolSize: options.databasePoolSize,
  });
  const ownDatabase = databaseUrl(options.databaseUrl, databaseName(options.databasePrefix, gatewayDatabase));
  const queue = new Queue(ownDatabase, logger);
  await queue.start();
  const feed = new ChangeFeed(ownDatabase, logger);
  await feed.start();
  const keys = new KeyRing(dataSource, options.masterKeys);
  const services = new PiiServices(options.signToken, options.callLimits);
  const exports = new ExportStore(exportDisk);
  const { packageExpiresAfter, signStatement, signDetached, verifyAgainAfter, attachmentLimits } = options;
  const closing = { packageExpiresAfter, signStatement, signDetached, verifyAgainAfter };
  const finalize = finalizerOf({ dataSource, services, exports, logger, ...closing });
  const worker = new Worker({ dataSource, keys, services, queue, logger, exports, attachmentLimits, finalize });
  const creations = creationsOf({ dataSource, services, queue, timeLimits });
  const { countFurther } = options;
  const tools = { exports, publicUrl, dataSource, services, queue, creations, timeLimits, countFurther, logger };
  return { feed, keys, worker, tools };
}

/** Opens the database and the queue and builds the subgraph. */
export async function createGdprSubgraph(options: GdprOptions): Promise<GdprSubgraph> {
  const { feed, keys, worker, tools: parts } = await openParts(options);
  const { dataSource, services, queue, exports } = parts;
  let supergraphSdl = '';
  let inventory: DataInventory | undefined;
  const tools: GdprTools = { ...parts, inventory: () => (inventory ??= dataInventoryOf(supergraphSdl)) };
  const schema = boundSchema(subgraphSchema('gdpr', resolvers));
  return {
    schema,
    useSupergraph({ sdl, piiServices }) {
      services.update(piiServices);
      inventory = undefined;
      supergraphSdl = sdl;
    },
    async execute({ document, variables, operationName, caller, budget }) {
      const contextValue = new GdprContext(caller, tools, budget.signal);
      // An organisation whose keys were destroyed still sees what became of its requests.
      return inOrganization(await keys.evenDestroyed(caller.organizationId), () =>
        executeBounded({ schema, document, variableValues: variables, operationName, contextValue }, budget),
      );
    },
    follow: ({ organizationId }, id, signal) => followRequest({ dataSource, feed }, organizationId, id, signal),
    addRoutes(app) {
      addDownloadRoute(app, { dataSource, keys, exports });
    },
    addGauges: (registry) => addRequestGauges(registry, dataSource),
    startWorker: () => worker.start(),
    ready: async () => void (await dataSource.query('SELECT 1')),
    async stop() {
      await feed.stop();
      await worker.stop();
      await queue.stop();
      await services.close();
      await dataSource.destroy();
    },
  };
}
