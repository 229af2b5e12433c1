import type { ServerResponse } from 'node:http';

/** Each response has one signal: what waits before an operation, and the operation itself, ask for it. */
const signals = new WeakMap<ServerResponse, AbortSignal>();

/** A signal that aborts when the connection ends before the answer is written: then nobody waits for it. */
export function callerGone(response: ServerResponse): AbortSignal {
  const known = signals.get(response);
  if (known) return known;
  const gone = new AbortController();
  signals.set(response, gone.signal);
  const look = () => {
    if (!response.writableFinished) gone.abort();
  };
  if (response.destroyed) look();
  else response.once('close', look);
  return gone.signal;
}
