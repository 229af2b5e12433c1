/**
 * The version of normalisation. An index remembers it, and until it is reindexed, rows of a former version are searched by that
 * version. It names the region of phone numbers, because a national number means another number in another region.
 */
import { currentPhoneRegion } from '../security/organization-context';
import type { PhoneRegion } from './phone';
import { entryOf, type ValueType } from './term-types';
import { searchedByVersion1 } from './version-1';
import { normalizeByVersion2 } from './version-2';

/** Must be raised whenever a value may normalise differently than before. */
export const normalizationVersion = '3';

/**
 * The version of keys, of which digests of terms are made. Must be raised when a key may equal what an earlier version made of another
 * value. Version 3 reads some texts as other values than version 2 did (`formerFingerprints`), but a key means the same in both.
 */
export const keyVersion = '2';

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
  const normalize = before === '2' ? normalizeByVersion2.bind(null, type) : entryOf(type).normalize;
  return normalize(value, region === '' ? null : (region as PhoneRegion))?.searched ?? [];
}
