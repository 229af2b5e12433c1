/**
 * Gives work so many milliseconds: after that its signal aborts, with a `TimeoutError`. Not `AbortSignal.timeout`, whose timers and signals stay
 * until they run out, long after an answer has come.
 */
export async function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = startDeadline(milliseconds);
  try {
    return await work(deadline.signal);
  } finally {
    deadline.met();
  }
}

/** The same, for work that goes on after a function has returned; `met` ends it. */
export function startDeadline(milliseconds: number): { signal: AbortSignal; met: () => void } {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new DOMException('The deadline has passed.', 'TimeoutError')),
    milliseconds,
  );
  return { signal: late.signal, met: () => clearTimeout(timer) };
}
