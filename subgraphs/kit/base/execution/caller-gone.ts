import type { ServerResponse } from 'node:http';

/** A signal that aborts when the connection ends before the answer is written: then nobody waits for it. */
export function callerGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  const look = () => {
    if (!response.writableFinished) gone.abort();
  };
  if (response.destroyed) look();
  else response.once('close', look);
  return gone.signal;
}
