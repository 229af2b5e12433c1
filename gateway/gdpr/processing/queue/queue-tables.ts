/** The tables of the queue, which pg-boss makes and migrates itself, and the queues in them. */
import PgBoss from 'pg-boss';
import { keepAlive } from '../../../../subgraphs/kit/base/persistence/session-bounds';
import type { RequestType } from '../../lifecycle';
import type { JobKind } from '../../store/jobs';

/** What the names of queues begin with, by what their jobs are about. */
const prefixes = { task: 'gdpr-task', finalize: 'gdpr-finalize' } as const satisfies Record<JobKind, string>;

/** The queue of one service's parts of requests. */
export const taskQueue = (service: string): string => `${prefixes.task}/${service}`;

/** The queue of requests of one type whose parts have all ended. */
export const finalizeQueue = (type: RequestType): string => `${prefixes.finalize}/${type}`;

/** What the jobs of a queue are about; null for a queue that is not ours. A bare prefix is the queue of an older version. */
export const kindOf = (queue: string): JobKind | null => {
  const [prefix] = queue.split('/', 1);
  return prefix === prefixes.task ? 'task' : prefix === prefixes.finalize ? 'finalize' : null;
};

/** SQL: has every job that is queued, by whatever version, told of. The function is of the migration `WorkDue`. */
const tellOfJobs = `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'pgboss.job'::regclass AND tgname = 'job_work_due') THEN
    CREATE TRIGGER job_work_due AFTER INSERT ON pgboss.job
    FOR EACH STATEMENT EXECUTE FUNCTION public.notify_work_due('jobs');
  END IF;
END $$`;

/** Makes or migrates the queue's tables in a database, those of the gateway being there, by a role that may. Safe to repeat. */
export async function createQueueTables(connectionString: string): Promise<void> {
  const connection = { connectionString, ...keepAlive, connectionTimeoutMillis: 10_000, max: 1 };
  const boss = new PgBoss({ ...connection, migrate: true, schedule: false, supervise: false });
  // What fails is thrown by the call that fails; an event besides would end the process.
  boss.on('error', () => {});
  await boss.start();
  await boss.getDb().executeSql(tellOfJobs, []);
  await boss.stop({ graceful: false, wait: true });
}

/**
 * SQL: what the gateway's role may do besides, so that a service that joins has its queue at once. The function makes a table
 * for the queue's jobs, by its owner's rights, and nothing else.
 */
export const queuePrivileges = (role: string): string[] => [
  'ALTER FUNCTION pgboss.create_queue SECURITY DEFINER SET search_path = pg_catalog, pg_temp',
  'REVOKE EXECUTE ON FUNCTION pgboss.create_queue FROM PUBLIC',
  `GRANT EXECUTE ON FUNCTION pgboss.create_queue TO ${role}`,
];
