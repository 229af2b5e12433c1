/**
 * Leases: which worker runs the work of a row, and for how long. Rows of tasks and of requests that are finalised both have
 *
 * - `lease_expires_at`: a worker runs it and holds it until then; null when nobody does;
 * - `run_at`: when it is to be run next; null while somebody runs it, and when there is nothing to do.
 *
 * A worker claims rows that are due, renews its lease by a heartbeat, and writes in the name of its attempt. A lease that was
 * not renewed expires, and another worker takes the row over (`takeover.ts`). All times are the database's.
 */
import type { DataSource, EntityManager, ObjectLiteral } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import { rowReader } from '../../../../subgraphs/kit/base/persistence/read-rows';
import { GroupCommit } from '../../../persistence/group-commit';
import { givenRows, returned } from '../../../persistence/rows';

/** How long a lease holds without being renewed, in milliseconds. */
const leaseHolds = 4_000;

/** How often a worker renews a lease, in milliseconds. */
const heartbeatEvery = 1_000;

/** SQL: when a lease expires that is given or renewed now. Not the transaction's time: it may have waited for locks. */
export const leaseEnd = `clock_timestamp() + interval '${leaseHolds} milliseconds'`;

/** The lease is lost: another worker has the row, or its work was stopped. */
export class LeaseLostError extends Error {}

/** Rows of one kind that are run under leases. */
export interface LeasedRows<
  T extends ObjectLiteral,
  K extends keyof T & string,
  Q extends keyof T & string = keyof T & string,
> {
  /** Has `lease_expires_at` and `run_at`. */
  entity: new () => T;
  /** The key of a row within its organisation. Its first part is a UUID. */
  key: readonly K[];
  /** The column that decides in which queue the jobs of a row are. */
  queue: Q;
  /** Counts the leases that were given: each attempt has a number of its own, and writes in its name. */
  attempts: keyof T & string;
  /** Statuses in which a row may be claimed, once it is due. */
  claimable: readonly string[];
  /** Statuses that a row is given with a lease, and when the lease has expired; absent: it keeps its own. */
  statuses?: { leased: string; expired: string };
}

/** A lease that a worker was given, renewed until it is released. */
export class Lease {
  private readonly controller = new AbortController();
  private readonly heartbeat: NodeJS.Timeout;

  /** @param renew renews it in the database; false when it is gone */
  constructor(renew: () => Promise<boolean>) {
    let renewing = false;
    this.heartbeat = setInterval(() => {
      if (renewing) return;
      renewing = true;
      renew()
        .then(
          (held) => held || this.controller.abort(new LeaseLostError()),
          // A database that is briefly unreachable is no reason to stop. A lost lease is.
          () => {},
        )
        .finally(() => (renewing = false));
    }, heartbeatEvery);
    this.heartbeat.unref();
  }

  /** Aborted, with a {@link LeaseLostError}, once the lease is known to be gone. */
  get lost(): AbortSignal {
    return this.controller.signal;
  }

  /** @throws LeaseLostError when the lease is known to be gone */
  assertHeld(): void {
    this.lost.throwIfAborted();
  }

  /** Ends the heartbeat. Work that is not recorded as done by then is taken over once the lease has expired. */
  release(): void {
    clearInterval(this.heartbeat);
  }
}

/** The leases of one process on rows of one kind. Those of an organisation are claimed and renewed in groups. */
export class Leases<T extends ObjectLiteral, K extends keyof T & string, C extends object> {
  private readonly claims: GroupCommit<Pick<T, K>, C | null>;
  private readonly renewals: GroupCommit<T, boolean>;

  /**
   * @param claim claims rows by {@link claimRows} and loads what belongs to them; null for each that cannot be claimed
   * @param rowOf picks the row from an answer of `claim`
   */
  constructor(
    dataSource: DataSource,
    rows: LeasedRows<T, K>,
    claim: (wanted: Pick<T, K>[]) => Promise<(C | null)[]>,
    private readonly rowOf: (claimed: C) => T,
  ) {
    // Jobs that were fetched together are claimed together; a renewal has time.
    this.claims = new GroupCommit(claim, 1);
    this.renewals = new GroupCommit((leased) => renewRows(dataSource.manager, rows, leased), 100);
  }

