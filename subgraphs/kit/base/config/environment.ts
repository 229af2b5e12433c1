/** The environment of a process, parsed once at boot. Every bad variable is listed, so that one restart fixes all. */
import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration cannot be used; `problems` has a line for each variable. */
export class ConfigurationError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/**
 * Parses the environment by a zod schema.
 * @param unknown problems of variables that the schema does not have
 * @param defaults values of variables that are not set, where the schema cannot know them
 * @throws ConfigurationError listing every bad variable
 */
export function parseEnvironment<T extends z.ZodType>(
  schema: T,
  environment: Environment = process.env,
  unknown: readonly string[] = [],
  defaults: Environment = {},
): z.output<T> {
  // A variable with an empty or blank value counts as not set: compose files pass absent values so, and a blank would be the number 0.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const parsed = schema.safeParse({ ...defaults, ...given });
  if (parsed.success && unknown.length === 0) return parsed.data;
  const issues = parsed.error?.issues ?? [];
  throw new ConfigurationError([
    ...issues.map((issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`),
    ...unknown,
  ]);
}

/**
 * Makes every part of a configuration, also after one has failed.
 * @throws ConfigurationError listing the problems of all parts
 */
export function readAll<T extends object>(parts: { [K in keyof T]: () => T[K] }): T {
  const problems: string[] = [];
  const made: Partial<T> = {};
  for (const name of Object.keys(parts) as (keyof T)[]) {
    try {
      made[name] = parts[name]();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
    }
  }
  // Two parts may report the same problem.
  if (problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
  return made as T;
}
