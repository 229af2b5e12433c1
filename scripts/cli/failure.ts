/** The failure of a command. */
export class CommandFailure extends Error {
  constructor(
    message: string,
    readonly exitCode: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CommandFailure';
  }
}

/** The exit code of a wrong call. */
export const wrongCallCode = 2;

/**
 * Thrown before anything is done, when the values of a call do not go together, or name something that does not exist. The command
 * ends with {@link wrongCallCode}.
 */
export class WrongCall extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WrongCall';
  }
}

/** By its name: a command that is started as a bundle has a class of its own. */
export const isWrongCall = (error: unknown): error is WrongCall => error instanceof Error && error.name === 'WrongCall';

/** Why something failed, in words and without a stack trace. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'MODULE_NOT_FOUND')
    return `${error.message.split('\n')[0]}. This command needs a checkout with its development dependencies: npm ci.`;
  if (code === 'ENOSPC') return `The disk is full: ${error.message}`;
  // `fetch` has this message for every failed connection; the reason is in the cause.
  if (error.message === 'fetch failed' && error.cause) return reasonOf(error.cause);
  // A connection that was refused at each address of a host has the reasons, and no message of its own.
  if (error instanceof AggregateError && !error.message) return error.errors.map(reasonOf).join('; ');
  return error.message || code || error.name;
}
