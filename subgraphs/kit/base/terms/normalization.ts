/**
 * The version of normalisation. An index remembers it, and until it is reindexed, rows of a former version are searched by that
 * version. It names the region of phone numbers, because a national number means another number in another region.
 */
import { currentPhoneRegion } from '../security/organization-context';
import type { PhoneRegion } from './phone';
import { entryOf, type ValueType } from './term-types';
import { searchedByVersion1 } from './version-1';

/**
 * Must be raised whenever a value may normalise differently than before. Digests of terms have a version of their own
 * (`termFingerprint`).
 */
export const normalizationVersion = '3';

/** The version of rows that are older than the record of versions. */
export const firstNormalization = '1';

/** The current normalisation in a region, as an index remembers it: `3/ES`, or `3/` without a region. */
export const normalizationIn = (region: PhoneRegion | null): string => `${normalizationVersion}/${region ?? ''}`;

/** The current normalisation of the organisation that the running code works for. */
export const currentNormalization = (): string => normalizationIn(currentPhoneRegion());

/** The texts that find a value in an index of a former normalisation: like `NormalizedValue.searched`. */
export function formerlySearched(type: ValueType, value: string, former: string): string[][] {
  const [before, region = ''] = former.split('/');
  if (before === firstNormalization) return [searchedByVersion1(type, value)].filter((texts) => texts.length > 0);
  return entryOf(type).normalize(value, region === '' ? null : (region as PhoneRegion))?.searched ?? [];
}
