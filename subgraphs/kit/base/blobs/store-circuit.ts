/** A circuit before a store: one that hangs costs the calls of one moment their time, and not every call after them (R27). */
import type { S3Client } from '@aws-sdk/client-s3';
import CircuitBreaker from 'opossum';
import { hangCircuit } from '../hang-circuit';
import { StoreAwayError } from './unavailable';

/** The names of the client's errors for a store that keeps silent: within one attempt, and within all of them. */
const silences: ReadonlySet<string> = new Set(['TimeoutError', 'AbortError']);

/** The client gives a connection that was closed the name of a time-out too. */
const closed: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE']);

const isSilence = (error: unknown): boolean =>
  error instanceof Error && silences.has(error.name) && !closed.has((error as NodeJS.ErrnoException).code);

/** What removes the parts of a file that could not be written whole: tried in any case, since nobody tries it again. */
const takesBack = 'AbortMultipartUploadCommand';

/**
 * Has clients of one store refuse calls, as from a store that is away, after one was not answered in time. A call counts with all its attempts, so
 * that a store that hesitates once opens nothing.
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
