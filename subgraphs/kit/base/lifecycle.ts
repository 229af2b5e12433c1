/** The end of a process: once, in order, and in bounded time. */
import { describeError, type Logger } from './logger';

/** The longest time that stopping may take, in milliseconds. */
const timeLimit = 25_000;

/** What a process does when it ends. */
export interface Shutdown {
  /** Makes the readiness check report that the process is stopping. */
  announceStop: () => void;
  /** How long the process then goes on serving, in milliseconds, until load balancers have noticed. */
  drainFor: number;
  /** Accepts no more connections, finishes what is in progress, and closes everything. */
  onStop: () => Promise<void>;
  logger: Logger;
}

/**
 * Stops the process in order. On SIGTERM it announces the stop and goes on serving for `drainFor`. It stops at once on SIGINT, on a
 * second SIGTERM, and when the process that started it is gone (its IPC channel closes). `onStop` runs once; the process then exits
 * with 0, or with 1 when stopping failed or took more than 25 s.
 */
export function installShutdown({ announceStop, drainFor, onStop, logger }: Shutdown): void {
  let stopping = false;
  let draining = false;
  const drain = () => {
    if (draining) return stop('SIGTERM');
    draining = true;
    announceStop();
    logger.info({ reason: 'SIGTERM', drainFor }, 'draining');
    setTimeout(() => stop('SIGTERM'), drainFor);
  };
  const stop = (reason: string) => {
    if (stopping) return;
    stopping = true;
    announceStop();
    logger.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), timeLimit).unref();
    onStop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ error: describeError(error) }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', drain);
  process.once('SIGINT', () => stop('SIGINT'));
  const abandoned = () => stop('the starting process is gone');
  process.once('disconnect', abandoned);
  // The starting process may have gone before the listener was added.
  if ((process.connected as boolean | undefined) === false) abandoned();
}
