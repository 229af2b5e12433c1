/** The arguments of the fields that are limited, checked before anything is counted, asked or written (R19). */
import { parseTerm, type Covered, type Term, type TermInput, type ValueField } from '../../../subgraphs/kit';
import { checkedFirst } from '../../../subgraphs/kit/base/persistence/keyset';
import { withProfile } from '../../../subgraphs/kit/base/security/organization-context';
import type { OrganizationProfile } from '../../../subgraphs/kit/base/security/organization-profiles';
import type { ArgumentChecks } from '../../security/rate-limits/rate-limit-plugin';
import { checkReportArguments } from '../audits/report-personal-data';
import { checkLiftArguments, checkTombstoneTerm } from '../tombstones/tombstone';
import type { GdprSubjectTermInput } from '../schema.generated';
import { checkRequestInput, type RequestInput } from './input';

/** The largest page of subjects. */

/** The types of values that `subjects` takes; ids are not among them (R1). A value that the schema adds must be added here to compile. */
type SubjectTermInput = Pick<TermInput, Covered<ValueField, keyof GdprSubjectTermInput>>;

export interface SubjectsArguments {
  term: SubjectTermInput;
  first: number;
  after?: string | null;
}

/** Checks the arguments of a search and returns its term. @throws BAD_USER_INPUT */
export function checkSubjectsArguments({ term, first }: SubjectsArguments): Term {
  checkedFirst(first);
  return parseTerm(term);
}

/** The checks that the resolvers make first, by coordinate. */
const checks = {
  'query.subjects': checkSubjectsArguments,
  'query.previewGdprRequest': ({ term }: { term: TermInput }) => parseTerm(term),
  'query.personalDataReport': checkReportArguments,
  'query.erasureTombstone': checkTombstoneTerm,
  'mutation.liftErasureTombstone': checkLiftArguments,
  'mutation.createGdprRequest': ({ input }: { input: RequestInput }) => checkRequestInput(input),
};

/** The same, by the settings of the caller's organisation: what is a phone number depends on them (R3). */
export const argumentChecksBy = (profileOf: (organizationId: string) => OrganizationProfile): ArgumentChecks =>
  Object.fromEntries(
    Object.entries(checks).map(([coordinate, check]) => [
      coordinate,
      (args: never, { organizationId }) => withProfile(profileOf(organizationId), () => check(args)),
    ]),
  ) satisfies ArgumentChecks;
