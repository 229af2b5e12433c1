/**
 * Passes an operation to the explorer in a new window. The new window asks for it by a random name, through a BroadcastChannel of this
 * origin, and gets it once. Only the name is in an address, and nothing is stored.
 */
import { randomKey } from './random-key';

export const explorerPath = '/explorer';

export interface HandedOver {
  query: string;
  /** The variables as JSON. */
  variables: string;
  token: string;
}

const channelName = 'habeas-hand-over';
/** Milliseconds that the new window may take to ask. */
const patience = 60_000;

/** Offers an operation to a new window. @returns the name by which the new window asks for it */
export function handOver(text: HandedOver): string {
  const name = randomKey();
  const channel = new BroadcastChannel(channelName);
  const close = setTimeout(() => channel.close(), patience);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data !== name) return;
    channel.postMessage({ to: name, text });
    clearTimeout(close);
    setTimeout(() => channel.close());
  };
  return name;
}

/** Gets the operation with which this window was opened; undefined when there is none, or when it is no longer offered. */
export async function takeOver(): Promise<HandedOver | undefined> {
  const name = /^#([0-9a-f]{32})$/.exec(location.hash)?.[1];
  if (!name) return undefined;
  history.replaceState(null, '', location.pathname);
  const channel = new BroadcastChannel(channelName);
  return new Promise<HandedOver | undefined>((resolve) => {
    setTimeout(() => resolve(undefined), 3_000);
    channel.onmessage = ({ data }: MessageEvent<{ to?: string; text?: HandedOver }>) => {
      if (data.to === name) resolve(data.text);
    };
    channel.postMessage(name);
  }).finally(() => channel.close());
}
