/**
 * How what is registered changes, and comes to be served. What is registered is composed and built by this process before it is written,
 * written with its audit entry in one transaction, and served here before the caller has the answer; the other replicas hear of it
 * when it commits. A process that is killed in between loses nothing: the rows say what there is.
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

/** How long the name of a retired service is kept, for replicas that have not heard of it. */
const keptRetired = '30 days';

/** Two that change at once come one after the other; who is later composes once more. */
const mostTurns = 5;

/** What a process does with a supergraph: the registry is told when there is one. */
interface ServingSupergraph {
  /** Builds it as if it were to serve. @throws SupergraphError saying why it cannot */
  check(sdl: string): Promise<void>;
  /** Serves what is registered now. */
  reload(): Promise<void>;
}

/** Who registers. */
export interface RegistryCaller {
  subject: string;
  organizationId: string;
}

/** A change, before it is made. */
interface Change {
  after: RegisteredService[];
  event: Pick<AuditEvent, 'action' | 'detail'> & { service: string };
  /** Is told what composition warns of. */
  composed?: (warnings: string[]) => void;
  write: (db: EntityManager) => Promise<void>;
}

export class RegistryChanges {
  private serving: ServingSupergraph | undefined;
  /** What was registered when this process last took it in: it serves that, or what came later. */
  private served: string | undefined;
  /** Changes of this process come one after the other: while one composes, nobody's transaction stands still. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    /** None when the supergraph comes from elsewhere, whole. */
    private readonly place: RegistryPlace | undefined,
  ) {}

  /** Says where supergraphs are served. */
  connect(serving: ServingSupergraph): void {
    this.serving = serving;
  }

  /**
   * Takes in what has joined or was retired, wherever that was said: a request that is made from now on asks no fewer services.
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
      throw codedError('SERVICE_UNAVAILABLE', 'Services have joined that this process cannot take in. Try again.');
    }
    this.served = version;
  }

  /** Makes a change of what is registered, if what it leads to can be served, and serves it. */
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
      // Before the transaction, which may not stand still for as long as this takes.
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

  /** Writes a change, unless another came first. */
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
