/**
 * Whose data are restricted in this service (Art. 18, R34): ids alone. A restriction that was lifted stays as lifted, so that a
 * call which comes late restricts nobody again.
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

/** How a subject is named in the table. A contact's id on a calling list is one of its own. */
export const subjectKey = ({ type, id }: SubjectReference): string => `${type}:${id.toLowerCase()}`;

const keyOf = (term: IdTerm): string => subjectKey({ type: term.type, id: term.id });

/**
 * Restricts a subject, or lifts that.
 * @returns whether the subject is under this restriction now
 * @throws BAD_USER_INPUT for a term that is no id, or a restriction without one
 */
export async function restrict(
  db: EntityManager,
  restrictionId: string,
  term: Term,
  restricted: boolean,
): Promise<boolean> {
  if (term.kind !== 'id') throw inputError('term', 'term takes an id: a restriction is on a person.');
  if (restrictionId.trim() === '' || restrictionId.length > longestId)
    throw inputError('restrictionId', 'restrictionId must be an id.');
  const rows: { restricted: boolean }[] = await db.query(
    `INSERT INTO personal_data_restriction AS mark (organization_id, subject, restriction_id, lifted_at)
     VALUES ($1, $2, $3, CASE WHEN $4 THEN NULL ELSE now() END)
     ON CONFLICT (organization_id, subject, restriction_id)
     DO UPDATE SET lifted_at = coalesce(mark.lifted_at, excluded.lifted_at)
     RETURNING lifted_at IS NULL AS restricted`,
    [currentKeys().organizationId, keyOf(term), restrictionId, restricted],
  );
  return rows[0]?.restricted === true;
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

/** The error of data that are restricted. */
export const restrictedError = (argument?: string) =>
  codedError(
    'RESTRICTED',
    'The data are restricted (Art. 18): they are stored, and otherwise left alone.',
    argument === undefined ? {} : { argument },
  );

/** Demands, before somebody changes a subject's data, that they are not restricted. @throws RESTRICTED naming `argument` */
export async function assertUnrestricted(
  db: EntityManager,
  subjects: readonly SubjectReference[],
  argument: string,
): Promise<void> {
  if ((await restrictedAmong(db, subjects.map(subjectKey))).size > 0) throw restrictedError(argument);
}
