/**
 * The version of normalisation, which an index remembers: what it holds by another one is found by that, until it is indexed
 * anew. It names the region that phone numbers were read in, since they are other numbers in another.
 */
import { currentPhoneRegion } from '../security/organization-context';
import type { PhoneRegion } from './phone';
import { entryOf, type ValueType } from './term-types';
import { searchedByVersion1 } from './version-1';

/** Raised whenever a value may normalise to something else than before. Digests of terms know it too (`formerFingerprints`). */
export const normalizationVersion = '2';

/** What rows of an index bear that are older than its version. */
export const firstNormalization = '1';

/** The normalisation of an organisation's values today, as an index remembers it: `2/ES`, or `2/` without a region. */
export const normalizationIn = (region: PhoneRegion | null): string => `${normalizationVersion}/${region ?? ''}`;

/** That of the organisation that the running code works for. */
export const currentNormalization = (): string => normalizationIn(currentPhoneRegion());

/** What a term's value is found by in an index of a former normalisation: like `NormalizedValue.searched`. */
export function formerlySearched(type: ValueType, value: string, former: string): string[][] {
  const [before, region = ''] = former.split('/');
  if (before === firstNormalization) return [searchedByVersion1(type, value)].filter((texts) => texts.length > 0);
  return entryOf(type).normalize(value, region === '' ? null : (region as PhoneRegion))?.searched ?? [];
}
