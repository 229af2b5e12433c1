/**
 * The mark of a moment (R25): a service hands it out when a request is made, and honours it when it acts. It distinguishes records
 * that held a value then from records that came to hold it later, by the database's clock and transactions, never by a process's
 * clock.
 *
 * Terminology
 * - held since: when a row came to hold its value, by the database's clock when the row was inserted.
 * - snapshot: which transactions had committed at the mark (`pg_current_snapshot`). It excludes transactions that were in flight
 *   then, whatever their time, and later ones, even if the clock has gone back.
 * - residence: when the database came to live on its PostgreSQL cluster. Transaction numbers have a meaning within one cluster
 *   only: rows older than the residence were restored into it, and are judged by their time.
 * - covered: held since before the mark, and committed when it was taken.
 */
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { inputError } from '../../errors';

/** A parsed mark. Times are in PostgreSQL's format: a `Date` would lose the microseconds. */
export interface Mark {
  time: string;
  /** Absent in a mark that is only a time: the gateway gives such a mark for a service that could not be asked. */
  snapshot?: string;
  /** When the residence began; present with `snapshot`. */
  residence?: string;
}

/** Which of the records that a term identifies are meant: those that a mark covers, or the others, which are newer or of unknown age. */
export interface Coverage {
  mark: Mark;
  side: 'COVERED' | 'NEWER';
}

/** The most characters of a mark: its snapshot lists the transactions in flight, at most a few hundred. */
const longestMark = 16_000;

const time = z.iso.datetime({ offset: true });
const stored = z.strictObject({ t: time, s: z.string().regex(/^\d{1,19}:\d{1,19}:(\d{1,19}(,\d{1,19})*)?$/), r: time });

/** Whether PostgreSQL accepts the text as a snapshot: its parts must be in order. */
function isSnapshot(text: string): boolean {
  const [xmin = '', xmax = '', list = ''] = text.split(':');
  const [low, high] = [BigInt(xmin), BigInt(xmax)];
  const inFlight = list === '' ? [] : list.split(',').map(BigInt);
  const ordered = inFlight.every((each, index) => each > (inFlight[index - 1] ?? low - 1n) && each < high);
  return low >= 1n && low <= high && high < 2n ** 63n && ordered;
}

/**
 * Parses the mark of a caller: the result of {@link takeMark}, or a time.
 * @throws BAD_USER_INPUT naming `asOf`
 */
export function parseMark(asOf: string | null | undefined): Mark | null {
  if (asOf == null) return null;
  const refused = () => inputError('asOf', 'asOf is neither a mark of this service nor a time (RFC 3339).');
  if (asOf.length > longestMark) throw refused();
  if (time.safeParse(asOf).success) return { time: asOf };
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(asOf, 'base64url').toString());
  } catch {
    throw refused();
  }
  const parsed = stored.safeParse(content);
  if (!parsed.success || !isSnapshot(parsed.data.s)) throw refused();
  return { time: parsed.data.t, snapshot: parsed.data.s, residence: parsed.data.r };
}

/** The records that a caller's mark covers; without a mark, all (R25). @throws as {@link parseMark} */
export function coverageOf(asOf: string | null | undefined): Coverage | null {
  const mark = parseMark(asOf);
  return mark && { mark, side: 'COVERED' };
}

const utc = (value: string) => `to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The PostgreSQL cluster: `pg_dump` and logical replication carry rows to another one, with other transaction numbers. */
const here = '(SELECT system_identifier FROM pg_control_system())';

/**
 * The mark of this moment, as text. As the first statement of a REPEATABLE READ transaction, it is the mark of everything that
 * the transaction reads.
 */
export async function takeMark(db: EntityManager): Promise<string> {
  const [row] = await db.query<[{ t: string; s: string; r: string | null }]>(
    `SELECT ${utc('clock_timestamp()')} AS t, pg_current_snapshot()::text AS s,
       (SELECT CASE WHEN system_identifier = ${here} THEN ${utc('since')} END
        FROM personal_data_residence ORDER BY since DESC LIMIT 1) AS r`,
  );
  // Until the residence is recorded, every row is judged by its time.
  return Buffer.from(JSON.stringify({ t: row.t, s: row.s, r: row.r ?? row.t })).toString('base64url');
}

/** Records on which cluster the database lives, if that has changed. Called when a service starts. */
export async function recordResidence(db: EntityManager): Promise<void> {
  await db.query(
    `INSERT INTO personal_data_residence (system_identifier)
     SELECT ${here} WHERE ${here} IS DISTINCT FROM
       (SELECT system_identifier FROM personal_data_residence ORDER BY since DESC LIMIT 1)`,
  );
}

/**
 * SQL: the condition of a row that the mark covers.
 * @param row the row's name in the statement; it comes from the code, never from a caller
 * @param parameters the statement's parameters, to which those of the mark are added
 */
export function coveredBy(row: string, { time: at, snapshot, residence }: Mark, parameters: unknown[]): string {
  const since = `${row}.held_since <= $${parameters.push(at)}::timestamptz`;
  if (snapshot === undefined) return since;
  const restored = `${row}.held_since < $${parameters.push(residence)}::timestamptz`;
  const committed = `pg_visible_in_snapshot(${row}.held_by_transaction, $${parameters.push(snapshot)}::pg_snapshot)`;
  return `(${since} AND (${row}.held_by_transaction IS NULL OR ${restored} OR ${committed}))`;
}

/**
 * SQL: the condition of a row that the coverage means; `true` without a coverage.
 * @param condition the condition of a row that a mark covers
 */
export function meantBy(
  row: string,
  coverage: Coverage | null,
  parameters: unknown[],
  condition: typeof coveredBy = coveredBy,
): string {
  if (!coverage) return 'true';
  const covered = condition(row, coverage.mark, parameters);
  return coverage.side === 'COVERED' ? covered : `NOT ${covered}`;
}
