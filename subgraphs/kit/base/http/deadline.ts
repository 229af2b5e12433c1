/**
 * Gives work so many milliseconds: after that its signal aborts, with a `TimeoutError`. It aborts before, once all of those whom
 * the work is for have left. Not `AbortSignal.timeout`, whose timers and signals stay
 * until they run out, long after an answer has come.
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

/** The same, for work that goes on after a function has returned; `met` ends it. */
export function startDeadline(
  milliseconds: number,
  callers: readonly AbortSignal[] = [],
): { signal: AbortSignal; met: () => void } {
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
  const met = () => {
    clearTimeout(timer);
    for (const caller of callers) caller.removeEventListener('abort', left);
  };
  return { signal: late.signal, met };
}
