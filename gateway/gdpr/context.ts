/** What the resolvers of the `gdpr` subgraph work with. */
import DataLoader from 'dataloader';
import { In, IsNull, type DataSource } from 'typeorm';
import type { AuditAnchors } from '../audit/anchors/audit-anchors';
import type { Looks } from '../audit/looks';
import type { Logger } from '../../subgraphs/kit/base/logger';
import type { CountCalls } from '../security/rate-limits/rate-limits';
import type { GdprConfig } from './config';
import { GdprCase } from './cases/gdpr-case';
import type { LegalHold } from './holds/legal-hold';
import { holdsOfRequests, waitingForHolds } from './holds/held-requests';
import { GdprRequest, GdprTask } from './entities';
import { GdprRecipient } from './recipient';
import { GdprRestrictionRecipient, GdprRestrictionService } from './restrictions/restriction';
import { findCasePackages, type CasePackage } from '../exports/case-packages/case-packages';
import type { ExportPackage, ExportStore } from '../exports/store/export-store';
import type { SignStatement } from '../security/signed-statement';
import type { DataInventory } from '../federation/supergraph/data-inventory';
import type { ServiceRegistry } from '../registry/service-registry';
import type { CreationTools } from './requests/create/create';
import type { ChangeFeed } from './store/change-feed';

/** What lives as long as the gateway does. */
export interface GdprTools extends CreationTools {
  logger: Logger;
  exports: ExportStore;
  signStatement: SignStatement;
  looks: Looks;
  /** Counts what asks services within another call (R19). */
  countCalls: CountCalls;
  anchors: Pick<AuditAnchors, 'headOf'>;
  feed: ChangeFeed;
  /** Where services join while the system runs. */
  registry: ServiceRegistry;
  config: Pick<GdprConfig, 'timeLimits' | 'approvals' | 'publicUrl' | 'keep' | 'profiles' | 'webhooks'>;
  /** The fields of the running supergraph that hold personal data. */
  inventory: () => DataInventory;
}

/** On whose behalf an operation runs. */
export interface GdprCaller {
  subject: string;
  organizationId: string;
  scopes: ReadonlySet<string>;
}

/** One for each operation: the caller, the tools, and the operation's loaders. */
export class GdprContext {
  /** The tasks of a request, by service. */
  readonly tasks: DataLoader<string, GdprTask[]>;
  /** The related requests of a parent. */
  readonly related: DataLoader<string, GdprRequest[]>;
  readonly requests: DataLoader<string, GdprRequest | null>;
  readonly cases: DataLoader<string, GdprCase | null>;
  /** The requests of a case, without related ones. */
  readonly caseRequests: DataLoader<string, GdprRequest[]>;
  /** Whom to tell of what a request did. */
  readonly recipients: DataLoader<string, GdprRecipient[]>;
  /** The legal holds that kept a request, or a part of it (R31). */
  readonly holds: DataLoader<string, LegalHold[]>;
  /** What waits for a legal hold. */
  readonly waiting: DataLoader<string, GdprRequest[]>;
  /** How a restriction stands in the services that were told of it. */
  readonly restrictionServices: DataLoader<string, GdprRestrictionService[]>;
  /** Who is to be told of a restriction. */
  readonly restrictionRecipients: DataLoader<string, GdprRestrictionRecipient[]>;
  /** Requests and cases that were asked for by their id, each alone: their packages have links for browsers. */
  readonly askedAlone = new WeakSet<GdprRequest | GdprCase>();
  /** Records the look at a list of holds, by each hold of it. Called when the list shows whom one is on. */
  readonly lookAtHold = new WeakMap<LegalHold, () => Promise<void>>();
  /** The package of a request or of a parent's family, while it may be downloaded. */
  readonly packages: DataLoader<string, ExportPackage | null>;
  /** The package of a case, by the case. */
  readonly casePackages: DataLoader<string, CasePackage | null>;

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
    this.cases = new DataLoader(async (ids) => {
      const found = await dataSource.manager.findBy(GdprCase, { organizationId, id: In(ids) });
      const byId = new Map(found.map((each) => [each.id, each]));
      return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
    });
    this.caseRequests = new DataLoader(async (ids) => {
      const where = { organizationId, caseId: In(ids), parentId: IsNull() };
      const found = await dataSource.manager.find(GdprRequest, { where, order: { id: 'ASC' } });
      return grouped(ids, found, ({ caseId }) => caseId);
    });
    this.recipients = new DataLoader(async (ids) => {
      const where = { organizationId, requestId: In(ids) };
      const order = { service: 'ASC', recipient: 'ASC' } as const;
      return grouped(ids, await dataSource.manager.find(GdprRecipient, { where, order }), ({ requestId }) => requestId);
    });
    this.holds = new DataLoader((ids) => holdsOfRequests(dataSource.manager, ids));
    this.waiting = new DataLoader((ids) => waitingForHolds(dataSource.manager, ids));
    this.restrictionRecipients = ofRestrictions(dataSource, GdprRestrictionRecipient, organizationId);
    this.restrictionServices = ofRestrictions(dataSource, GdprRestrictionService, organizationId);
    this.packages = new DataLoader(async (ids) => {
      const found = await tools.exports.find(dataSource.manager, ids);
      return ids.map((id) => found.get(id) ?? null);
    });
    this.casePackages = new DataLoader(async (ids) => {
      const found = await findCasePackages(dataSource.manager, ids, (each) =>
        tools.exports.find(dataSource.manager, each),
      );
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

/** What hangs on restrictions, by the restriction. */
const ofRestrictions = <Row extends GdprRestrictionRecipient | GdprRestrictionService>(
  dataSource: DataSource,
  entity: new () => Row,
  organizationId: string,
) =>
  new DataLoader<string, Row[]>(async (ids) => {
    const rows = await dataSource
      .createQueryBuilder(entity, 'row')
      .where('row.organizationId = :organizationId AND row.restrictionId IN (:...ids)', { organizationId, ids })
      .orderBy('row.service')
      .getMany();
    return grouped(ids, rows, ({ restrictionId }) => restrictionId);
  });

const findRequests = (dataSource: DataSource, organizationId: string, ids: readonly string[]) =>
  dataSource.manager.findBy(GdprRequest, { organizationId, id: In(ids) });

function grouped<T>(ids: readonly string[], items: T[], key: (item: T) => string | null): T[][] {
  const groups = new Map<string, T[]>(ids.map((id) => [id, []]));
  for (const item of items) groups.get(key(item) ?? '')?.push(item);
  return ids.map((id) => groups.get(id) ?? []);
}
