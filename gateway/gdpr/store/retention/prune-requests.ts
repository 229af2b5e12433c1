/** Removes families of finished requests that were kept for their time, with all that hangs on them (R21). */
import type { EntityManager } from 'typeorm';
import { ago, atRest } from './kept-sql';

/** What goes with a request. Packages have files, which their own sweep removes first; records of erasures have their own time. */
const dependants = [
  'gdpr_task',
  'gdpr_recipient',
  'gdpr_package_link',
  'gdpr_request_hold',
  'gdpr_idempotency_key',
  'gdpr_matched_subject',
  'gdpr_known_value',
];
const awaited = ['gdpr_erasure', 'gdpr_export', 'gdpr_export_part'];

/** SQL: a member that its family has to wait for. */
const keepsFamily = `NOT (${atRest('member')} AND member.completed_at < ${ago('$1')}) OR ${awaited
  .map(
    (table) =>
      `EXISTS (SELECT FROM ${table} waiting WHERE waiting.organization_id = member.organization_id AND waiting.request_id = member.id)`,
  )
  .join(' OR ')}`;

/** A family goes as a whole, once none of its requests is in flight, younger, or waited for. */
export async function pruneRequests(db: EntityManager, kept: number, batch: number): Promise<void> {
  // A parent that is locked gets no further member. What became of its family before is seen by the statements that follow.
  const parents: { organization_id: string; id: string }[] = await db.query(
    `SELECT organization_id, id FROM gdpr_request parent
     WHERE parent.parent_id IS NULL AND parent.completed_at < ${ago('$1')} AND ${atRest('parent')}
       AND NOT EXISTS (SELECT FROM (
         SELECT own.* FROM gdpr_request own WHERE own.organization_id = parent.organization_id AND own.id = parent.id
         UNION ALL SELECT related.* FROM gdpr_request related
         WHERE related.organization_id = parent.organization_id AND related.parent_id = parent.id) member WHERE ${keepsFamily})
     ORDER BY completed_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [kept, batch],
  );
  if (parents.length === 0) return;
  const members: { organization_id: string; id: string; family: string; past: boolean }[] = await db.query(
    `SELECT member.organization_id, member.id, parent.id AS family, NOT (${keepsFamily}) AS past
     FROM unnest($2::text[], $3::uuid[]) AS parent (organization_id, id)
     JOIN gdpr_request member ON member.organization_id = parent.organization_id
       AND (member.id = parent.id OR member.parent_id = parent.id)
     FOR UPDATE OF member SKIP LOCKED`,
    [kept, parents.map((parent) => parent.organization_id), parents.map(({ id }) => id)],
  );
  const held: { family: string }[] = await db.query(
    `SELECT DISTINCT parent.id AS family FROM unnest($1::text[], $2::uuid[]) AS parent (organization_id, id)
     JOIN gdpr_request member ON member.organization_id = parent.organization_id AND member.parent_id = parent.id
     WHERE member.id <> ALL($3::uuid[])`,
    [parents.map((parent) => parent.organization_id), parents.map(({ id }) => id), members.map(({ id }) => id)],
  );
  const waiting = new Set([...held, ...members.filter(({ past }) => !past)].map(({ family }) => family));
  const gone = members.filter(({ family }) => !waiting.has(family));
  const parameters = [gone.map((member) => member.organization_id), gone.map(({ id }) => id)];
  const among = 'unnest($1::text[], $2::uuid[]) AS gone (organization_id, id)';
  for (const table of dependants)
    await db.query(
      `DELETE FROM ${table} row USING ${among}
       WHERE row.organization_id = gone.organization_id AND row.request_id = gone.id`,
      parameters,
    );
  await db.query(
    `DELETE FROM webhook_sequence row USING ${among}
     WHERE row.organization_id = gone.organization_id AND row.about = gone.id`,
    parameters,
  );
  await db.query(
    `DELETE FROM gdpr_request request USING ${among}
     WHERE request.organization_id = gone.organization_id AND request.id = gone.id`,
    parameters,
  );
}
