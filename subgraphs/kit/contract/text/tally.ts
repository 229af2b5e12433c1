/** Counts what each replacement of one call did (R14). The functions that compare values report it, not the record sources. */
import type { Replacement, ReplacementFate } from '../definition';

export interface Tally {
  /** The same replacements, with an `onFound` that counts. */
  replacements: Replacement[];
  /** Counts, by the index of the replacement; likewise the two below. */
  found: number[];
  replaced: number[];
  notSupported: number[];
}

export function tallied(given: readonly Replacement[]): Tally {
  const [found, replaced, notSupported] = [given.map(() => 0), given.map(() => 0), given.map(() => 0)];
  const addTo: Record<ReplacementFate, number[][]> = {
    REPLACED: [found, replaced],
    RIGHT: [found],
    UNPLACED: [found, notSupported],
    UNREADABLE: [notSupported],
  };
  const replacements = given.map((replacement, index) => ({
    ...replacement,
    onFound: (fate: ReplacementFate) => {
      for (const counts of addTo[fate]) counts[index] = (counts[index] ?? 0) + 1;
    },
  }));
  return { replacements, found, replaced, notSupported };
}
