import type { ServerResponse } from 'node:http';

/** Aborts when the connection ends before the answer is written: nobody waits for it any more. */
export function callerGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  const look = () => {
    if (!response.writableFinished) gone.abort();
  };
  if (response.destroyed) look();
  else response.once('close', look);
  return gone.signal;
}
