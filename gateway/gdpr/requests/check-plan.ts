/** What must hold of whom a request would touch, before it is created (R8, R16, R24). */
import { codedError, isWordType, matchIdentifier, type Term } from '../../../subgraphs/kit';
import type { ServiceSubject } from '../services/answers';
import type { RequestType } from '../lifecycle';
import { assertAcknowledgement, type ValidatedRequest } from './input';
import type { RequestPlan } from './resolve';
import type { FoundSubject } from '../services/subjects';

/** Contacts that are one person, by the contact that stands for them. */
export interface MergeSet {
  canonicalContactId: string;
  members: string[];
}

/** Whether a request changes what it finds, and finds it by a value: whom that touches must be certain (R8, R24, R25). */
export const changesByValue = ({ type, term }: { type: RequestType; term: Term | null }): boolean =>
  (type === 'DELETE' || type === 'UPDATE') && term?.kind === 'value';

/** The merge sets that these subjects are members of, each once. */
export function mergeSetsOf(subjects: ServiceSubject[]): MergeSet[] {
  const sets = new Map<string, MergeSet>();
  for (const { type, id, canonicalContactId, mergeSet } of subjects) {
    if (type !== 'EXTERNAL_CONTACT') continue;
    const canonical = canonicalContactId ?? id;
    const members = [...new Set([canonical, id, ...mergeSet])].sort();
    if (members.length > 1) sets.set(canonical, { canonicalContactId: canonical, members });
  }
  return [...sets.values()];
}

/** The most merge sets that an error names. */
const mostNamed = 50;

/** `MERGE_SET`: a value of one member reaches only a part of the person, so the set is asked for by an id (R8). */
export const mergeSetError = (sets: MergeSet[], argument: string) =>
  codedError(
    'MERGE_SET',
    'The value belongs to a contact that is merged with others. Ask for the canonical contact by its id, which covers the whole set.',
    { argument, mergeSets: sets.slice(0, mostNamed) },
  );

/**
 * Checks whom a request would touch.
 * @throws SERVICE_UNAVAILABLE when a service that may own some of them cannot be asked; MERGE_SET (R8); BROAD_TERM when
 * it is not stated that several subjects match, or one in part (R24); PLAN_CHANGED; ACTIVE_EMPLOYEE (R16)
 */
export function checkPlan(order: ValidatedRequest, plan: RequestPlan): void {
  if (order.term.kind === 'value') checkValue(order, plan);
  if (order.planHash !== null && order.planHash !== plan.planHash) {
    throw codedError('PLAN_CHANGED', 'The subject or its merge set has changed since the preview. Preview it again.', {
      argument: 'input.planHash',
    });
  }
  assertAcknowledgement(
    order,
    plan.subjects.some(({ subject }) => subject.activeEmployee === true),
  );
}

function checkValue(order: ValidatedRequest, plan: RequestPlan): void {
  const { term, expectedSubjects } = order;
  const changes = changesByValue(order);
  const matches = plan.subjects.length;
  const partial = changes && plan.subjects.some((found) => !matchesExactly(term, found));
  const broad = matches > 1 ? changes || isWordType(term.type) : partial;
  const [down] = plan.unavailable;
  // Without its answer nobody can say whom the request would touch.
  if (down && (changes || broad || expectedSubjects !== null)) {
    throw codedError(
      'SERVICE_UNAVAILABLE',
      `The service "${down}" cannot be asked, so the term cannot be resolved. Nothing was created.`,
      { service: down },
    );
  }
  const sets = changes ? mergeSetsOf(plan.subjects.map(({ subject }) => subject)) : [];
  if (sets.length > 0) throw mergeSetError(sets, 'input.term');
  const unstated = broad && expectedSubjects === null && order.planHash === null;
  if (!unstated && (expectedSubjects === null || expectedSubjects === matches)) return;
  const what =
    partial && matches === 1 ? 'one subject in part' : `${matches} subjects${partial ? ', some in part' : ''}`;
  throw codedError(
    'BROAD_TERM',
    `The term matches ${what}. Review them with subjects, then state expectedSubjects or planHash, or use a narrower term.`,
    { argument: 'input.expectedSubjects', matches },
  );
}

/** What a service does not explain counts as a match in part. */
const matchesExactly = (term: Term, { subject }: FoundSubject): boolean =>
  subject.matchedOn.some((identifier) => matchIdentifier(term, identifier) === 'EXACT');
