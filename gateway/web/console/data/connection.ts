/** Watches whether the gateway answers. Queries are repeated once it does again. */
import { useSyncExternalStore } from 'react';

/** Milliseconds between two attempts to reach a gateway that does not answer. */
const pause = 1_500;

export class Connection {
  private lost = false;
  private returns = 0;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly isLost = () => this.lost;
  /** Returns the number of reasons so far to repeat all queries. */
  readonly timesBack = () => this.returns;

  /** `fetch` that also notices whether the gateway answers. */
  readonly fetch: typeof fetch = async (...call) => {
    try {
      const response = await fetch(...call);
      if (response.status >= 502 && response.status <= 504) this.fail();
      return response;
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) this.fail();
      throw error;
    }
  };

  /** Makes all queries run again, because the gateway answers again or somebody has signed in again. */
  askAnew(): void {
    this.returns++;
    this.tell();
  }

  private fail(): void {
    if (this.lost) return;
    this.lost = true;
    this.tell();
    setTimeout(() => void this.tryAgain(), pause);
  }

  private async tryAgain(): Promise<void> {
    const back = await fetch('/explorer/settings', { cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (!back) {
      setTimeout(() => void this.tryAgain(), pause);
      return;
    }
    this.lost = false;
    this.askAnew();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export const connection = new Connection();
export const useIsLost = () => useSyncExternalStore(connection.subscribe, connection.isLost);
export const useTimesBack = () => useSyncExternalStore(connection.subscribe, connection.timesBack);
