/** A circuit before something that may hang: it costs the calls of one moment their time, and not every call after them (R27). */
import CircuitBreaker from 'opossum';

/** How long it is left alone after it did not answer, in milliseconds. Then one call tries it, while the others are refused. */
const leftAlone = 2_000;

/**
 * Makes a circuit that its first failure opens: to wait for a share of the calls would let each of them wait.
 * @param isSilence which errors say that no answer came in time; every other one costs nobody any time, and is passed on
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
    // Nobody reads them.
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
  });
  circuit.on('failure', () => circuit.open());
  return circuit;
}
