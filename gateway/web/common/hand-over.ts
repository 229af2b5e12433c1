/**
 * How a page hands an operation to the explorer that it opens: the new window asks for it by a random name, within this origin, and is
 * told once. Nothing of it is in an address or kept.
 */
import { randomKey } from './random-key';

export const explorerPath = '/explorer';

export interface HandedOver {
  query: string;
  /** As JSON. */
  variables: string;
  token: string;
}

const channelName = 'habeas-hand-over';
/** How long the new window may take to ask, in milliseconds. */
const patience = 60_000;

/** @returns the name by which the new window asks */
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

/** What this window was opened with; undefined when it was opened by nobody, or too late. */
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
