/** Differences between the figures of now and the recorded ones. */
import type { Counts } from './count';
import { ratioName, ratioNoise } from './ratios';

/** One figure that differs. */
export interface Difference {
  operation: string;
  what: string;
  /** Null for a figure that was not recorded, or no longer exists. */
  recorded: number | null;
  now: number | null;
}

/** Whether a figure is another than recorded. Counts are exact; a ratio is, when it is worse than noise explains. */
const differs = (what: string, recorded: number | undefined, now: number | undefined): boolean =>
  what === ratioName && recorded !== undefined && now !== undefined ? now > recorded * ratioNoise : recorded !== now;

/** Every figure that differs, with operations and figures that exist on one side only. */
export function differencesOf(recorded: Counts, now: Counts): Difference[] {
  const operations = [...new Set([...Object.keys(recorded), ...Object.keys(now)])];
  return operations.flatMap((operation) => {
    const [before, after] = [recorded[operation] ?? {}, now[operation] ?? {}];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((what) => differs(what, before[what], after[what]))
      .map((what) => ({ operation, what, recorded: before[what] ?? null, now: after[what] ?? null }));
  });
}

/** A difference as text. */
export function inWords({ operation, what, recorded, now }: Difference): string {
  if (recorded === null) return `${operation}: ${what}: ${now}, and was not recorded`;
  if (now === null) return `${operation}: ${what}: none any more, recorded ${recorded}`;
  return `${operation}: ${what}: ${now}, recorded ${recorded} (${now > recorded ? 'more' : 'less'})`;
}
