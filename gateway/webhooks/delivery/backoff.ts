/** Delays between attempts (R32): from seconds to a day, over three days in all. */

const minute = 60_000;
const hour = 60 * minute;

/** The delays after the attempts of a round, in milliseconds, as Standard Webhooks suggests them. */
const delays = [5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** The longest delay that a receiver may ask for, in milliseconds. */
const longestAsked = 24 * hour;

/**
 * How long to wait for the next attempt, in milliseconds; null when there is none.
 * @param round how many attempts of the round were made
 * @param asked the delay that the receiver asked for, in milliseconds
 * @param random between 0 and 1: spreads attempts that failed together, by up to a fifth
 */
export function nextDelay(round: number, asked: number, random = Math.random()): number | null {
  const delay = delays[round - 1];
  if (delay === undefined) return null;
  return Math.round(Math.max(delay * (0.8 + 0.4 * random), Math.min(asked, longestAsked)));
}
