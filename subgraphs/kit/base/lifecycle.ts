/** How a process ends: once, in order, and in bounded time. */
import { describeError, type Logger } from './logger';

/** How long stopping may take, in milliseconds. */
const timeLimit = 25_000;

/**
 * Stops the process in order on SIGTERM, on SIGINT, and when the process that started it is gone (its IPC channel closes).
 * `onStop` runs once; the process then exits with 0, or with 1 when stopping failed or took more than 25 s.
 */
export function installShutdown({ onStop, logger }: { onStop: () => Promise<void>; logger: Logger }): void {
  let stopping = false;
  const stop = (reason: string) => {
    if (stopping) return;
    stopping = true;
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
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
  process.once('disconnect', () => stop('the starting process is gone'));
}
