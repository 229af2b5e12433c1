/** Misspelt variables: they would have no effect, and nobody would notice. */
import leven from 'leven';
import type { Environment } from './environment';

/** The prefixes of variables that every process reads. No other program's variables are expected to start so. */
export const commonFamilies: readonly string[] = ['BLOB_', 'DATABASE_', 'ENCRYPTION_', 'HABEAS_', 'TLS_'];

/** Variables that Kubernetes and container links make of a service's name, and those that only tests and `habeas register` read. */
const madeByOthers = /_SERVICE_(HOST|PORT)(_\w+)?$|_PORT(_\d+_(TCP|UDP)(_\w+)?)?$|^HABEAS_(TEST_|SCREENSHOTS$|TOKEN$)/;

/** A name with at most this many wrong letters is taken for a known one. Short names are too similar to those of others. */
const misspelt = 2;
const shortest = 8;

/**
 * A problem for each unknown variable of the environment whose name starts like ours, or differs from one of ours by a letter or
 * two. The problem names the nearest known variable, never a value.
 */
export function unknownVariables(
  environment: Environment,
  known: readonly string[],
  families: readonly string[],
): string[] {
  const names = new Set(known);
  return Object.entries(environment).flatMap(([name, value]) => {
    if (!value || names.has(name) || madeByOthers.test(name)) return [];
    const [nearest = '', distance = Infinity] = known
      .map((each) => [each, leven(name, each)] as const)
      .reduce((best, each) => (each[1] < best[1] ? each : best));
    const near = distance <= misspelt && name.length >= shortest;
    if (!near && !families.some((family) => name.startsWith(family))) return [];
    return [`${name}: nobody knows this variable; the nearest that is known is ${nearest}`];
  });
}
