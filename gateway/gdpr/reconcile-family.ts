/** A merge set that changes while its family of requests runs (R8): who joined gets a related request, who left is reported. */
import type { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { currentKeys, termFingerprint, type IdTerm } from '../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../audit/audit-log';
import type { ServicePage } from '../federation/pii-service-client';
import { GdprRequest } from '../persistence/entities';
import { insertRequests, type CreationTools } from './create-request';
import { subjectDigest } from './in-flight';
import { lockRequest } from './task-store';

const contactTerm = (id: string): IdTerm => ({ kind: 'id', type: 'EXTERNAL_CONTACT_ID', id });

/** Compares the merge set as the owning service tells it now with the family that was planned. */
export async function reconcileFamily(
  tools: Pick<CreationTools, 'services' | 'queue'> & { dataSource: DataSource },
  request: GdprRequest,
  page: ServicePage,
): Promise<void> {
  const { term, organizationId } = request;
  if (term?.type !== 'EXTERNAL_CONTACT_ID') return;
  const now = page.subjects.find(({ id }) => id === term.id);
  const planned = request.subject;
  if (!now || !planned) return;
  const joined = now.mergeSet.filter((id) => id !== now.id && !planned.mergeSet.includes(id));
  // Members that are erased already have left the set too: only one that is still there, alone, was split off.
  const alone = now.mergeSet.length <= 1 && planned.mergeSet.length > 1 && planned.canonicalContactId !== now.id;
  if (joined.length === 0 && !alone) return;
  const parentId = request.parentId ?? request.id;
  await tools.dataSource.transaction(async (db) => {
    const parent = await lockRequest(db, parentId);
    if (!parent) return;
    const family = await db.find(GdprRequest, {
      where: [
        { organizationId, id: parentId },
        { organizationId, parentId },
      ],
    });
    const known = new Set(family.map((member) => member.subjectDigest.toString('hex')));
    const fresh = joined.map(contactTerm).filter((member) => !known.has(subjectDigest(member).toString('hex')));
    const created = fresh.map((member) =>
      db.create(GdprRequest, {
        ...request,
        id: uuidv7(),
        status: 'INITIATED',
        term: member,
        termDigest: currentKeys().digest(termFingerprint(member)),
        subject: null,
        subjectDigest: subjectDigest(member),
        parentId,
        createdAt: new Date(),
        completedAt: null,
        wakeAt: null,
        certificate: null,
      }),
    );
    await insertRequests(db, tools, created, 'habeas');
    const events: AuditEvent[] = created.map(({ id }) => ({
      actor: 'habeas',
      action: 'MERGE_SET_GREW',
      requestId: parentId,
      detail: `a contact was merged in; related request ${id}`,
    }));
    if (alone)
      events.push({
        actor: 'habeas',
        action: 'MERGE_SET_SHRANK',
        requestId: request.id,
        detail: 'the contact is no longer merged with the others',
      });
    await appendAudit(db, events);
  });
}
