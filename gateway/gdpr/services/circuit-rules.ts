import { CallFailure } from '../../federation/execution/service-connection';

/**
 * When calls of a service are held back: at least 5 within 3 s, half of them unanswered. After 5 s one is let through to see.
 */
export const circuitRules = {
  timeout: false as const,
  rollingCountTimeout: 3_000,
  volumeThreshold: 5,
  errorThresholdPercentage: 50,
  resetTimeout: 5_000,
  // Nobody reads them, and they would be worked out several times a second for each service.
  rollingPercentilesEnabled: false,
  enableSnapshots: false,
  // A service that answers, however badly, is there.
  errorFilter: (error: unknown) => error instanceof CallFailure && ['INVALID', 'TOO_LARGE'].includes(error.kind),
};
