/** The result of normalising a value (R3). */
import type { PhoneRegion } from './phone';

export interface NormalizedValue {
  /** The same for all values that are equal (EXACT), and for no other. Digests of terms are made of it. */
  key: string;
  /** The texts that the index holds of the value, without the marks of Latin, Greek and Cyrillic letters. */
  indexed: string[];
  /** The texts that find the value: all texts of one of these lists must be in the index for one field. */
  searched: string[][];
}

/** Normalisation for a type whose values are found only as a whole. */
export const asWhole =
  (normalize: (value: string, region: PhoneRegion | null) => string | null) =>
  (value: string, region: PhoneRegion | null): NormalizedValue | null => {
    const key = normalize(value, region);
    return key === null ? null : { key, indexed: [key], searched: [[key]] };
  };
