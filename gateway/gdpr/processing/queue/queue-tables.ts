/** The tables of the queue, which pg-boss makes and migrates itself, and the queues in them. */
import PgBoss from 'pg-boss';
import { keepAlive } from '../../../../subgraphs/kit/base/persistence/session-bounds';
import type { RequestType } from '../../lifecycle';
import type { JobKind } from '../../store/jobs';

/** The prefixes of the names of queues, by what their jobs are about. */
const prefixes = { task: 'gdpr-task', finalize: 'gdpr-finalize' } as const satisfies Record<JobKind, string>;

/** The queue of one service's parts of requests. */
export const taskQueue = (service: string): string => `${prefixes.task}/${service}`;

/** The queue of requests of one type whose parts have all ended. */
export const finalizeQueue = (type: RequestType): string => `${prefixes.finalize}/${type}`;

/** What the jobs of a queue are about; null for a queue of somebody else. A bare prefix is a queue of an older version. */
export const kindOf = (queue: string): JobKind | null => {
  const [prefix] = queue.split('/', 1);
  return prefix === prefixes.task ? 'task' : prefix === prefixes.finalize ? 'finalize' : null;
};

/** SQL: a trigger that notifies of every job that is queued, by any version. Its function comes with the migration `WorkDue`. */
const tellOfJobs = `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'pgboss.job'::regclass AND tgname = 'job_work_due') THEN
    CREATE TRIGGER job_work_due AFTER INSERT ON pgboss.job
    FOR EACH STATEMENT EXECUTE FUNCTION public.notify_work_due('jobs');
  END IF;
END $$`;

/** Creates or migrates the queue's tables, after those of the gateway, by a role that may do so. Safe to repeat. */
export async function createQueueTables(connectionString: string): Promise<void> {
  const connection = { connectionString, ...keepAlive, connectionTimeoutMillis: 10_000, max: 1 };
  const boss = new PgBoss({ ...connection, migrate: true, schedule: false, supervise: false });
  // The call that fails throws. Without a listener, the event that comes too would end the process.
  boss.on('error', () => {});
  await boss.start();
  await boss.getDb().executeSql(tellOfJobs, []);
  await boss.stop({ graceful: false, wait: true });
}

/**
 * SQL: a further right of the gateway's role, so that a service that joins has its queue at once. The function runs with the
 * rights of its owner, and only creates the table for a queue's jobs.
 */
export const queuePrivileges = (role: string): string[] => [
  'ALTER FUNCTION pgboss.create_queue SECURITY DEFINER SET search_path = pg_catalog, pg_temp',
  'REVOKE EXECUTE ON FUNCTION pgboss.create_queue FROM PUBLIC',
  `GRANT EXECUTE ON FUNCTION pgboss.create_queue TO ${role}`,
];
