/** A circuit breaker before a store: a store that hangs delays the calls of one moment, and not every later call (R27). */
import type { S3Client } from '@aws-sdk/client-s3';
import CircuitBreaker from 'opossum';
import { hangCircuit } from '../hang-circuit';
import { StoreAwayError } from './unavailable';

/** The names of the client's errors for a store that is silent: within one attempt, and over all of them. */
const silences: ReadonlySet<string> = new Set(['TimeoutError', 'AbortError']);

/** The client also names an error of a closed connection a time-out; these are its codes. */
const closed: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE']);

const isSilence = (error: unknown): boolean =>
  error instanceof Error && silences.has(error.name) && !closed.has((error as NodeJS.ErrnoException).code);

/** The command that removes the parts of an unfinished file. It passes the circuit, since it is never tried again. */
const takesBack = 'AbortMultipartUploadCommand';

/**
 * Makes clients of one store refuse calls for a while after one was not answered in time. A call counts with all its attempts, so
 * one slow attempt does not open the circuit.
 */
export function addCircuit(...clients: S3Client[]): void {
  const circuit = hangCircuit((call: () => Promise<unknown>) => call(), isSilence);
  for (const { middlewareStack } of clients)
    middlewareStack.add(
      (next, { commandName }) =>
        async (call) => {
          if (commandName === takesBack) return next(call);
          try {
            return (await circuit.fire(() => next(call))) as Awaited<ReturnType<typeof next>>;
          } catch (error) {
            if (CircuitBreaker.isOurError(error as Error)) throw new StoreAwayError('The store did not answer lately.');
            throw error;
          }
        },
      { step: 'initialize', name: 'circuit', priority: 'high' },
    );
}
