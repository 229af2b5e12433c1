/** Creation of requests: those of one organisation that come together share a transaction, whole or not at all (R4, R8, R10). */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { currentKeys, termFingerprint } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import { GdprRequest, type AgreedPlan } from '../entities';
import { transact } from '../../persistence/transact';
import { GroupCommit } from '../../persistence/group-commit';
import { subjectName } from '../reach/covered-records';
import { initialStatus, type TimeLimits } from '../lifecycle';
import type { Creation } from './creation';
import { findRepeated, rememberKey } from './idempotency';
import { lockSubjects, subjectDigest } from '../store/subject-locks';
import { findActiveDuplicates } from './duplicates';
import { insertRequests } from '../store/insert';
import type { PiiServices } from '../services/pii-services';
import type { JobQueue } from '../store/jobs';
import type { ValidatedRequest } from './input';
import type { RequestPlan } from './resolve';

/** A checked order, and what it comes to. */
export interface PlannedRequest {
  actor: string;
  order: ValidatedRequest;
  plan: RequestPlan;
  /** When the caller asked, by the database's clock. */
  calledAt: Date;
}

/** Creations of one process. */
export type Creations = GroupCommit<PlannedRequest, Creation>;

interface Tools {
  dataSource: DataSource;
  services: PiiServices;
  queue: JobQueue;
  timeLimits: TimeLimits;
}

export const creationsOf = (tools: Tools): Creations =>
  new GroupCommit(async (orders) => {
    const creations = await transact(tools.dataSource, (db) => createBatch(db, tools, orders));
    if (creations.some(({ created }) => created)) tools.queue.wake('task');
    return creations;
  }, 5);

async function createBatch(db: EntityManager, tools: Tools, orders: PlannedRequest[]): Promise<Creation[]> {
  const createdAt = await lockSubjects(db, orders.flatMap(digestsOf));
  await assertKeys(db, currentKeys().organizationId);
  const creations = new Map<PlannedRequest, Creation>();
  const events: AuditEvent[] = [];
  // Of orders on one subject, the later one meets what the earlier one created.
  for (let left = orders; left.length > 0; left = left.filter((order) => !creations.has(order)))
    events.push(...(await createForDistinctSubjects(db, tools, firstOfEachSubject(left), createdAt, creations)));
  await appendAudit(db, events);
  return orders.map((order) => creations.get(order) as Creation);
}

const digestsOf = ({ plan }: PlannedRequest): Buffer[] => plan.members.map(({ term }) => subjectDigest(term));

/** The first order on each subject. */
function firstOfEachSubject(orders: PlannedRequest[]): PlannedRequest[] {
  const taken = new Set<string>();
  return orders.filter((order) => {
    const subjects = digestsOf(order).map((digest) => digest.toString('hex'));
    const free = !subjects.some((subject) => taken.has(subject));
    for (const subject of subjects) taken.add(subject);
    return free;
  });
}

/** Answers orders on different subjects, and what the audit log says of what was created for them. */
async function createForDistinctSubjects(
  db: EntityManager,
  tools: Tools,
  orders: PlannedRequest[],
  createdAt: Date,
  creations: Map<PlannedRequest, Creation>,
): Promise<AuditEvent[]> {
  for (const planned of orders) {
    const repeated = await findRepeated(db, planned.order);
    if (repeated) creations.set(planned, repeated);
  }
  const open = orders.filter((planned) => !creations.has(planned));
  const active = await findActiveDuplicates(
    db,
    open.map(({ order, plan, calledAt }) => ({ order, terms: plan.members.map(({ term }) => term), calledAt })),
  );
  const families: GdprRequest[] = [];
  open.forEach((planned, index) => {
    const family = active[index] ? [] : buildRequests(db, tools, planned, createdAt);
    families.push(...family);
    const [parent] = family;
    creations.set(planned, active[index] ?? { request: parent as GdprRequest, created: true, made: family.length });
  });
  const events = await insertRequests(db, tools, families, ({ createdBy }) => createdBy);
  for (const planned of orders) await rememberKey(db, planned.order, creations.get(planned) as Creation);
  return events;
}

/** What the caller has agreed to by this order. */
function agreedPlan(
  { type, term, activeEmployeeAcknowledged }: ValidatedRequest,
  plan: RequestPlan,
): AgreedPlan | null {
  if (type !== 'DELETE' && type !== 'UPDATE') return null;
  const subjects = term.kind === 'value' ? plan.subjects.map(({ subject }) => subjectName(subject)) : [];
  return { subjects, activeEmployeeAcknowledged };
}

const day = 24 * 60 * 60 * 1000;

/** The requests of an order: the parent, and a related one for every other member of the merge set (R8). */
function buildRequests(
  db: EntityManager,
  { timeLimits }: Tools,
  { actor, order, plan }: PlannedRequest,
  createdAt: Date,
): GdprRequest[] {
  const { organizationId } = currentKeys();
  const parentId = uuidv7();
  return plan.members.map((member, index) =>
    db.create(GdprRequest, {
      organizationId,
      id: index === 0 ? parentId : uuidv7(),
      type: order.type,
      status: initialStatus,
      term: member.term,
      termDigest: currentKeys().digest(termFingerprint(member.term)),
      subject: member.subject,
      subjectDigest: subjectDigest(member.term),
      replacements: order.replacements,
      agreed: agreedPlan(order, plan),
      parentId: index === 0 ? null : parentId,
      reference: order.reference,
      createdBy: actor,
      createdAt,
      dueAt: new Date(createdAt.getTime() + timeLimits[order.type] * day),
      completedAt: null,
      splitOff: [],
      leaseExpiresAt: null,
      runAt: null,
      certificate: null,
    }),
  );
}
