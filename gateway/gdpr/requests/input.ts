/** What `createGdprRequest` takes, checked before anything is asked or written. */
import {
  codedError,
  formerFingerprints,
  inputError,
  parseTerm,
  termFingerprint,
  type Replacement,
  type Term,
  type TermInput,
} from '../../../subgraphs/kit';
import { checkReplacements, isId } from '../../../subgraphs/kit';
import { checkedText } from '../checked-text';
import type { RequestType } from '../lifecycle';
import { replacedKey } from './create/replacements';

/** `CreateGdprRequestInput`, as GraphQL hands it over. */
export interface RequestInput {
  type: RequestType;
  term: TermInput;
  replacements?: Replacement[] | null;
  deleteConfirmed?: boolean | null;
  activeEmployeeAcknowledged?: boolean | null;
  planHash?: string | null;
  expectedSubjects?: number | null;
  idempotencyKey?: string | null;
  reference?: string | null;
  caseId?: string | null;
}

/** The checked input. */
export interface ValidatedRequest {
  type: RequestType;
  term: Term;
  replacements: Replacement[] | null;
  activeEmployeeAcknowledged: boolean;
  planHash: string | null;
  expectedSubjects: number | null;
  idempotencyKey: string | null;
  reference: string | null;
  /** The case that it belongs to (R28). */
  caseId: string | null;
  /** Equal for two inputs that ask for the same. The current fingerprint first, then those of earlier versions of normalisation. */
  fingerprints: [string, ...string[]];
}

/** @throws NOT_FOUND for a value that cannot be the id of a case */
function checkedCase(id: string | null | undefined): string | null {
  if (id == null) return null;
  if (!isId(id)) throw codedError('NOT_FOUND', 'There is no such case.', { argument: 'input.caseId' });
  return id.toLowerCase();
}

/** @throws BAD_USER_INPUT when two replacements give the same value different new values: the second would find nothing to replace */
function assertNoContradiction(replacements: Replacement[]): void {
  const updates = new Map<string, string>();
  replacements.forEach((replacement, index) => {
    const key = replacedKey(replacement);
    if (key === null) return;
    const { updated } = replacement;
    const before = updates.get(key);
    const argument = `input.replacements[${index}].existing`;
    if (before !== undefined && before !== updated)
      throw inputError(argument, `${argument} is replaced by another value already.`);
    updates.set(key, updated);
  });
}

/**
 * Checks a request's input (R4, R14, R16).
 * @throws BAD_USER_INPUT naming the argument; DELETE_NOT_CONFIRMED for an erasure without `deleteConfirmed: true`.
 */
export function checkRequestInput(input: RequestInput): ValidatedRequest {
  const term = parseTerm(input.term, 'input.term');
  const { type } = input;
  if (type === 'UPDATE') {
    checkReplacements(input.replacements ?? [], 'input.replacements');
    assertNoContradiction(input.replacements ?? []);
  } else if (input.replacements != null)
    throw inputError('input.replacements', 'input.replacements belongs to UPDATE.');
  if (type !== 'DELETE') {
    if (input.deleteConfirmed) throw inputError('input.deleteConfirmed', 'input.deleteConfirmed belongs to DELETE.');
    if (input.activeEmployeeAcknowledged) {
      throw inputError('input.activeEmployeeAcknowledged', 'input.activeEmployeeAcknowledged belongs to DELETE.');
    }
  } else if (input.deleteConfirmed !== true) {
    throw codedError(
      'DELETE_NOT_CONFIRMED',
      'An erasure cannot be undone. Confirm it with input.deleteConfirmed: true.',
      {
        argument: 'input.deleteConfirmed',
      },
    );
  }
  if (input.expectedSubjects != null && input.expectedSubjects < 0) {
    throw inputError('input.expectedSubjects', 'input.expectedSubjects takes a number of subjects.');
  }
  const replacements = input.replacements ?? null;
  const fingerprintOf = (termPrint: string) =>
    JSON.stringify([
      type,
      termPrint,
      replacements?.map(({ type: kind, existing, updated }) => [kind, existing, updated]) ?? null,
      input.activeEmployeeAcknowledged === true,
      input.planHash ?? null,
      input.expectedSubjects ?? null,
      input.reference ?? null,
      // Earlier versions had no such part: without a case the fingerprint stays as theirs.
      ...(input.caseId == null ? [] : [input.caseId]),
    ]);
  return {
    type,
    term,
    replacements,
    activeEmployeeAcknowledged: input.activeEmployeeAcknowledged === true,
    planHash: checkedText(input.planHash, 'input.planHash'),
    expectedSubjects: input.expectedSubjects ?? null,
    idempotencyKey: checkedText(input.idempotencyKey, 'input.idempotencyKey'),
    reference: checkedText(input.reference, 'input.reference'),
    caseId: checkedCase(input.caseId),
    fingerprints: [fingerprintOf(termFingerprint(term)), ...formerFingerprints(term).map(fingerprintOf)],
  };
}

/** @throws ACTIVE_EMPLOYEE when an erasure concerns somebody who still works here, and this is not acknowledged (R16) */
export function assertAcknowledgement(order: ValidatedRequest, activeEmployee: boolean): void {
  if (order.type !== 'DELETE' || !activeEmployee || order.activeEmployeeAcknowledged) return;
  throw codedError(
    'ACTIVE_EMPLOYEE',
    'The term identifies an employee who still works here. State that the data are no longer needed with input.activeEmployeeAcknowledged: true.',
    { argument: 'input.activeEmployeeAcknowledged' },
  );
}
