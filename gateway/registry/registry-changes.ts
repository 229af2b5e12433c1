/**
 * Changes the registered services, and serves the result. A change is composed and built by this process before it is written. It is
 * written with its audit entry in one transaction, and this process serves it before the caller gets the response. Other replicas
 * are notified when it commits. A process that is killed in between loses nothing, because the rows state which services there are.
 */
import type { DataSource, EntityManager } from 'typeorm';
import { codedError } from '../../subgraphs/kit';
import { assertKeys } from '../../subgraphs/kit/base/security/key-ring';
import { appendAudit, type AuditEvent } from '../audit/audit-log';
import { SupergraphError } from '../federation/supergraph/supergraph-error';
import { transact } from '../persistence/transact';
import { composeRegistered, type RegistryPlace } from './compose-registered';
import { composing } from './composition-refusal';
import { readServices, registryVersion, servicesChannel, type RegisteredService } from './registered-service';

/** How long the row of a retired service is kept, for replicas that have not yet learned of it. A PostgreSQL interval. */
const keptRetired = '30 days';

/** The most attempts at a change. An attempt is repeated when another process changed the services meanwhile. */
const mostTurns = 5;

/** How a process serves supergraphs; see {@link RegistryChanges.connect}. */
interface ServingSupergraph {
  /** Builds a supergraph as if it were to serve. @throws SupergraphError when it cannot serve */
  check(sdl: string): Promise<void>;
  /** Serves the services that are registered now. */
  reload(): Promise<void>;
}

/** The caller who changes the registered services. */
export interface RegistryCaller {
  subject: string;
  organizationId: string;
}

/** A planned change. */
interface Change {
  /** The registered services after the change. */
  after: RegisteredService[];
  event: Pick<AuditEvent, 'action' | 'detail'> & { service: string };
  /** Called with the warnings of composition. */
  composed?: (warnings: string[]) => void;
  write: (db: EntityManager) => Promise<void>;
}

export class RegistryChanges {
  private serving: ServingSupergraph | undefined;
  /** The registry version that this process last took in. It serves that version or a later one. */
  private served: string | undefined;
  /** Runs the changes of this process one after the other, so that they do not compete. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    /** Undefined when the supergraph is composed elsewhere. */
    private readonly place: RegistryPlace | undefined,
  ) {}

  /** Connects the registry to what serves supergraphs, once that exists. */
  connect(serving: ServingSupergraph): void {
    this.serving = serving;
  }

  /**
   * Serves all changes that any replica has committed, so that a request that is created afterwards reaches every registered service.
   * @throws SERVICE_UNAVAILABLE when this process cannot serve them
   */
  async takeIn(): Promise<void> {
    const { place, dataSource } = this;
    if (!place || !this.serving) return;
    const version = await registryVersion(dataSource.manager);
    if (version === this.served) return;
    try {
      await this.serving.reload();
    } catch (error) {
      if (!(error instanceof SupergraphError)) throw error;
      throw codedError(
        'SERVICE_UNAVAILABLE',
        'The registered services have changed, and cannot be served yet. Try again.',
      );
    }
    this.served = version;
  }

  /**
   * Changes the registered services, if the resulting supergraph can be served, and serves it.
   * @param argument the argument that a refusal names
   * @param plan makes the change from the current services; called again when another process was first
   * @throws COMPOSITION_FAILED; SERVICE_UNAVAILABLE when other processes were first too often; what `plan` throws
   */
  protected change(
    caller: RegistryCaller,
    argument: string,
    plan: (before: RegisteredService[]) => Change,
  ): Promise<void> {
    const changed = this.queue.then(() => this.changeNow(caller, argument, plan));
    this.queue = changed.catch(() => undefined);
    return changed;
  }

  private async changeNow(caller: RegistryCaller, argument: string, plan: (before: RegisteredService[]) => Change) {
    const { dataSource, place } = this;
    if (!place || !this.serving) throw new Error('There is no supergraph yet.');
    for (let turn = 1; ; turn += 1) {
      const version = await registryVersion(dataSource.manager);
      const planned = plan(await readServices(dataSource.manager));
      // Composing takes too long to do inside the transaction.
      const { serving } = this;
      await composing(argument, async () => {
        const { supergraphSdl, warnings } = composeRegistered(place.services, planned.after);
        await serving.check(supergraphSdl);
        planned.composed?.(warnings);
      });
      if (await this.write(caller, version, planned)) break;
      if (turn === mostTurns)
        throw codedError('SERVICE_UNAVAILABLE', 'Other services are being registered. Try again.');
    }
    await this.serving.reload();
  }

  /** Writes a change, unless the services have changed meanwhile. @returns whether it was written */
  private write({ organizationId, subject }: RegistryCaller, version: string, { write, event }: Change) {
    return transact(this.dataSource, async (db) => {
      await assertKeys(db, organizationId);
      await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', ['registered services']);
      if ((await registryVersion(db)) !== version) return false;
      await db.query(`DELETE FROM registered_service WHERE retired_at < now() - interval '${keptRetired}'`);
      await write(db);
      await appendAudit(db, [{ actor: subject, ...event }]);
      await db.query('SELECT pg_notify($1, $2)', [servicesChannel, event.service]);
      return true;
    });
  }
}
