/** Creates requests. Those of one organisation that come together share a transaction; each is created whole or not at all (R4, R8, R10). */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { currentKeys, termFingerprint } from '../../../../subgraphs/kit';
import { assertKeys } from '../../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, type AuditEvent } from '../../../audit/audit-log';
import { GdprRequest } from '../../entities';
import type { AgreedPlan } from '../../stored-values';
import { transact } from '../../../persistence/transact';
import { GroupCommit } from '../../../persistence/group-commit';
import type { Marks } from '../../reach/marks';
import type { GdprConfig } from '../../config';
import { expectedBy, isWaiting, type FirstStatus } from '../../lifecycle';
import type { Creation } from './creation';
import { roomInCase, type OpenCase } from '../../cases/case-rows';
import { restrictionError } from '../../restrictions/restriction-error';
import { findRepeated, rememberKey } from './idempotency';
import { digestOfSubject, rememberSubjects } from '../../store/subjects/matched-subjects';
import { formerSubjectDigests, lockSubjects, subjectDigest } from '../../store/subjects/subject-locks';
import { findActiveDuplicates } from './duplicates';
import { holdParts } from '../../store/holds/hold-parts';
import { amongHolds, holdsOn, isKept, keepsAll, otherSpelling } from '../../store/holds/holds';
import { insertRequests } from '../../store/insert';
import { noteSubjects, subjectsOf, type NotedRequest } from './note-subjects';
import type { PiiServices } from '../../services/pii-services';
import { sealedCreation } from '../../store/retention/sealed-creation';
import type { JobQueue } from '../../store/jobs';
import type { ValidatedRequest } from '../input';
import type { RequestPlan } from '../resolve';

/** A checked order, and what it comes to. */
export interface PlannedRequest {
  actor: string;
  order: ValidatedRequest;
  plan: RequestPlan;
  /** When the caller asked, by the database's clock. */
  calledAt: Date;
  /** How its requests begin (R30). */
  first: FirstStatus;
}

/** Creations of one process. */
export type Creations = GroupCommit<PlannedRequest, Creation>;

interface Tools {
  dataSource: DataSource;
  services: PiiServices;
  queue: JobQueue;
  config: Pick<GdprConfig, 'timeLimits'>;
}

export const creationsOf = (tools: Tools): Creations =>
  new GroupCommit(async (orders) => {
    const creations = await transact(tools.dataSource, (db) => createBatch(db, tools, orders));
    if (creations.some(({ created }) => created)) tools.queue.wake();
    return creations;
  }, 5);

async function createBatch(db: EntityManager, tools: Tools, orders: PlannedRequest[]): Promise<Creation[]> {
  const createdAt = await lockSubjects(db, orders.flatMap(digestsOf));
  await assertKeys(db, currentKeys().organizationId);
  const creations = new Map<PlannedRequest, Creation>();
  const events: AuditEvent[] = [];
  // Orders on one subject are created one after the other, so that the later one finds the requests of the earlier one.
  for (let left = orders; left.length > 0; left = left.filter((order) => !creations.has(order)))
    events.push(...(await createForDistinctSubjects(db, tools, firstOfEachSubject(left), createdAt, creations)));
  await appendAudit(db, events);
  return orders.map((order) => creations.get(order) as Creation);
}

/** What the requests of an order are about. */
const membersOf = ({ plan }: PlannedRequest): Buffer[] => plan.members.map(({ term }) => subjectDigest(term));

/** For a value: the subjects that it matches. For an id that its owner no longer knows: the id, because a legal hold may name it. */
const matchedBy = ({ order, plan }: PlannedRequest): Buffer[] =>
  order.term.kind === 'value'
    ? plan.subjects.map(({ subject }) => digestOfSubject(subject))
    : plan.members.flatMap(({ term, subject }) => (subject ? [] : otherSpelling(term)));

const digestsOf = (planned: PlannedRequest): Buffer[] => [
  ...membersOf(planned),
  ...formerSubjectDigests(planned.order.term),
  ...matchedBy(planned),
];

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

