/** What a check is: one promise of the contract, tried on a running service. */
import type { CheckId } from './advice';
import type { Target } from './target';

/** What is known of the service under test. */
export interface Subject {
  target: Target;
  /** The service's SDL, from a file or as it states it itself. */
  sdl: string;
}

export interface Check {
  /** `advice` says why it is there, and how a service that fails it is put right. */
  id: CheckId;
  /** A service that fails a required check must not join. */
  level: 'required' | 'recommended';
  title: string;
  /** The rule or article behind it. */
  rule: string;
  /** @throws Violation, or any error, when the promise does not hold; `skip` says why there was nothing to try */
  run: (subject: Subject) => Promise<void | { skip: string }>;
}
