import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * What a log line may say of an error: its class, the database's code and object names, and where it was thrown. Never its
 * message, which may repeat personal data (PostgreSQL quotes the offending key).
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { errorType: typeof error };
  const { code, table, constraint, routine } = error as Error & Record<string, unknown>;
  const described: Record<string, unknown> = { errorType: error.name, code, table, constraint, routine };
  const message = error.message;
  described.stack = error.stack
    ?.replace(message, '')
    .split('\n')
    .slice(1, 8)
    .map((line) => line.trim());
  return described;
}

/** The process's logger: JSON lines on stdout, under the process's name. Errors are logged as `{ error: describeError(error) }`. */
export function createLogger(name: string, level: string): Logger {
  return pino({ name, level, base: { name }, serializers: { err: describeError } }, survivingStdout());
}

/** The most bytes of the log that are kept while stdout cannot be written; they are written later. Further lines are dropped. */
const keptUnwritten = 256 * 1024;

/** Stdout whose errors are ignored: a full disk, or a reader that is gone, loses log lines and does not end the service. */
function survivingStdout(): DestinationStream {
  const stdout = pino.destination({ dest: 1, sync: true, maxLength: keptUnwritten });
  stdout.on('error', () => {});
  // When stdout fails, stderr usually fails too: they are often one file.
  process.stderr.on('error', () => {});
  return stdout;
}