/** Creates the requests of orders on different subjects. Returns their answers and the entries of the audit log. */
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
  // Placing a hold on one of the subjects takes the same locks, so that the hold and the request see each other (R31).
  const holds = await holdsOn(db, open.filter(({ order }) => isKept(order.type)).flatMap(digestsOf));
  const names = tools.services.all().map(({ name }) => name);
  const active = await findActiveDuplicates(
    db,
    open.map((planned) => ({
      order: planned.order,
      digests: membersOf(planned),
      matched: matchedBy(planned),
      calledAt: planned.calledAt,
      waits:
        isWaiting(planned.first) ||
        (isKept(planned.order.type) && keepsAll(amongHolds(holds, digestsOf(planned)), names)),
    })),
  );
  const cases = new Map<string, OpenCase>();
  const unmet = open.filter((_, index) => !active[index]);
  const asked = unmet.map((planned) => ({
    type: planned.order.type,
    digests: [...membersOf(planned), ...matchedBy(planned)],
  }));
  const restricted = await restrictionError(db, asked, 'input.term');
  if (restricted) throw restricted;
  for (const id of new Set(unmet.flatMap(({ order }) => order.caseId ?? []).sort()))
    cases.set(id, await roomInCase(db, id));
  const families: GdprRequest[] = [];
  const matched: { requestId: string; digests: Buffer[] }[] = [];
  const marks = new Map<string, Marks>();
  const noted: NotedRequest[] = [];
  open.forEach((planned, index) => {
    const family = active[index]
      ? []
      : buildRequests(db, tools, planned, createdAt, cases.get(planned.order.caseId ?? ''));
    families.push(...family);
    const [parent] = family;
    if (parent) {
      matched.push({ requestId: parent.id, digests: matchedBy(planned) });
      marks.set(parent.id, planned.plan.marks);
    }
    noted.push(...subjectsOf(planned.plan, family));
    creations.set(planned, active[index] ?? { request: parent as GdprRequest, created: true, made: family.length });
  });
  const events = await insertRequests(db, tools, families, marks);
  await rememberSubjects(db, matched);
  await noteSubjects(db, noted);
  if (holds.size > 0) events.push(...(await holdParts(db, families)));
  for (const planned of orders) await rememberKey(db, planned.order, creations.get(planned) as Creation);
  return events;
}

/** What the caller has agreed to by this order. */
const agreedPlan = ({ type, activeEmployeeAcknowledged }: ValidatedRequest): AgreedPlan | null =>
  isKept(type) ? { activeEmployeeAcknowledged } : null;

/** The requests of an order: the parent, and a related one for every other member of the merge set (R8). */
function buildRequests(
  db: EntityManager,
  { config }: Tools,
  { actor, order, plan, first }: PlannedRequest,
  createdAt: Date,
  ofCase: OpenCase | undefined,
): GdprRequest[] {
  const { organizationId } = currentKeys();
  const parentId = uuidv7();
  const attemptsUntil = expectedBy(config.timeLimits, order.type, createdAt);
  // It counts from the receipt of the letter (R15), and is never later than the legal deadline of the case (R28).
  const expected = ofCase ? expectedBy(config.timeLimits, order.type, ofCase.receivedAt) : attemptsUntil;
  const dueAt = ofCase && ofCase.dueAt < expected ? ofCase.dueAt : expected;
  return plan.members.map((member, index) =>
    db.create(GdprRequest, {
      organizationId,
      id: index === 0 ? parentId : uuidv7(),
      type: order.type,
      status: first,
      planHash: isWaiting(first) || isKept(order.type) ? plan.planHash : null,
      term: member.term,
      termDigest: currentKeys().digest(termFingerprint(member.term)),
      subject: member.subject,
      subjectDigest: subjectDigest(member.term),
      replacements: order.replacements,
      agreed: agreedPlan(order),
      caseId: ofCase?.id ?? null,
      parentId: index === 0 ? null : parentId,
      ...sealedCreation(actor, order.reference),
      createdAt,
      dueAt,
      attemptsUntil,
      completedAt: null,
      approvedAt: null,
      approvedBy: null,
      approvedPlanHash: null,
      rejectionReason: null,
      splitOff: [],
      joined: [],
      leaseExpiresAt: null,
      runAt: null,
      certificate: null,
    }),
  );
}
