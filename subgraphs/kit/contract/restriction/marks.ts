/**
 * Which subjects are restricted in this service (Art. 18, R34), by their ids alone. A lifted restriction stays lifted, so that a
 * late call restricts nobody again.
 */
import type { EntityManager } from 'typeorm';
import { longestId } from '../../base/bounds';
import { codedError, inputError } from '../../base/errors';
import { currentKeys } from '../../base/security/organization-context';
import type { IdTerm, IdType, Term } from '../../base/terms';

/** A subject, by its id. */
export interface SubjectReference {
  type: IdType;
  id: string;
}

/** How a subject is named in the table. A dialer contact's id is unique without its list's. */
export const subjectKey = ({ type, id }: SubjectReference): string => `${type}:${id.toLowerCase()}`;

const keyOf = (term: IdTerm): string => subjectKey({ type: term.type, id: term.id });

/** How a subject is marked. */
export interface Mark {
  /** Whether it is under the restriction. */
  restricted: boolean;
  /** Whether it has been marked for so long that every process of the service has asked since. */
  old: boolean;
}

/**
 * SQL: from when on a mark is old. Processes ask several times in a second; but a mark's time is that of the statement that made
 * it, which may have waited for a lock or a disk before others could see it.
 */
const oldAfter = `interval '1 minute'`;

/**
 * Restricts a subject, or lifts the restriction.
 * @throws BAD_USER_INPUT for a term that is not an id, or an invalid restriction id
 */
export async function restrict(
  db: EntityManager,
  restrictionId: string,
  term: Term,
  restricted: boolean,
): Promise<Mark> {
  if (term.kind !== 'id') throw inputError('term', 'term takes an id: a restriction is on a person.');
  if (restrictionId.trim() === '' || restrictionId.length > longestId)
    throw inputError('restrictionId', 'restrictionId must be an id.');
  const rows: Mark[] = await db.query(
    `INSERT INTO personal_data_restriction AS mark (organization_id, subject, restriction_id, lifted_at)
     VALUES ($1, $2, $3, CASE WHEN $4 THEN NULL ELSE now() END)
     ON CONFLICT (organization_id, subject, restriction_id)
     DO UPDATE SET lifted_at = coalesce(mark.lifted_at, excluded.lifted_at)
     RETURNING lifted_at IS NULL AS restricted, restricted_at < now() - ${oldAfter} AS old`,
    [currentKeys().organizationId, keyOf(term), restrictionId, restricted],
  );
  return rows[0] ?? { restricted: false, old: false };
}

/** Whether anybody of the organisation is restricted. */
export async function anyRestricted(db: EntityManager): Promise<boolean> {
  const rows: unknown[] = await db.query(
    'SELECT 1 FROM personal_data_restriction WHERE organization_id = $1 AND lifted_at IS NULL LIMIT 1',
    [currentKeys().organizationId],
  );
  return rows.length > 0;
}

/** Which of these subjects are restricted, by their keys. */
export async function restrictedAmong(db: EntityManager, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows: { subject: string }[] = await db.query(
    `SELECT DISTINCT subject FROM personal_data_restriction
     WHERE organization_id = $1 AND subject = ANY($2::text[]) AND lifted_at IS NULL`,
    [currentKeys().organizationId, keys],
  );
  return new Set(rows.map(({ subject }) => subject));
}

/** The error that stands for restricted data. */
export const restrictedError = (argument?: string) =>
  codedError(
    'RESTRICTED',
    'The data are restricted (Art. 18): they are stored, and otherwise left alone.',
    argument === undefined ? {} : { argument },
  );

/** Checks, before a subject's data are changed, that they are not restricted. @throws RESTRICTED naming `argument` */
export async function assertUnrestricted(
  db: EntityManager,
  subjects: readonly SubjectReference[],
  argument: string,
): Promise<void> {
  if ((await restrictedAmong(db, subjects.map(subjectKey))).size > 0) throw restrictedError(argument);
}
