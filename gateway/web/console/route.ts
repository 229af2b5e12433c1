/**
 * Where the person is: in the part of the address after `#`, which browsers send nowhere. It bears ids, and how a table is sorted and
 * filtered; never a value of a person.
 */
import { useCallback, useSyncExternalStore } from 'react';

export interface Route {
  /** `requests` and its like; empty for the desk. */
  screen: string;
  /** The id of what is shown; undefined for a list. */
  id: string | undefined;
  search: URLSearchParams;
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [screen = '', id] = path.split('/').map(decodeURIComponent);
  return { screen, id: id || undefined, search: new URLSearchParams(query) };
}

/** The address of a screen. */
export function addressOf(screen: string, id?: string, search: Record<string, string> = {}): string {
  const query = new URLSearchParams(search).toString();
  return `#/${screen}${id === undefined ? '' : `/${encodeURIComponent(id)}`}${query ? `?${query}` : ''}`;
}

function onChange(tell: () => void): () => void {
  addEventListener('hashchange', tell);
  return () => removeEventListener('hashchange', tell);
}

export const useHash = (): string => useSyncExternalStore(onChange, () => location.hash);

export const useRoute = (): Route => parseRoute(useHash());

export function go(address: string): void {
  location.hash = address;
}

/** Takes every setting of the screen out of the address, but how tables are sorted. */
export function clearSettings(): void {
  const { screen, id, search } = parseRoute(location.hash);
  const kept = Object.fromEntries([...search].filter(([name]) => name.endsWith('.sort')));
  replaceAddress(addressOf(screen, id, kept));
}

/** The address without a step back to the one before. */
function replaceAddress(address: string): void {
  history.replaceState(null, '', address);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** One setting of the screen, kept in the address; the default is not written there. */
export function useSetting(name: string, byDefault = ''): [string, (value: string) => void] {
  const { search } = useRoute();
  const set = useCallback(
    (value: string) => {
      const { screen, id, search: now } = parseRoute(location.hash);
      if (value === byDefault) now.delete(name);
      else now.set(name, value);
      replaceAddress(addressOf(screen, id, Object.fromEntries(now)));
    },
    [name, byDefault],
  );
  return [search.get(name) ?? byDefault, set];
}
