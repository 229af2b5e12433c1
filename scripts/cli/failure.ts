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

/** Why something failed, in words and without a stack trace. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'MODULE_NOT_FOUND')
    return `${error.message.split('\n')[0]}. This command needs a checkout with its development dependencies: npm ci.`;
  if (code === 'ENOSPC') return `The disk is full: ${error.message}`;
  // When a connection was refused at each address of a host, the reasons are inside, and the message is empty.
  if (error instanceof AggregateError && !error.message) return error.errors.map(reasonOf).join('; ');
  return error.message || code || error.name;
}
