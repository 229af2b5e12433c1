/** The environment of a process, parsed once at boot. Every bad variable is listed, so that one restart mends all. */
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
 * @param unknown what is wrong with variables beside those of the schema
 * @param defaults what variables are that are not set, where that is not the schema's to know
 * @throws ConfigurationError listing every bad variable
 */
export function parseEnvironment<T extends z.ZodType>(
  schema: T,
  environment: Environment = process.env,
  unknown: readonly string[] = [],
  defaults: Environment = {},
): z.output<T> {
  // A variable set to nothing is one that is not set: that is how compose files pass absent values.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse({ ...defaults, ...given });
  if (parsed.success && unknown.length === 0) return parsed.data;
  const issues = parsed.error?.issues ?? [];
  throw new ConfigurationError([
    ...issues.map((issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`),
    ...unknown,
  ]);
}

/**
 * Makes each part of a configuration, whatever becomes of the others.
 * @throws ConfigurationError listing what is wrong with any of them
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
  // What two parts are made of is wrong once.
  if (problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
  return made as T;
}
