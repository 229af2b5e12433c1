/** Finds the subjects that a request on a term would touch: resolves an id (R5) and adds its merge set (R8). */
import { GraphQLError } from 'graphql';
import {
  codedError,
  currentKeys,
  subjectTypeOf,
  termFingerprint,
  termInput,
  type IdTerm,
  type Term,
} from '../../../subgraphs/kit';
import { answersInTime } from '../services/answers-in-time';
import type { ServicePage, ServiceSubject } from '../../../subgraphs/kit/base/contract/answers';
import { searchTimeout } from '../services/contract-calls';
import { PageProgress } from '../services/progress';
import { ServiceCallError, type ServiceCallScope } from '../services/service-call';
import type { PiiService, PiiServices } from '../services/pii-services';
import { findMarkedSubjects, findSubjects, idTermOf, type FoundSubject } from '../services/subjects';
import type { Marks } from '../reach/marks';
import { changesByValue } from '../reach/merge-sets';
import type { RequestType } from '../lifecycle';

/** One request of the family: the term that it stands for, and what an id resolved to. */
export interface PlannedMember {
  term: Term;
  subject: ServiceSubject | null;
}

/** What a request would be: the first planned request is the parent, the others are its related requests. */
export interface RequestPlan {
  members: [PlannedMember, ...PlannedMember[]];
  /** The subjects that the term identifies, in the services that own subjects. */
  subjects: FoundSubject[];
  /** Services that own subjects and could not be asked. Empty for an id, which must be resolved. */
  unavailable: string[];
  /** Of a rectification or an erasure by a value: the marks that came with the subjects (R25). */
  marks: Marks;
  /** A digest that changes when the subjects or their merge sets change. */
  planHash: string;
}

const noMarks: Marks = new Map();

/** Runs work that resolves a term. Errors that name the argument `term` name the given argument instead. */
export async function namingArgument<T>(argument: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GraphQLError) || error.extensions.argument !== 'term') throw error;
    throw new GraphQLError(error.message, { extensions: { ...error.extensions, argument } });
  }
}

/**
 * Resolves a term. Its errors name the argument `term`; {@link namingArgument} has them name another.
 * @param asOf for a value that was resolved before: the marks of that moment, by service; later records are left out (R25)
 * @throws SUBJECT_NOT_FOUND for an id that no service knows; SERVICE_UNAVAILABLE when a service that would know cannot be asked;
 * MERGE_SET_TOO_LARGE (R8)
 */
export async function resolveTerm(
  services: PiiServices,
  scope: ServiceCallScope,
  type: RequestType,
  term: Term,
  asOf?: Marks,
): Promise<RequestPlan> {
  if (term.kind === 'value') {
    // Only what changes data by a value keeps marks; a service answers sooner without one.
    const { found, unavailable, marks } = changesByValue({ type, term })
      ? await findMarkedSubjects(services.owners(), scope, term, asOf)
      : { ...(await findSubjects(services.owners(), scope, term)), marks: noMarks };
    return withHash(type, term, { members: [{ term, subject: null }], subjects: found, unavailable, marks });
  }
  const own = await resolveId(services, scope, term);
  if (!own) return planOfMembers(type, term, [{ term, subject: null }]);
  const family = await resolveMergeSet(services, scope, own);
  const members = family.map(({ subject }) => ({ term: idTermOf(subject), subject })) as RequestPlan['members'];
  return planOfMembers(type, term, members, family);
}

/** The plan of a request by an id. @param subjects of those members that their owner knows */
export const planOfMembers = (
  type: RequestType,
  term: IdTerm,
  members: RequestPlan['members'],
  subjects: FoundSubject[] = [],
): RequestPlan => withHash(type, term, { members, subjects, unavailable: [], marks: noMarks });

