/** The conformance check as a test suite: one test for each check. */
import { advice } from './advice';
import { checks, runConformance, type CheckResult, type ConformanceOptions } from './run';

/** What jest, vitest or another runner calls its functions. */
export interface TestRunner {
  describe: (name: string, define: () => void) => void;
  test: (name: string, run: () => void) => void;
  beforeAll: (run: () => Promise<void>, timeout?: number) => void;
}

const wholeRun = 120_000;

/**
 * Declares a test for every required check. `options` is called when the tests run, after the service has started.
 * @param runner the functions of the test runner: `{ describe, test, beforeAll }`
 */
export function describeConformance(
  name: string,
  options: () => ConformanceOptions | Promise<ConformanceOptions>,
  { describe, test, beforeAll }: TestRunner,
): void {
  describe(`conformance of ${name}`, () => {
    let results = new Map<string, CheckResult>();
    beforeAll(async () => {
      const all = await runConformance({ ...(await options()), onlyRequired: true });
      results = new Map(all.map((result) => [result.id, result]));
    }, wholeRun);
    for (const { id, title } of checks.filter(({ level }) => level === 'required'))
      test(`${id}: ${title}`, () => {
        const result = results.get(id);
        // A check that could not be tried on a service is not a failure.
        if (result && result.outcome !== 'FAILED') return;
        throw new Error(
          `${result?.message ?? 'The check did not run.'}\nwhy: ${advice[id].why}\nmend: ${advice[id].mend}\nsent: ${JSON.stringify(result?.sent)}\ngot: ${JSON.stringify(result?.got)}`,
        );
      });
  });
}
