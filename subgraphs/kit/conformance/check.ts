/** A check: one promise of the contract, tried on a running service. */
import type { CheckId } from './advice';
import type { Target } from './target';

/** The service under test. */
export interface Subject {
  target: Target;
  /** The service's SDL, from a file or as the service states it. */
  sdl: string;
}

export interface Check {
  /** Its key in `advice`. */
  id: CheckId;
  /** A service that fails a required check must not join. */
  level: 'required' | 'recommended';
  title: string;
  /** The rule or article behind it. */
  rule: string;
  /** @throws Violation, or another error, when the promise does not hold; `skip` is the reason why it could not be tried */
  run: (subject: Subject) => Promise<void | { skip: string }>;
}