/** What an id names. Null when its owner no longer knows it but another service still holds data under it. */
async function resolveId(services: PiiServices, scope: ServiceCallScope, term: IdTerm): Promise<FoundSubject | null> {
  const owners = services.owners(subjectTypeOf[term.type]);
  const { found, unavailable } = await findSubjects(owners, scope, term);
  const own = found.find(
    ({ subject }) => subject.type === subjectTypeOf[term.type] && subject.id.toLowerCase() === term.id.toLowerCase(),
  );
  if (own) return own;
  const [down] = unavailable;
  if (down) throw unavailableError(down);
  if (owners.length === 0)
    throw codedError('SERVICE_UNAVAILABLE', 'No service of the supergraph owns subjects of this type.', {
      argument: 'term',
    });
  // An erasure by e-mail erases the contact. Services that know only ids may still hold data, which only its id reaches.
  const others = services.all().filter((service) => !owners.includes(service));
  const holds = await answersInTime(
    searchTimeout,
    others.map((service) => holdsRecords(service, scope, term)),
  );
  if (holds.includes(true)) return null;
  // A service that cannot be asked may hold some.
  const unasked = others.find((_, index) => holds[index] === null);
  if (unasked) throw unavailableError(unasked.name);
  throw codedError('SUBJECT_NOT_FOUND', 'The id names nobody in this organisation.', { argument: 'term' });
}

/** Null when the service cannot be asked. A page may be empty although others follow. */
async function holdsRecords(
  { name, client }: PiiService,
  scope: ServiceCallScope,
  term: Term,
): Promise<boolean | null> {
  const progress = new PageProgress(name, null);
  try {
    for (let after: string | null = null; ;) {
      const page: ServicePage = await client.find(scope, termInput(term), 1, after);
      if (page.records.length > 0 || page.endCursor == null) return page.records.length > 0;
      progress.assertProgress(page.endCursor, 0);
      after = page.endCursor;
    }
  } catch (error) {
    if (error instanceof ServiceCallError) return null;
    throw error;
  }
}

/** The most contacts that one person is (R8). */
const mostMembers = 500;

/** The whole merge set of a subject, the canonical contact first; the subject alone when it is not merged. */
async function resolveMergeSet(
  services: PiiServices,
  scope: ServiceCallScope,
  own: FoundSubject,
): Promise<FoundSubject[]> {
  const { subject } = own;
  const canonical = subject.canonicalContactId;
  if (subject.type !== 'EXTERNAL_CONTACT' || !canonical || subject.mergeSet.length <= 1) return [own];
  const members = subject.mergeSet.length;
  if (members > mostMembers)
    throw codedError(
      'MERGE_SET_TOO_LARGE',
      `The contact is merged with more others than a request is carried out for: ${members}, and ${mostMembers} at most.`,
      { argument: 'term', members, maximum: mostMembers },
    );
  const ids = [canonical, ...subject.mergeSet.filter((id) => id !== canonical)];
  return Promise.all(
    ids.map(async (id) => {
      if (id === subject.id) return own;
      const term: IdTerm = { kind: 'id', type: 'EXTERNAL_CONTACT_ID', id };
      const { found, unavailable } = await findSubjects(services.owners('EXTERNAL_CONTACT'), scope, term);
      const member = found.find((candidate) => candidate.subject.id === id);
      if (member) return member;
      if (unavailable[0]) throw unavailableError(unavailable[0]);
      throw codedError('PLAN_CHANGED', 'The merge set changed meanwhile. Try again.', { argument: 'term' });
    }),
  );
}

const unavailableError = (service: string) =>
  codedError(
    'SERVICE_UNAVAILABLE',
    `The service "${service}" cannot be asked, so the term cannot be resolved. Nothing was created.`,
    { service },
  );

function withHash(type: RequestType, term: Term, plan: Omit<RequestPlan, 'planHash'>): RequestPlan {
  // The plan is the same whichever member of the family was named.
  const subjects = plan.subjects
    .map(({ service, subject }) =>
      JSON.stringify([
        service,
        subject.type,
        subject.id,
        subject.contactListId ?? '',
        subject.canonicalContactId ?? '',
        [...subject.mergeSet].sort(),
        subject.activeEmployee ?? null,
        subject.identifiers.map((identifier) => `${identifier.type}:${identifier.value}`).sort(),
      ]),
    )
    .sort();
  const scope =
    term.kind === 'value' ? termFingerprint(term) : plan.members.map((member) => termFingerprint(member.term)).sort();
  return {
    ...plan,
    planHash: currentKeys()
      .digest(JSON.stringify([type, scope, subjects]))
      .toString('hex'),
  };
}