  /** Claims a row; null when there is nothing to do, when it is not due yet, and when another worker has it. */
  async claim(wanted: Pick<T, K>): Promise<(C & { lease: Lease }) | null> {
    const claimed = await this.claims.add(wanted);
    return claimed && Object.assign(claimed, { lease: new Lease(() => this.renew(this.rowOf(claimed))) });
  }

  /** Renews the lease on a row; false when it is gone. */
  renew(row: T): Promise<boolean> {
    return this.renewals.add(row);
  }
}

/** Gives leases on those of the wanted rows that are due; null for each other row. A row that is wanted twice is given once. */
export async function claimRows<T extends ObjectLiteral, K extends keyof T & string>(
  db: EntityManager,
  { entity, key, attempts, claimable, statuses }: LeasedRows<T, K>,
  wanted: Pick<T, K>[],
): Promise<(T | null)[]> {
  if (wanted.length === 0) return [];
  const reader = rowReader(db, entity);
  const given = givenRows(db, entity, wanted, key, 3);
  const columns = given.columns.join(', ');
  const among = `item.organization_id = $1 AND item.${given.columns[0]} = ANY($3::uuid[])`;
  const rows = await returned<object>(
    db.query(
      // Everybody locks rows in the same order, which prevents deadlocks.
      `WITH due AS MATERIALIZED (
         SELECT ${columns} FROM ${reader.table} item JOIN ${given.source} USING (${columns})
         WHERE ${among} AND item.status = ANY($2::text[])
           AND (item.run_at <= clock_timestamp() OR item.lease_expires_at <= clock_timestamp())
         ORDER BY ${columns} FOR NO KEY UPDATE OF item)
       UPDATE ${reader.table} item SET ${reader.column(attempts)} = item.${reader.column(attempts)} + 1,
         lease_expires_at = ${leaseEnd}, run_at = NULL${statuses ? `, status = '${statuses.leased}'` : ''}
       FROM due WHERE ${among} AND ${sameKey(given.columns, 'due')}
       RETURNING item.*`,
      [currentKeys().organizationId, claimable, ...given.parameters],
    ),
  );
  const claimed = new Map(rows.map((row) => reader.entityOf(row)).map((row) => [nameOf(key, row), row]));
  return wanted.map((each) => {
    const row = claimed.get(nameOf(key, each)) ?? null;
    claimed.delete(nameOf(key, each));
    return row;
  });
}

/**
 * Renews leases; false for those that are lost. A row that is locked is skipped, because its writer knows the lease and waiting for
 * it could cause a deadlock.
 */
async function renewRows<T extends ObjectLiteral, K extends keyof T & string>(
  db: EntityManager,
  { entity, key, attempts }: LeasedRows<T, K>,
  leased: T[],
): Promise<boolean[]> {
  const { table } = rowReader(db, entity);
  const given = givenRows(db, entity, leased, [...key, attempts], 2);
  const keyColumns = given.columns.slice(0, key.length);
  const among = `item.organization_id = $1 AND item.${keyColumns[0]} = ANY($2::uuid[])`;
  const held = `SELECT ${keyColumns.map((column) => `item.${column}`).join(', ')}
     FROM ${table} item JOIN given USING (${given.columns.join(', ')})
     WHERE ${among} AND item.lease_expires_at IS NOT NULL`;
  const rows: Record<string, unknown>[] = await db.query(
    `WITH given AS MATERIALIZED (SELECT * FROM ${given.source}),
     held AS MATERIALIZED (${held}),
     free AS MATERIALIZED (${held} FOR NO KEY UPDATE OF item SKIP LOCKED),
     renewed AS (
       UPDATE ${table} item SET lease_expires_at = ${leaseEnd} FROM free WHERE ${among} AND ${sameKey(keyColumns, 'free')})
     SELECT * FROM held`,
    [currentKeys().organizationId, ...given.parameters],
  );
  const renewed = new Set(rows.map((row) => nameOf(keyColumns, row)));
  return leased.map((row) => renewed.has(nameOf(key, row)));
}

/** SQL: that an `item` and a row of another table have one key. */
const sameKey = (columns: string[], other: string): string =>
  columns.map((column) => `item.${column} = ${other}.${column}`).join(' AND ');

const nameOf = (key: readonly string[], row: object): string =>
  key.map((part) => (row as Record<string, unknown>)[part]).join('/');
