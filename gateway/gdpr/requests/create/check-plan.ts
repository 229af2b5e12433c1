/** The conditions on the subjects that a new request would touch (R8, R16, R24). */
import { codedError, isWordType, matchIdentifier, type Term } from '../../../../subgraphs/kit';
import { changesByValue, mergeSetError, mergeSetsOf } from '../../reach/merge-sets';
import { assertAcknowledgement, type ValidatedRequest } from '../input';
import type { RequestPlan } from '../resolve';
import type { FoundSubject } from '../../services/subjects';

/**
 * Checks the subjects that a request would touch.
 * @throws SERVICE_UNAVAILABLE when a service that may own some of them cannot be asked; MERGE_SET (R8); BROAD_TERM when
 * it is not stated that several subjects match, or one in part (R24), or another number is stated; PLAN_CHANGED; ACTIVE_EMPLOYEE (R16)
 */
export function checkPlan(order: ValidatedRequest, plan: RequestPlan): void {
  if (order.term.kind === 'value') checkValue(order, plan);
  else checkMembers(order, plan);
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

/** A request by an id needs no `expectedSubjects`. If it is given, it counts the whole merge set (R8). */
function checkMembers({ expectedSubjects }: ValidatedRequest, { members: { length: matches } }: RequestPlan): void {
  if (expectedSubjects === null || expectedSubjects === matches) return;
  throw codedError(
    'BROAD_TERM',
    `The request would touch ${matches} ${matches === 1 ? 'subject' : 'subjects, the members of a merge set'}. Review them with previewGdprRequest, then state expectedSubjects or planHash.`,
    { argument: 'input.expectedSubjects', matches },
  );
}

/** A match that the service does not explain counts as partial. */
const matchesExactly = (term: Term, { subject }: FoundSubject): boolean =>
  subject.matchedOn.some((identifier) => matchIdentifier(term, identifier) === 'EXACT');
