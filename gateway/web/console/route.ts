/**
 * The console's routes are in the part of the address after `#`, which browsers do not send to the server. It contains ids, and the
 * sorting and filters of tables, but no personal values.
 */
import { useCallback, useSyncExternalStore } from 'react';

export interface Route {
  /** The name of the screen, such as `requests`; empty for the desk. */
  screen: string;
  /** The id of the object that is shown; undefined for a list. */
  id: string | undefined;
  search: URLSearchParams;
}

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [screen = '', id] = path.split('/').map(decoded);
  return { screen, id: id || undefined, search: new URLSearchParams(query) };
}

/** A part of an address that cannot be decoded, as of a link that was cut off, stays as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Returns the address of a screen. */
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

/** Removes all settings of the screen from the address, except the sorting of tables. */
export function clearSettings(): void {
  const { screen, id, search } = parseRoute(location.hash);
  const kept = Object.fromEntries([...search].filter(([name]) => name.endsWith('.sort')));
  replaceAddress(addressOf(screen, id, kept));
}

/** Changes the address without a new entry in the browser's history. */
function replaceAddress(address: string): void {
  history.replaceState(null, '', address);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** A setting of the screen that is kept in the address, unless it has its default value. */
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
