/** A circuit breaker before something that may hang: that delays the calls of one moment, and not every later call (R27). */
import CircuitBreaker from 'opossum';

/** How long no call is tried after one was not answered, in milliseconds. Then one call tries, while the others are still refused. */
const leftAlone = 2_000;

/**
 * Makes a circuit that opens at its first failure: if it waited for a share of failures, each of those calls would have to wait.
 * @param isSilence whether an error says that no answer came in time; other errors cost no time, and are passed on
 */
export function hangCircuit<Arguments extends unknown[], Result>(
  work: (...given: Arguments) => Promise<Result>,
  isSilence: (error: unknown) => boolean,
): CircuitBreaker<Arguments, Result> {
  const circuit = new CircuitBreaker(work, {
    timeout: false,
    resetTimeout: leftAlone,
    errorThresholdPercentage: 100,
    errorFilter: (error: unknown) => !isSilence(error),
    // Nobody reads these statistics.
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
  });
  circuit.on('failure', () => circuit.open());
  return circuit;
}
