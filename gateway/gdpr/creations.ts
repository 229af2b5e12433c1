/** Creation of requests: those of one organisation that come together share a transaction, whole or not at all (R4, R8, R10). */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { currentKeys, termFingerprint } from '../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../audit/audit-log';
import { GdprRequest } from '../persistence/entities';
import { Bundle } from './bundle';
import type { TimeLimits } from './create-request';
import { findRepeated, rememberKey } from './idempotency';
import { lockSubjects, meetInFlight, subjectDigest } from './in-flight';
import { insertRequests } from './insert-requests';
import type { PiiServices } from './pii-services';
import type { Queue } from './queue';
import type { RequestOrder } from './request-input';
import type { RequestPlan } from './resolve-term';

/** A checked order, and what it comes to. */
export interface PlannedOrder {
  actor: string;
  order: RequestOrder;
  plan: RequestPlan;
  /** When the caller asked. */
  asked: Date;
}

/** The answer: the request, and whether it is a new one. */
export interface Creation {
  request: GdprRequest;
  created: boolean;
  /** How many requests this very call made: the family's. */
  made?: number;
}

/** Creations of one process. */
export type Creations = Bundle<PlannedOrder, Creation>;

interface Tools {
  dataSource: DataSource;
  services: PiiServices;
  queue: Queue;
  timeLimits: TimeLimits;
}

export const creationsOf = (tools: Tools): Creations =>
  new Bundle(async (orders) => {
    const creations = await tools.dataSource.transaction((db) => createTogether(db, tools, orders));
    if (creations.some(({ created }) => created)) tools.queue.wake('task');
    return creations;
  }, 5);

async function createTogether(db: EntityManager, tools: Tools, orders: PlannedOrder[]): Promise<Creation[]> {
  await lockSubjects(db, orders.flatMap(digestsOf));
  const creations = new Map<PlannedOrder, Creation>();
  const events: AuditEvent[] = [];
  // Of orders on one subject, the later one meets what the earlier one created.
  for (let left = orders; left.length > 0; left = left.filter((order) => !creations.has(order)))
    events.push(...(await createApart(db, tools, onDifferentSubjects(left), creations)));
  await appendAudit(db, events);
  return orders.map((order) => creations.get(order) as Creation);
}

const digestsOf = ({ plan }: PlannedOrder): Buffer[] => plan.members.map(({ term }) => subjectDigest(term));

/** The first order on each subject. */
function onDifferentSubjects(orders: PlannedOrder[]): PlannedOrder[] {
  const taken = new Set<string>();
  return orders.filter((order) => {
    const subjects = digestsOf(order).map((digest) => digest.toString('hex'));
    const free = !subjects.some((subject) => taken.has(subject));
    for (const subject of subjects) taken.add(subject);
    return free;
  });
}

/** Answers orders on different subjects, and what the audit log says of what was created for them. */
async function createApart(
  db: EntityManager,
  tools: Tools,
  orders: PlannedOrder[],
  creations: Map<PlannedOrder, Creation>,
): Promise<AuditEvent[]> {
  for (const planned of orders) {
    const repeated = await findRepeated(db, planned.order);
    if (repeated) creations.set(planned, repeated);
  }
  const open = orders.filter((planned) => !creations.has(planned));
  const met = await meetInFlight(
    db,
    open.map(({ order, plan, asked }) => ({ order, terms: plan.members.map(({ term }) => term), asked })),
  );
  const families: GdprRequest[] = [];
  open.forEach((planned, index) => {
    const family = met[index] ? [] : familyOf(db, tools, planned);
    families.push(...family);
    const [parent] = family;
    creations.set(planned, met[index] ?? { request: parent as GdprRequest, created: true, made: family.length });
  });
  const events = await insertRequests(db, tools, families, ({ createdBy }) => createdBy);
  for (const planned of orders) await rememberKey(db, planned.order, creations.get(planned) as Creation);
  return events;
}

const day = 24 * 60 * 60 * 1000;

/** The requests of an order: the parent, and a related one for every other member of the merge set (R8). */
function familyOf(db: EntityManager, { timeLimits }: Tools, { actor, order, plan }: PlannedOrder): GdprRequest[] {
  const { organizationId } = currentKeys();
  const createdAt = new Date();
  const parentId = uuidv7();
  return plan.members.map((member, index) =>
    db.create(GdprRequest, {
      organizationId,
      id: index === 0 ? parentId : uuidv7(),
      type: order.type,
      status: 'INITIATED',
      term: member.term,
      termDigest: currentKeys().digest(termFingerprint(member.term)),
      subject: member.subject,
      subjectDigest: subjectDigest(member.term),
      replacements: order.replacements,
      parentId: index === 0 ? null : parentId,
      reference: order.reference,
      createdBy: actor,
      createdAt,
      dueAt: new Date(createdAt.getTime() + timeLimits[order.type] * day),
      completedAt: null,
      splitOff: [],
      wakeAt: null,
      certificate: null,
    }),
  );
}
