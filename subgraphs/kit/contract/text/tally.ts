/** What each replacement of one call did (R14): the sources do not count, the functions that compare values tell. */
import type { Replacement, ReplacementFate } from '../definition';

export interface Tally {
  /** The same replacements, which tell of what they find. */
  replacements: Replacement[];
  /** By the places of the replacements. */
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
