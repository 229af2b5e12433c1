/** A merge set that changes while its family of requests runs (R8): who joined gets a related request, who left is reported. */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { currentKeys, termFingerprint, termInput, type IdTerm } from '../../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import type { ServicePage } from '../services/answers';
import { GdprRequest } from '../entities';
import { initialStatus } from '../lifecycle';
import { insertRequests } from '../store/insert';
import type { JobQueue } from '../store/jobs';
import { databaseTime } from '../store/database-time';
import { subjectDigest } from '../store/subject-locks';
import type { PiiService, PiiServices } from '../services/pii-services';
import { lockRequests } from '../store/requests-and-tasks';

const contactTerm = (id: string): IdTerm => ({ kind: 'id', type: 'EXTERNAL_CONTACT_ID', id });

interface ReconcileTools {
  dataSource: DataSource;
  services: PiiServices;
  queue: JobQueue;
}

/** Compares the merge set as the owning service tells it now with the family that was planned. */
export async function reconcileFamily(
  tools: ReconcileTools,
  request: GdprRequest,
  owner: PiiService,
  page: ServicePage,
): Promise<void> {
  const { term, organizationId } = request;
  if (term?.type !== 'EXTERNAL_CONTACT_ID') return;
  const now = page.subjects.find(({ id }) => id === term.id);
  const planned = request.subject;
  if (!now || !planned) return;
  const joined = now.mergeSet.filter((id) => id !== now.id && !planned.mergeSet.includes(id));
  const left = await stillThere(
    owner,
    request,
    planned.mergeSet.filter((id) => id !== now.id && !now.mergeSet.includes(id)),
  );
  if (joined.length === 0 && left.length === 0) return;
  const parentId = request.parentId ?? request.id;
  await tools.dataSource.transaction(async (db) => {
    if (!(await lockRequests(db, [parentId, request.id])).has(parentId)) return;
    const family = await db.find(GdprRequest, {
      where: [
        { organizationId, id: parentId },
        { organizationId, parentId },
      ],
    });
    await appendAudit(db, [
      ...(await addJoined(db, tools, request, family, joined)),
      ...(await noteLeft(db, request, family, left)),
    ]);
  });
}

/** Creates the related requests of contacts that joined the merge set. */
async function addJoined(
  db: EntityManager,
  tools: ReconcileTools,
  request: GdprRequest,
  family: readonly GdprRequest[],
  joined: readonly string[],
): Promise<AuditEvent[]> {
  const parentId = request.parentId ?? request.id;
  const known = new Set(family.map((member) => member.subjectDigest.toString('hex')));
  const createdAt = await databaseTime(db);
  const fresh = joined.map(contactTerm).filter((member) => !known.has(subjectDigest(member).toString('hex')));
  const created = fresh.map((member) =>
    db.create(GdprRequest, {
      ...request,
      id: uuidv7(),
      status: initialStatus,
      term: member,
      termDigest: currentKeys().digest(termFingerprint(member)),
      subject: null,
      subjectDigest: subjectDigest(member),
      parentId,
      createdAt,
      completedAt: null,
      splitOff: [],
      leaseExpiresAt: null,
      runAt: null,
      certificate: null,
    }),
  );
  const events = await insertRequests(db, tools, created, () => 'habeas');
  const grown = created.map(({ id }): AuditEvent => ({
    actor: 'habeas',
    action: 'MERGE_SET_GREW',
    requestId: parentId,
    detail: `a contact was merged in; related request ${id}`,
  }));
  return [...events, ...grown];
}

/** Reports on the request the contacts that left the merge set. */
async function noteLeft(
  db: EntityManager,
  { id, organizationId }: GdprRequest,
  family: readonly GdprRequest[],
  left: string[],
): Promise<AuditEvent[]> {
  const news = left.filter((member) => !family.find((each) => each.id === id)?.splitOff.includes(member));
  if (news.length === 0) return [];
  await db.update(GdprRequest, { organizationId, id }, { splitOff: left });
  const detail = `no longer merged with this contact: ${news.join(', ')}`;
  return [{ actor: 'habeas', action: 'MERGE_SET_SHRANK', requestId: id, detail }];
}

/** Members that are erased have left the set too: only those that are still there were split off. */
async function stillThere({ client }: PiiService, request: GdprRequest, ids: string[]): Promise<string[]> {
  const scope = { organizationId: request.organizationId, actor: request.createdBy, requestId: request.id };
  const asked = await Promise.all(
    ids.map(async (id) => {
      const { subjects } = await client.subjects(scope, termInput(contactTerm(id)), 1);
      return subjects.some((subject) => subject.id === id) ? [id] : [];
    }),
  );
  return asked.flat();
}
