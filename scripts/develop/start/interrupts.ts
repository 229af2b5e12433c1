/** The signals that end what runs in a terminal: from the first instant on, and once. */

/** @returns a signal that aborts when the process is told to end: Ctrl-C, an end in order, a terminal that is closed */
export function onInterrupt(): AbortSignal {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => interrupted.abort(new Error(`Stopped by ${name}.`)));
  return interrupted.signal;
}
