/** When a failed attempt is made again (R32): after seconds at first, after a day at last, for three days in all. */

const minute = 60_000;
const hour = 60 * minute;

/** How long after each attempt of a round the next one comes, in milliseconds: the times that Standard Webhooks suggests. */
const delays = [5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** The longest that a receiver is left alone because it asked for it, in milliseconds. */
const longestAsked = 24 * hour;

/**
 * How long to wait for the next attempt, in milliseconds; null when there is none.
 * @param round how many attempts of the round were made
 * @param asked how long the receiver asked to be left alone, in milliseconds
 * @param random between 0 and 1: spreads attempts by a fifth, so that what failed together does not come back together
 */
export function nextDelay(round: number, asked: number, random = Math.random()): number | null {
  const delay = delays[round - 1];
  if (delay === undefined) return null;
  return Math.round(Math.max(delay * (0.8 + 0.4 * random), Math.min(asked, longestAsked)));
}
