import type DataLoader from 'dataloader';
import type { GraphQLError } from 'graphql';
import type { DataSource, EntityManager } from 'typeorm';
import type { BlobStore } from './base/blobs/blob-store';
import { signalOf } from './base/execution/bounded-execution';
import type { Logger } from './base/logger';
import { Restrictions } from './contract/restriction/restrictions';
import type { ServiceCaller } from './base/security/service-tokens/service-token';

/** What every resolver of a service receives; one for each GraphQL operation. */
export class ServiceContext {
  private readonly loaders = new Map<string, DataLoader<never, unknown>>();
  /** Which subjects are restricted (R34). */
  readonly restrictions: Restrictions;
  /** Errors to be added to the answer, beside those of its fields. */
  readonly notes: GraphQLError[] = [];

  constructor(
    /** On whose behalf the operation runs. */
    readonly caller: ServiceCaller,
    readonly dataSource: DataSource,
    readonly blobs: BlobStore,
    readonly logger: Logger,
    /** The address by which the caller reached this service, without a path: URLs of attachments begin with it. */
    readonly baseUrl: string,
    /** Aborts when the caller has hung up. */
    readonly gone?: AbortSignal,
  ) {
    this.restrictions = new Restrictions(dataSource.manager);
  }

  /**
   * Aborts when the operation ends before its answer: it cost too much, took too long, or its caller has left. No further field
   * is resolved then. A resolver that takes long stops itself by calling `throwIfAborted()` between its steps.
   */
  get signal(): AbortSignal | undefined {
    return signalOf(this);
  }

  /** The organisation whose data the operation may read and change. */
  get organizationId(): string {
    return this.caller.organizationId;
  }

  /** The database, outside a transaction. */
  get db(): EntityManager {
    return this.dataSource.manager;
  }

  /** The operation's DataLoader of this name. It is made at its first use. */
  loader<K, V>(name: string, make: () => DataLoader<K, V>): DataLoader<K, V> {
    const known = this.loaders.get(name) as DataLoader<K, V> | undefined;
    if (known) return known;
    const made = make();
    this.loaders.set(name, made);
    return made;
  }
}
