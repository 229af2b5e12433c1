/** Creates requests. Those of one organisation that come together share a transaction; each is created whole or not at all (R4, R8, R10). */
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import { assertKeys } from '../../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, type AuditEvent } from '../../../audit/audit-log';
import type { GdprRequest } from '../../entities';
import { transact } from '../../../persistence/transact';
import { GroupCommit } from '../../../persistence/group-commit';
import type { Marks } from '../../reach/marks';
import type { GdprConfig } from '../../config';
import { isWaiting } from '../../lifecycle';
import { buildRequests } from './build-requests';
import type { Creation, PlannedRequest } from './creation';
import { roomInCase, type OpenCase } from '../../cases/case-rows';
import { fileInCase, isElsewhere } from '../../cases/file-in-case';
import { restrictionError } from '../../restrictions/restriction-error';
import { findRepeated, rememberKey } from './idempotency';
import { digestOfSubject, rememberSubjects } from '../../store/subjects/matched-subjects';
import { formerSubjectDigests, lockSubjects, subjectDigest } from '../../store/subjects/subject-locks';
import { findActiveDuplicates, findOwnRequests } from './duplicates';
import { holdParts } from '../../store/holds/hold-parts';
import { amongHolds, holdsOn, isKept, keepsAll, otherSpelling } from '../../store/holds/holds';
import { insertRequests } from '../../store/insert';
import { noteSubjects, subjectsOf, type NotedRequest } from './note-subjects';
import type { PiiServices } from '../../services/pii-services';
import type { JobQueue } from '../../store/jobs';

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

/** Whom the caller named: an id may be written in another case than its owner writes it. */
const namedBy = ({ order, plan }: PlannedRequest): Buffer => {
  const { term: named } = order;
  const own = plan.members.find(
    ({ term }) => named.kind === 'id' && term.kind === 'id' && term.id.toLowerCase() === named.id.toLowerCase(),
  );
  return subjectDigest((own ?? plan.members[0]).term);
};

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
      named: namedBy(planned),
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
  const caseIds = new Set(unmet.flatMap(({ order }) => order.caseId ?? []).sort());
  for (const id of caseIds) cases.set(id, await roomInCase(db, id));
  const families = new Map(
    unmet.map((planned) => {
      const ofCase = cases.get(planned.order.caseId ?? '');
      return [planned, buildRequests(db, tools.config.timeLimits, planned, createdAt, ofCase)] as const;
    }),
  );
  const { inserted, events } = await insertFamilies(db, tools, families);
  for (const [planned, family] of families) creations.set(planned, createdOf(family, inserted));
  for (const [index, planned] of open.entries()) {
    const equal = active[index];
    if (!equal) continue;
    const { order, actor } = planned;
    creations.set(planned, equal);
    if (isElsewhere(equal.request, order.caseId))
      events.push(...(await fileInCase(db, tools.config.timeLimits, actor, equal.request, order.caseId)));
  }
  events.push(...(await fileOwnRequests(db, tools, families, inserted)));
  if (holds.size > 0) events.push(...(await holdParts(db, [...inserted])));
  for (const planned of orders) await rememberKey(db, planned.order, creations.get(planned) as Creation);
  return events;
}

const createdOf = (family: GdprRequest[], inserted: ReadonlySet<GdprRequest>): Creation => ({
  request: family[0] as GdprRequest,
  created: true,
  made: family.filter((each) => inserted.has(each)).length,
});

/**
 * Files the requests that members of a merge set have of their own in the case of the order for the whole set: they count for these
 * members (R8), so the case waits for them too (R28).
 * @throws CONFLICTING_REQUEST when one belongs to another case
 */
async function fileOwnRequests(
  db: EntityManager,
  tools: Tools,
  families: ReadonlyMap<PlannedRequest, GdprRequest[]>,
  inserted: ReadonlySet<GdprRequest>,
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (const [{ order, actor }, family] of families) {
    const left = order.caseId === null ? [] : family.filter((each) => !inserted.has(each));
    for (const own of await findOwnRequests(db, order.type, left))
      if (isElsewhere(own, order.caseId))
        events.push(...(await fileInCase(db, tools.config.timeLimits, actor, own, order.caseId)));
  }
  return events;
}

/**
 * Inserts the families of orders, and what is known of their subjects. A member that has a request of its own in flight gets none.
 * @returns what was inserted, and the entries of the audit log
 */
async function insertFamilies(
  db: EntityManager,
  tools: Tools,
  families: ReadonlyMap<PlannedRequest, GdprRequest[]>,
): Promise<{ inserted: ReadonlySet<GdprRequest>; events: AuditEvent[] }> {
  const marks = new Map<string, Marks>();
  const matched: { requestId: string; digests: Buffer[] }[] = [];
  const noted: NotedRequest[] = [];
  for (const [planned, family] of families) {
    noted.push(...subjectsOf(planned.plan, family));
    const { id } = family[0] as GdprRequest;
    matched.push({ requestId: id, digests: matchedBy(planned) });
    marks.set(id, planned.plan.marks);
  }
  const { inserted, events } = await insertRequests(db, tools, [...families.values()].flat(), marks);
  const made = new Set(inserted);
  await rememberSubjects(db, matched);
  await noteSubjects(
    db,
    noted.filter(({ request }) => made.has(request)),
  );
  return { inserted: made, events };
}
