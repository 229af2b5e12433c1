/**
 * A merge set that changes while its family of requests runs (R8): who joined is not touched, and who left is no longer part
 * of the person; both are reported. No service is asked: each request of the family looks at its own contact before it does
 * anything, and what it sees is compared with what the others have done.
 */
import type { DataSource, EntityManager } from 'typeorm';
import type { IdTerm } from '../../../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../../../audit/audit-log';
import type { ServicePage } from '../../../../subgraphs/kit/base/contract/answers';
import { GdprRequest } from '../../entities';
import { neverBegunStatuses, settledStatuses } from '../../lifecycle';
import { sqlSet } from '../../lifecycle-sql';
import type { PiiService } from '../../services/pii-services';
import { lockRequests } from '../../store/requests-and-tasks';
import { subjectDigest } from '../../store/subjects/subject-locks';

/** The most contacts that are named as joined. */
const mostJoined = 1_000;

const contactTerm = (id: string): IdTerm => ({ kind: 'id', type: 'EXTERNAL_CONTACT_ID', id });

/** Compares the merge set as the owning service tells it now with the family that was planned. */
export async function reconcileFamily(
  dataSource: DataSource,
  request: GdprRequest,
  owner: PiiService,
  page: ServicePage,
): Promise<void> {
  const { term, subject: planned } = request;
  const now = term?.type === 'EXTERNAL_CONTACT_ID' ? page.subjects.find(({ id }) => id === term.id) : undefined;
  if (!now || !planned) return;
  const [before, after] = [new Set(planned.mergeSet), new Set(now.mergeSet)];
  const joined = now.mergeSet.filter((id) => id !== now.id && !before.has(id)).slice(0, mostJoined);
  const gone = planned.mergeSet.filter((id) => id !== now.id && !after.has(id));
  const left = gone.length > 0 ? await splitOff(dataSource.manager, request, owner, gone) : [];
  if (joined.length === 0 && left.length === 0) return;
  await dataSource.transaction(async (db) => {
    const parentId = request.parentId ?? request.id;
    const family = await lockRequests(db, [parentId, request.id, ...left.map(({ requestId }) => requestId)]);
    const parent = family.get(parentId);
    const events = [
      ...(parent ? await noteJoined(db, parent, joined) : []),
      ...(await noteLeft(db, family, { contactId: now.id, requestId: request.id }, left)),
    ];
    await appendAudit(db, events);
  });
}

/** A member of the planned set, and its request. */
interface Left {
  contactId: string;
  requestId: string;
}

/**
 * Those of the members that are gone from the set who were split off. An erased member is gone too: one whose erasure has
 * looked already was one of the set then, and may have been erased since.
 */
async function splitOff(
  db: EntityManager,
  { id, parentId, type, organizationId }: GdprRequest,
  owner: PiiService,
  gone: string[],
): Promise<Left[]> {
  const contacts = new Map(gone.map((contactId) => [subjectDigest(contactTerm(contactId)).toString('hex'), contactId]));
  const rows: { id: string; subject_digest: Buffer }[] = await db.query(
    `SELECT request.id, request.subject_digest FROM gdpr_request request
     JOIN gdpr_task task ON task.organization_id = $1 AND task.request_id = request.id AND task.service = $3
     WHERE request.organization_id = $1 AND (request.id = $2 OR request.parent_id = $2)
       AND request.subject_digest = ANY($4::bytea[])
       AND ($5 OR NOT task.searched AND task.status NOT IN ${sqlSet(settledStatuses)})
       AND NOT EXISTS (SELECT FROM gdpr_request erasure
         WHERE erasure.organization_id = $1 AND erasure.subject_digest = request.subject_digest AND erasure.id <> request.id
           AND erasure.type = 'DELETE' AND erasure.status NOT IN ${sqlSet(neverBegunStatuses)} AND (erasure.completed_at IS NULL OR erasure.completed_at >= request.created_at))`,
    [
      organizationId,
      parentId ?? id,
      owner.name,
      [...contacts.keys()].map((digest) => Buffer.from(digest, 'hex')),
      type !== 'DELETE',
    ],
  );
  return rows.map((row) => ({
    requestId: row.id,
    contactId: contacts.get(row.subject_digest.toString('hex')) ?? '',
  }));
}

/** Reports, on the family's first request, the contacts that joined the merge set. */
async function noteJoined(db: EntityManager, parent: GdprRequest, joined: string[]): Promise<AuditEvent[]> {
  const news = joined.filter((id) => !parent.joined.includes(id)).slice(0, mostJoined - parent.joined.length);
  if (news.length === 0) return [];
  const { organizationId, id } = parent;
  await db.update(GdprRequest, { organizationId, id }, { joined: [...parent.joined, ...news] });
  const detail = `merged with this contact and not touched: ${news.join(', ')}`;
  return [{ actor: 'habeas', action: 'MERGE_SET_GREW', requestId: id, detail }];
}

/** Reports the contacts that left the merge set on the request that found it out, and its contact on theirs. */
async function noteLeft(
  db: EntityManager,
  family: ReadonlyMap<string, GdprRequest>,
  own: Left,
  left: Left[],
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  const note = async (requestId: string, contactIds: string[]) => {
    const request = family.get(requestId);
    const news = contactIds.filter((contactId) => !request?.splitOff.includes(contactId));
    if (!request || news.length === 0) return;
    const { organizationId, id } = request;
    await db.update(GdprRequest, { organizationId, id }, { splitOff: [...request.splitOff, ...news] });
    const detail = `no longer merged with this contact: ${news.join(', ')}`;
    events.push({ actor: 'habeas', action: 'MERGE_SET_SHRANK', requestId: id, detail });
  };
  await note(
    own.requestId,
    left.map(({ contactId }) => contactId),
  );
  for (const { requestId } of left) await note(requestId, [own.contactId]);
  return events;
}
