/**
 * The package of an EXPORT (R13), of what its services gathered. A family has one (R8): its parent is finalised when all of its
 * related requests have ended, and writes what those that completed have gathered, under its own id. Whoever was split off
 * meanwhile is another person, and stays out.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys, type IdTerm } from '../../../subgraphs/kit';
import { buildPackage, type SignDetached } from '../../exports/build-package';
import type { ExportStore, PackageFile } from '../../exports/store/export-store';
import type { Omission, PackagePart } from '../../exports/package-contents';
import type { GdprConfig } from '../config';
import { GdprRequest, type GdprTask } from '../entities';
import { isDone, outcomeOf, type RequestStatus, type ServiceStatus } from '../lifecycle';
import type { PiiServices } from '../services/pii-services';
import { subjectDigest } from '../store/subjects/subject-locks';
import { tasksOf } from '../store/requests-and-tasks';
import type { FinalizeClaim } from './finalize-claim';

/** A package that is written, and whose data it holds. */
export type WrittenPackage = PackageFile & {
  members: string[];
  byteSize: number;
  sha256: string;
  /** Whether nothing of the family is left that may yet be added. */
  whole: boolean;
};

interface PackageTools {
  services: PiiServices;
  exports: ExportStore;
  signDetached: SignDetached;
  config: Pick<GdprConfig, 'packageTexts'>;
}

/** A request of the family, with its services' parts; `gathered` when it did what was asked and what it gathered is there. */
interface Member {
  id: string;
  subjectDigest: Buffer;
  done: boolean;
  gathered: boolean;
  tasks: GdprTask[];
}

/** Writes the package of a request, or of the family whose parent it is; nothing when there is nothing to put in. */
export async function writePackage(
  db: EntityManager,
  { services, exports, signDetached, config }: PackageTools,
  claim: FinalizeClaim,
): Promise<WrittenPackage | null> {
  const { request } = claim;
  if (request.parentId) return null;
  const family = await membersOf(db, exports, claim);
  const members = family.filter(({ gathered }) => gathered);
  if (members.length === 0) return null;
  const { content, finished } = buildPackage({
    store: exports,
    signDetached,
    request,
    responsible: currentKeys().profile,
    texts: config.packageTexts,
    parts: partsOf(members, services),
    omitted: [...family.filter(({ gathered }) => !gathered).map(omission), ...apart(request, family)],
  });
  const file = { requestId: request.id, attempt: request.finalizeAttempts };
  const [, measured] = await Promise.all([exports.write(file, content), finished]);
  return { ...file, ...measured, members: members.map(({ id }) => id), whole: family.every(({ done }) => done) };
}

async function membersOf(
  db: EntityManager,
  exports: ExportStore,
  { request, tasks }: FinalizeClaim,
): Promise<Member[]> {
  const { organizationId, id: parentId } = request;
  const related = await db.find(GdprRequest, {
    // What is personal in the row is not read.
    select: { organizationId: true, id: true, status: true, subjectDigest: true, splitOff: true },
    where: { organizationId, parentId },
    order: { id: 'ASC' },
  });
  const kept = await exports.withParts(db, [request.id, ...related.map(({ id }) => id)]);
  const relatedTasks = await tasksOf(
    db,
    related.map(({ id }) => id),
  );
  const member = (
    { id, subjectDigest: digest }: Pick<GdprRequest, 'id' | 'subjectDigest'>,
    status: RequestStatus,
    own: GdprTask[],
    apart = false,
  ): Member => ({
    id,
    subjectDigest: digest,
    done: isDone(status),
    gathered: status === 'COMPLETED' && !apart && (kept.has(id) || own.every((task) => task.status !== 'COMPLETED')),
    tasks: own,
  });
  // The parent is being closed: how it ends is told by its parts.
  const ending = outcomeOf(tasks.map(({ status }) => status)) === 'complete' ? 'COMPLETED' : 'ERROR';
  const own = member(request, request.status === 'FINALIZING' ? ending : request.status, tasks);
  return [
    own,
    ...related.map((each) =>
      member(
        each,
        each.status,
        relatedTasks.filter(({ requestId }) => requestId === each.id),
        areSplit(request, each),
      ),
    ),
  ];
}

/**
 * Contacts of the merge set that the family has no request for: they had an export of their own in flight when it was made, which has a
 * package of its own (R8).
 */
function apart({ subject, splitOff }: GdprRequest, family: Member[]): Omission[] {
  const known = new Set(family.map(({ subjectDigest: digest }) => digest.toString('hex')));
  return (subject?.mergeSet ?? [])
    .filter((id) => !splitOff.includes(id))
    .filter((id) => !known.has(subjectDigest({ kind: 'id', type: 'EXTERNAL_CONTACT_ID', id }).toString('hex')))
    .map((id) => ({
      service: 'all',
      item: `contact ${id}`,
      reason: 'This contact is the same person, and has an export of its own; its data are in the package of that one.',
    }));
}

type Contact = Pick<GdprRequest, 'subjectDigest' | 'splitOff'>;

/** Whether two contacts that were one person are no longer: either request may have found it out. */
function areSplit(one: Contact, other: Contact): boolean {
  const left = ({ splitOff }: Contact, { subjectDigest: digest }: Contact) =>
    splitOff
      .map((id): IdTerm => ({ kind: 'id', type: 'EXTERNAL_CONTACT_ID', id }))
      .some((term) => subjectDigest(term).equals(digest));
  return left(one, other) || left(other, one);
}

/** By service, what all members gathered. */
function partsOf(members: Member[], services: PiiServices): PackagePart[] {
  const byService = new Map<string, GdprTask[]>();
  for (const task of members.flatMap(({ tasks }) => tasks))
    byService.set(task.service, [...(byService.get(task.service) ?? []), task]);
  return [...byService]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, tasks]) => ({
      name,
      outcome: outcomes.find((outcome) => tasks.some(({ status }) => status === outcome)) ?? 'NOTHING_FOUND',
      gathered: tasks
        .filter(({ status }) => status === 'COMPLETED')
        .map(({ requestId, attempts }) => ({ requestId, attempt: attempts })),
      words: services.get(name) ?? null,
    }));
}

/** What stands for a service of which members of a family have different outcomes: the first of these that one has. */
const outcomes: readonly ServiceStatus[] = ['COMPLETED', 'SUBJECT_REQUIRED', 'NOTHING_FOUND'];

const omission = ({ id, done }: Member): Omission => ({
  service: 'all',
  item: `request ${id}`,
  reason: done
    ? 'This part of the request was stopped, is about another person by now, or is no longer kept; ask again.'
    : 'This part of the request failed; it can be made again.',
});
