/** What normalisation makes of a value (R3). */
import type { PhoneRegion } from './phone';

export interface NormalizedValue {
  /** The same for every value that is equal to it (EXACT), and for no other: what digests of a term are made of. */
  key: string;
  /** What the index holds of it: without the marks of Latin, Greek and Cyrillic letters. */
  indexed: string[];
  /** What finds it: all texts of any one of these lists are to be among those that the index holds of one field. */
  searched: string[][];
}

/** Of a type whose values are found as a whole or not at all. */
export const asWhole =
  (normalize: (value: string, region: PhoneRegion | null) => string | null) =>
  (value: string, region: PhoneRegion | null): NormalizedValue | null => {
    const key = normalize(value, region);
    return key === null ? null : { key, indexed: [key], searched: [[key]] };
  };
