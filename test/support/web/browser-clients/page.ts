/**
 * The script of a page that calls the gateway from another origin, with the usual GraphQL clients. It runs only in a browser, where
 * tests call the functions that it offers.
 */
import { ask, askAll, type Asked } from './ask';
import { follow, seen } from './follow';

/** Downloads a file, or the rest of it from a byte on. */
async function download({ url, token }: Pick<Asked, 'url' | 'token'>, from?: number) {
  const headers = { authorization: `Bearer ${token}`, ...(from === undefined ? {} : { range: `bytes=${from}-` }) };
  const response = await fetch(url, { headers });
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return {
    status: response.status,
    size: bytes.byteLength,
    sha256: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    name: response.headers.get('content-disposition'),
    range: response.headers.get('content-range'),
  };
}

/** The functions that tests can call. */
const offered = { ask, askAll, follow, seen, download };
export type Page = typeof offered;
Object.assign(globalThis, { clients: offered });
