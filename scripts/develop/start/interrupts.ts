/** The signals that end a program in a terminal; they are handled from the first moment on, once. */

/** @returns a signal that aborts on Ctrl-C, on an orderly stop, and when the terminal is closed */
export function onInterrupt(): AbortSignal {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => interrupted.abort(new Error(`Stopped by ${name}.`)));
  return interrupted.signal;
}
