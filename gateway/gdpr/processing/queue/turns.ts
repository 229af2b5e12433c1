/**
 * Turns: the order in which the jobs of a queue are taken, so that no organisation's backlog delays another's (R27). This is
 * start-time fair queueing. The jobs of an organisation have consecutive turns, and the first job of an idle organisation has
 * the turn that is being taken: a new job waits for one job of each other organisation, however many they have queued. pg-boss
 * takes jobs by their priority, which is computed from the turn. Turns only order jobs: a lost or unused turn loses no job.
 */
import type PgBoss from 'pg-boss';

/** A job that is about to be queued. */
export interface QueuedJob {
  queue: string;
  organizationId: string;
  /** No two jobs of one key wait in a queue. */
  key: string;
}

/** The turns that the jobs of an organisation in a queue were given: so many, after this one. */
interface Line {
  queue: string;
  organizationId: string;
  before: number;
  taken: number;
}

/** pg-boss's priorities are 32-bit integers, of which the greatest comes first. */
const firstPriority = 2 ** 31 - 1;
const lastPriority = -(2 ** 31);

/** The priority of a turn. After about four thousand million turns, all jobs have the last one and are taken by age. */
const priorityOf = (turn: number): number => Math.max(lastPriority, firstPriority - turn);
const turnOf = (priority: number): number => firstPriority - priority;

/**
 * Gives jobs their turns and returns their priorities, in the order of the jobs. A job whose key is waiting already takes none.
 * @param db the transaction that queues them. It is about to commit, because the turns stay locked until then
 */
export async function takeTurns(db: PgBoss.Db, jobs: readonly QueuedJob[]): Promise<number[]> {
  const { rows }: { rows: Line[] } = await db.executeSql(
    `WITH wanted AS (
       SELECT job.queue, job.organization_id, count(*) AS jobs
       FROM unnest($1::text[], $2::text[], $3::text[]) AS job (queue, organization_id, key)
       WHERE NOT EXISTS (
         SELECT FROM pgboss.job waiting WHERE waiting.name = job.queue AND waiting.state = 'created'
           AND waiting.policy = 'short' AND coalesce(waiting.singleton_key, '') = job.key)
       GROUP BY 1, 2)
     INSERT INTO job_turn AS own (queue, organization_id, turn, taken)
     SELECT queue, organization_id, coalesce(clock.turn, 0) + jobs, jobs
     FROM wanted LEFT JOIN job_clock clock USING (queue) ORDER BY queue, organization_id
     ON CONFLICT (queue, organization_id)
       DO UPDATE SET turn = greatest(own.turn + excluded.taken, excluded.turn), taken = excluded.taken
     RETURNING queue, organization_id AS "organizationId", (turn - taken)::float AS before, taken::float AS taken`,
    [jobs.map(({ queue }) => queue), jobs.map(({ organizationId }) => organizationId), jobs.map(({ key }) => key)],
  );
  const lines = new Map(rows.map((row) => [`${row.queue} ${row.organizationId}`, { ...row, given: 0 }]));
  return jobs.map(({ queue, organizationId }) => {
    const line = lines.get(`${queue} ${organizationId}`);
    if (!line) return firstPriority;
    line.given = Math.min(line.given + 1, line.taken);
    return priorityOf(line.before + line.given);
  });
}

/** An organisation with more jobs than this after the turn that is being taken has a backlog. */
const backlog = 8;

/**
 * Notes that jobs of a queue were taken, up to this priority: an organisation that was idle begins with the current turn.
 * @returns which of these organisations have a backlog in the queue
 */
export async function advanceClock(
  db: PgBoss.Db,
  queue: string,
  priorities: readonly number[],
  organizationIds: readonly string[],
): Promise<Set<string>> {
  const { rows }: { rows: { id: string }[] } = await db.executeSql(
    `WITH advanced AS (
       INSERT INTO job_clock AS clock (queue, turn) VALUES ($1, $2)
       ON CONFLICT (queue) DO UPDATE SET turn = excluded.turn WHERE clock.turn < excluded.turn)
     SELECT organization_id AS id FROM job_turn
     WHERE queue = $1 AND organization_id = ANY ($3) AND turn > $2 + $4`,
    [queue, turnOf(Math.min(...priorities)), organizationIds, backlog],
  );
  return new Set(rows.map(({ id }) => id));
}
