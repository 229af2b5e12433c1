/** Runs the checks on a service. */
import type { JWK } from 'jose';
import { advice, type Advice } from './advice';
import type { Check } from './check';
import { actingChecks } from './checks/acting';
import { answeringChecks } from './checks/answering';
import { coveringChecks } from './checks/covering';
import { declaredChecks } from './checks/declared';
import { echoingChecks } from './checks/echoing';
import { findingChecks } from './checks/finding';
import { guardingChecks } from './checks/guarding';
import { linkingChecks } from './checks/linking';
import { reachingChecks } from './checks/reaching';
import { recommendedChecks } from './checks/recommended';
import { restrictingChecks } from './checks/restricting';
import { schemaChecks } from './checks/schema';
import { streamingChecks } from './checks/streaming';
import type { Fixture } from './fixture';
import { Violation } from './exchange';
import { Target } from './target';

export const checks: Check[] = [
  ...schemaChecks,
  ...findingChecks,
  ...answeringChecks,
  ...actingChecks,
  ...coveringChecks,
  ...reachingChecks,
  ...declaredChecks,
  ...restrictingChecks,
  ...linkingChecks,
  ...streamingChecks,
  ...guardingChecks,
  ...echoingChecks,
  ...recommendedChecks,
];

export interface ConformanceOptions {
  /** The service's GraphQL endpoint. */
  url: string;
  fixture: Fixture;
  /** The private key (Ed25519) whose public half the service believes. */
  signingKey: JWK;
  /** The service's SDL. @default the SDL that the service states */
  sdl?: string;
  /** Leaves the recommended checks out. @default false */
  onlyRequired?: boolean;
  onResult?: (result: CheckResult) => void;
}

export interface CheckResult extends Advice {
  id: Check['id'];
  level: Check['level'];
  title: string;
  rule: string;
  outcome: 'PASSED' | 'FAILED' | 'SKIPPED';
  /** How long it took, in milliseconds. */
  took: number;
  /** Why it failed or was skipped. */
  message: string | null;
  /** The exchange behind a failure. */
  sent?: unknown;
  got?: unknown;
}

/**
 * Runs every check, each with people and an organisation of its own. A failed check does not stop the others.
 * @throws when the service cannot be reached, or refuses a valid token
 */
export async function runConformance(options: ConformanceOptions): Promise<CheckResult[]> {
  const { url, fixture, signingKey, onlyRequired = false, onResult } = options;
  const target = await Target.open(url, fixture, signingKey);
  await target.ask('{ __typename }', {}, { purpose: 'query' });
  const sdl = options.sdl ?? (await ownSdl(target));
  const results: CheckResult[] = [];
  for (const check of checks.filter(({ level }) => !onlyRequired || level === 'required')) {
    const result = await resultOf(check, target.apart(), sdl);
    results.push(result);
    onResult?.(result);
  }
  return results;
}

/** The SDL that the service states. */
async function ownSdl(target: Target): Promise<string> {
  const { _service } = await target.ask<{ _service: { sdl: string } }>(
    '{ _service { sdl } }',
    {},
    { purpose: 'query' },
  );
  return _service.sdl;
}

async function resultOf({ id, level, title, rule, run }: Check, target: Target, sdl: string): Promise<CheckResult> {
  const began = performance.now();
  const plain = () => ({ id, level, title, rule, ...advice[id], took: Math.round(performance.now() - began) });
  try {
    const skipped = await run({ target, sdl });
    return { ...plain(), outcome: skipped ? 'SKIPPED' : 'PASSED', message: skipped ? skipped.skip : null };
  } catch (error) {
    const { sent, got } = error instanceof Violation ? error : target.last;
    return { ...plain(), outcome: 'FAILED', message: (error as Error).message, sent, got };
  }
}

/** Whether a service may join: no required check failed. */
export const conforms = (results: CheckResult[]): boolean =>
  results.every(({ level, outcome }) => level !== 'required' || outcome !== 'FAILED');
