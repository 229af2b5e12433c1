/** The arguments of the fields that are limited, checked before anything is counted, asked or written (R19). */
import { inputError, parseTerm, type Term, type TermInput } from '../../../subgraphs/kit';
import type { ArgumentChecks } from '../../security/rate-limits';
import { checkReportArguments } from '../audits/report-personal-data';
import { checkRequestInput, type RequestInput } from './input';

/** The largest page of subjects. */
const maximumFirst = 200;

export interface SubjectsArguments {
  term: TermInput;
  first: number;
  after?: string | null;
}

/** The term of a search whose arguments are as they must be. @throws BAD_USER_INPUT */
export function checkSubjectsArguments({ term, first }: SubjectsArguments): Term {
  if (first < 1 || first > maximumFirst) throw inputError('first', `first takes 1 to ${maximumFirst}.`);
  return parseTerm(term);
}

/** The checks that the resolvers make first, by coordinate. */
export const argumentChecks: ArgumentChecks = {
  'query.subjects': checkSubjectsArguments,
  'query.previewGdprRequest': ({ term }: { term: TermInput }) => parseTerm(term),
  'query.personalDataReport': checkReportArguments,
  'mutation.createGdprRequest': ({ input }: { input: RequestInput }) => checkRequestInput(input),
};
