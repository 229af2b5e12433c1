/** Variables that look like ours and are not: a setting that is misspelt would have no effect, and nobody would know. */
import leven from 'leven';
import type { Environment } from './environment';

/** What the names of variables begin with that every process reads. No other program's variable is expected to. */
export const commonFamilies: readonly string[] = ['BLOB_', 'DATABASE_', 'ENCRYPTION_', 'HABEAS_', 'TLS_'];

/** What Kubernetes and container links make of the name of a service, and what only tests read. */
const madeByOthers = /_SERVICE_(HOST|PORT)(_\w+)?$|_PORT(_\d+_(TCP|UDP)(_\w+)?)?$|^HABEAS_(TEST_|SCREENSHOTS$)/;

/** So many letters of a name may be wrong for it to be meant; short names are too near to those of others. */
const misspelt = 2;
const shortest = 8;

/**
 * A problem for each variable of the environment that nobody knows: its name begins like ours, or is one of ours but for a
 * letter or two. The nearest known name is told, never a value.
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
