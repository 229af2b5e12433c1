/** `restrictProcessing` and `liftRestriction` (Art. 18, R34). The services are told by the worker, until all of them have taken it. */
import { Not, type DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import {
  checkedTime,
  codedError,
  currentKeys,
  inputError,
  isId,
  parseTerm,
  termFingerprint,
  type IdTerm,
} from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, termDigestText } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import { checkedText } from '../checked-text';
import { namingArgument, resolveTerm } from '../requests/resolve';
import type { RestrictionInput } from '../schema.generated';
import type { PiiServices } from '../services/pii-services';
import { databaseTime } from '../store/database-time';
import { lockSubjects, subjectDigest } from '../store/subjects/subject-locks';
import { GdprRestrictedSubject, GdprRestriction, GdprRestrictionService } from './restriction';

/** What restrictions work with. */
export interface RestrictionTools {
  dataSource: DataSource;
  services: PiiServices;
}

/** How the log names a restriction. */
export const restrictionText = (id: string): string => `restriction ${id}`;

/** A person's id. @throws BAD_USER_INPUT for a value: a restriction is on a person, never on a word */
function checkedSubject(input: RestrictionInput): IdTerm {
  const term = parseTerm(input.subject, 'input.subject');
  if (term.kind === 'value')
    throw inputError('input.subject', 'input.subject takes an id: a restriction is on a person, never on a value.');
  return term;
}

/**
 * Restricts whom an id names, with the whole merge set (R8). One that is there on the same ground is answered.
 * @throws BAD_USER_INPUT; SUBJECT_NOT_FOUND; SERVICE_UNAVAILABLE; MERGE_SET_TOO_LARGE; FORBIDDEN when the keys were destroyed
 */
export async function restrictProcessing(
  { dataSource, services }: RestrictionTools,
  actor: string,
  input: RestrictionInput,
): Promise<GdprRestriction> {
  const term = checkedSubject(input);
  const reference = checkedText(input.reference, 'input.reference');
  const keys = currentKeys();
  keys.assertUsable();
  const { organizationId } = keys;
  const plan = await namingArgument('input.subject', () =>
    resolveTerm(services, { organizationId, actor }, 'GET', term),
  );
  const members = plan.members.flatMap((member) => (member.term.kind === 'id' ? [member.term] : []));
  const named = members[0] ?? term;
  return transact(dataSource, async (db) => {
    const createdAt = await lockSubjects(db, members.map(subjectDigest));
    await assertKeys(db, organizationId);
    const digest = subjectDigest(named);
    const restriction = db.create(GdprRestriction, {
      organizationId,
      id: uuidv7(),
      term: named,
      subjectDigest: digest,
      ground: input.ground,
      reference,
      createdBy: actor,
      createdAt,
      liftedAt: null,
      informedAt: null,
      runAt: createdAt,
      attempts: 0,
    });
    const made = await db
      .createQueryBuilder()
      .insert()
      .into(GdprRestriction)
      .values(restriction)
      .orIgnore()
      .returning('id')
      .updateEntity(false)
      .execute();
    if ((made.raw as unknown[]).length === 0)
      return db
        .createQueryBuilder(GdprRestriction, 'found')
        .where('found.organizationId = :organizationId AND found.subjectDigest = :digest', { organizationId, digest })
        .andWhere('found.ground = :ground AND found.liftedAt IS NULL', { ground: input.ground })
        .getOneOrFail();
    await addSubjects(db, restriction.id, members);
    await appendAudit(db, [
      {
        actor,
        action: 'PROCESSING_RESTRICTED',
        detail: `${restrictionText(restriction.id)}, ${input.ground}, ${named.type}, ${termDigestText(keys.digest(termFingerprint(named)))}`,
      },
    ]);
    return restriction;
  });
}

/** Adds subjects to a restriction; those that it is on already stay as they are. */
export async function addSubjects(db: EntityManager, restrictionId: string, members: IdTerm[]): Promise<void> {
  const { organizationId } = currentKeys();
  const rows = members.map((term) => ({ organizationId, restrictionId, subjectDigest: subjectDigest(term), term }));
  await db
    .createQueryBuilder()
    .insert()
    .into(GdprRestrictedSubject)
    .values(rows)
    .orIgnore()
    .updateEntity(false)
    .execute();
}

/**
 * Lifts a restriction. One that was lifted before is answered as it is.
 * @throws BAD_USER_INPUT; NOT_FOUND; FORBIDDEN when the organisation's keys were destroyed
 */
export function liftRestriction(
  { dataSource }: Pick<RestrictionTools, 'dataSource'>,
  actor: string,
  { id, informedAt: given }: { id: string; informedAt: unknown },
): Promise<GdprRestriction> {
  const informedAt = checkedTime('informedAt', given);
  currentKeys().assertUsable();
  const { organizationId } = currentKeys();
  return transact(dataSource, async (db) => {
    await assertKeys(db, organizationId);
    const lock = { mode: 'pessimistic_write' } as const;
    const found = isId(id) ? await db.findOne(GdprRestriction, { where: { organizationId, id }, lock }) : null;
    if (!found) throw codedError('NOT_FOUND', 'There is no such restriction.', { argument: 'id' });
    const now = await databaseTime(db);
    if (informedAt > now) throw inputError('informedAt', 'informedAt is in the future.');
    if (found.liftedAt) return found;
    const changes = { liftedAt: now, informedAt, runAt: now, attempts: 0 };
    await db.update(GdprRestriction, { organizationId, id: found.id }, changes);
    const enforced = { organizationId, restrictionId: found.id, status: Not('NOT_ENFORCED') };
    await db.update(GdprRestrictionService, enforced, { status: 'PENDING' });
    const detail = `${restrictionText(found.id)}, the person was told ${informedAt.toISOString()}`;
    await appendAudit(db, [{ actor, action: 'RESTRICTION_LIFTED', detail }]);
    return Object.assign(found, changes);
  });
}
