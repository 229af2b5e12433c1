/** Subjects with whom a value of an erased person came back (R33). Every search shows it; it is announced once. */
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys, mapYielding } from '../../../subgraphs/kit';
import { appendAudit } from '../../audit/audit-log';
import { announceOf } from '../../webhooks/outbox';
import type { ServiceSubject } from '../../../subgraphs/kit/base/contract/answers';
import { digestOfSubject } from '../store/subjects/matched-subjects';
import { tombstoneDigests, tombstoneTerm } from './tombstone-digests';
import { standingAmong, type Tombstone } from './tombstone-rows';

/** The most values of one subject that are checked. */
const mostValues = 1_000;

/** A subject that came back. */
interface Reappearance {
  subject: ServiceSubject;
  /** The tombstone of its value. */
  tombstone: Tombstone;
}

/** The digests by which a subject's values may have a tombstone. An external id of a known source may have been erased without one. */
const valuesOf = ({ identifiers }: ServiceSubject): Buffer[] =>
  identifiers.slice(0, mostValues).flatMap((identifier) => {
    const term = tombstoneTerm(identifier);
    if (!term) return [];
    const { digest, anySource } = tombstoneDigests(term);
    return digest.equals(anySource) ? [digest] : [digest, anySource];
  });

/**
 * Finds the subjects of a page that came back, with one statement, and announces those that were not announced yet.
 * @param subjects with their values in clear
 */
export async function reappearedAmong(dataSource: DataSource, subjects: ServiceSubject[]): Promise<boolean[]> {
  const values = await mapYielding(subjects, valuesOf);
  const standing = await standingAmong(dataSource.manager, values.flat());
  const tombstones = values.map(
    (digests) => digests.flatMap((digest) => standing.get(digest.toString('hex')) ?? [])[0],
  );
  const back = subjects.flatMap((subject, index) => {
    const tombstone = tombstones[index];
    return tombstone ? [{ subject, tombstone }] : [];
  });
  if (back.length > 0) await tellOnce(dataSource, back);
  return tombstones.map((tombstone) => tombstone !== undefined);
}

/** Stores who came back, and announces those who are new. */
async function tellOnce(dataSource: DataSource, back: Reappearance[]): Promise<void> {
  const byDigest = new Map(back.map((each) => [digestOfSubject(each.subject).toString('hex'), each]));
  const ordered = [...byDigest].sort(([one], [other]) => (one < other ? -1 : 1));
  await dataSource.transaction(async (db) => {
    const rows: { digest: string }[] = await db.query(
      `INSERT INTO gdpr_reappearance (organization_id, subject_digest, request_id, at, expires_at)
       SELECT $1, decode(digest, 'hex'), request_id, now(), expires_at
       FROM unnest($2::text[], $3::uuid[], $4::timestamptz[]) AS back (digest, request_id, expires_at)
       ON CONFLICT DO NOTHING RETURNING encode(subject_digest, 'hex') AS digest`,
      [
        currentKeys().organizationId,
        ordered.map(([digest]) => digest),
        ordered.map(([, { tombstone }]) => tombstone.requestId),
        ordered.map(([, { tombstone }]) => tombstone.expiresAt),
      ],
    );
    await announce(
      db,
      rows.flatMap(({ digest }) => byDigest.get(digest) ?? []),
    );
  });
}

/** The announcement of subjects that came back: once for each, in the transaction that stores it. */
async function announce(db: EntityManager, back: Reappearance[]): Promise<void> {
  if (back.length === 0) return;
  const { organizationId } = currentKeys();
  await announceOf(
    db,
    'GDPR_SUBJECT_REAPPEARED',
    back.map(({ tombstone: { requestId } }) => ({ organizationId, requestId })),
  );
  await appendAudit(
    db,
    back.map(({ subject: { type, id }, tombstone: { requestId } }) => ({
      actor: 'habeas',
      action: 'SUBJECT_REAPPEARED',
      requestId,
      detail: `${type} ${id}`,
    })),
  );
}
