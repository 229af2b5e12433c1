/** What the resolvers of the `gdpr` subgraph work with. */
import DataLoader from 'dataloader';
import { In, type DataSource } from 'typeorm';
import type { Logger } from '../../subgraphs/kit/base/logger';
import { GdprRequest, GdprTask } from './entities';
import type { ExportPackage, ExportStore } from '../exports/export-store';
import type { DataInventory } from '../federation/supergraph/data-inventory';
import type { CreationTools } from './requests/create';

/** What lives as long as the gateway does. */
export interface GdprTools extends CreationTools {
  logger: Logger;
  exports: ExportStore;
  /** The gateway's own address: where packages are downloaded. */
  publicUrl: string;
  /** The fields of the running supergraph that hold personal data. */
  inventory: () => DataInventory;
}

/** On whose behalf an operation runs. */
export interface GdprCaller {
  subject: string;
  organizationId: string;
}

/** One for each operation: the caller, the tools, and the operation's loaders. */
export class GdprContext {
  /** The tasks of a request, by service. */
  readonly tasks: DataLoader<string, GdprTask[]>;
  /** The related requests of a parent. */
  readonly related: DataLoader<string, GdprRequest[]>;
  readonly requests: DataLoader<string, GdprRequest | null>;
  /** The package of a request, while it may be downloaded. */
  readonly packages: DataLoader<string, ExportPackage | null>;

  constructor(
    readonly caller: GdprCaller,
    readonly tools: GdprTools,
    /** Aborts when the operation has ended before its answer. */
    readonly signal: AbortSignal,
  ) {
    const { organizationId } = caller;
    const { dataSource } = tools;
    this.tasks = new DataLoader(async (ids) => {
      const tasks = await dataSource.manager.find(GdprTask, {
        where: { organizationId, requestId: In(ids) },
        order: { service: 'ASC' },
      });
      return grouped(ids, tasks, ({ requestId }) => requestId);
    });
    this.related = new DataLoader(async (ids) => {
      const related = await dataSource.manager.find(GdprRequest, {
        where: { organizationId, parentId: In(ids) },
        order: { id: 'ASC' },
      });
      return grouped(ids, related, ({ parentId }) => parentId);
    });
    this.packages = new DataLoader(async (ids) => {
      const found = await tools.exports.find(dataSource.manager, ids);
      return ids.map((id) => found.get(id) ?? null);
    });
    this.requests = new DataLoader(async (ids) => {
      const byId = new Map(
        (await findRequests(dataSource, organizationId, ids)).map((request) => [request.id, request]),
      );
      return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
    });
  }
}

const findRequests = (dataSource: DataSource, organizationId: string, ids: readonly string[]) =>
  dataSource.manager.findBy(GdprRequest, { organizationId, id: In(ids) });

function grouped<T>(ids: readonly string[], items: T[], key: (item: T) => string | null): T[][] {
  const groups = new Map<string, T[]>(ids.map((id) => [id, []]));
  for (const item of items) groups.get(key(item) ?? '')?.push(item);
  return ids.map((id) => groups.get(id) ?? []);
}
