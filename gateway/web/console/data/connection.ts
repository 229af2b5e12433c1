/** Whether the gateway answers. What could not be asked is asked again once it does. */
import { useSyncExternalStore } from 'react';

/** Between two tries to reach a gateway that does not answer, in milliseconds. */
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
  /** How often there was reason to ask anew. */
  readonly timesBack = () => this.returns;

  /** `fetch`, watched. */
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

  /** What was refused meanwhile is asked anew: the gateway is back, or somebody has signed in again. */
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
