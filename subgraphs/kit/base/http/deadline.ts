/**
 * Runs work with a deadline in milliseconds. Its signal aborts at the deadline, with a `TimeoutError`, or earlier, once all
 * callers for whom the work is done have left. It is not `AbortSignal.timeout`, whose timer and signal stay in memory until the
 * time has run out, long after the answer.
 */
export async function within<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  callers: readonly AbortSignal[] = [],
): Promise<T> {
  const deadline = startDeadline(milliseconds, callers);
  try {
    return await work(deadline.signal);
  } finally {
    deadline.met();
  }
}

/**
 * The same for work that goes on after a function has returned: call `met` when it ends, and `begun` when it may take any time from
 * now on, so that only the callers can end it.
 */
export function startDeadline(
  milliseconds: number,
  callers: readonly AbortSignal[] = [],
): { signal: AbortSignal; begun: () => void; met: () => void } {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new DOMException('The deadline has passed.', 'TimeoutError')),
    milliseconds,
  );
  const left = () => {
    if (callers.every(({ aborted }) => aborted)) late.abort(new DOMException('All callers have left.', 'AbortError'));
  };
  for (const caller of callers) caller.addEventListener('abort', left);
  if (callers.length > 0) left();
  const begun = () => clearTimeout(timer);
  const met = () => {
    begun();
    for (const caller of callers) caller.removeEventListener('abort', left);
  };
  return { signal: late.signal, begun, met };
}
