/** One attempt: an HTTP request to an address that was looked up and is allowed, bounded in time and size (R32). */
import http from 'node:http';
import https from 'node:https';
import { useAgent as filteringAgent } from 'request-filtering-agent';
import {
  AddressRefusedError,
  NameNotFoundError,
  receiverAddresses,
  type ReceiverAddress,
  type ReceiverNetwork,
} from '../endpoints/receiver-address';
import type { DeliveryError } from './webhook-delivery';

/** What came of an attempt. */
export interface Answer {
  /** Null when there was no answer. */
  statusCode: number | null;
  /** Null when it was delivered. */
  error: DeliveryError | null;
  /** The delay that the receiver asked for, in milliseconds; 0 when it asked for none. */
  retryAfter: number;
}

/** What is sent. */
export interface Message {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** How long a receiver may take to answer, in milliseconds. */
const answerWithin = 15_000;

/** How much of an answer's body is received, in bytes. It is not read. */
const bodyTaken = 64 * 1024;

/** Failures of the handshake by the beginning of Node's and OpenSSL's codes. */
const tlsCodes = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/;

const failed = (error: DeliveryError, statusCode: number | null = null, retryAfter = 0): Answer => ({
  statusCode,
  error,
  retryAfter,
});

/** Sends a message. Failures are returned, never thrown. @param signal ends the attempt */
export async function send(message: Message, network: ReceiverNetwork, signal: AbortSignal): Promise<Answer> {
  const url = new URL(message.url);
  const ended = AbortSignal.any([signal, AbortSignal.timeout(answerWithin)]);
  try {
    return await post(url, message, await receiverAddresses(url, network), ended);
  } catch (error) {
    if (error instanceof NameNotFoundError) return failed('NAME_NOT_FOUND');
    if (error instanceof AddressRefusedError) return failed('ADDRESS_REFUSED');
    if (ended.aborted) return failed('TIMEOUT');
    return failed(tlsCodes.test((error as NodeJS.ErrnoException).code ?? '') ? 'TLS_FAILED' : 'CONNECTION_FAILED');
  }
}

/** Connects only to one of the given addresses: no name is looked up here. The agent checks the address again. */
function post(url: URL, message: Message, addresses: ReceiverAddress[], signal: AbortSignal): Promise<Answer> {
  const opened = addresses.filter((each) => each.opened).map(({ address }) => address);
  const agent = filteringAgent(url.href, { keepAlive: false, allowIPAddressList: opened });
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent,
      signal,
      lookup: (_host, { all }, done) => {
        const [first] = addresses;
        if (all) done(null, addresses);
        else done(null, first?.address ?? '', first?.family);
      },
      headers: { ...message.headers, 'content-length': Buffer.byteLength(message.body) },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let taken = 0;
      response.on('data', (chunk: Buffer) => {
        taken += chunk.length;
        if (taken > bodyTaken) response.destroy();
      });
      response.on('error', () => undefined);
      resolve(answerOf(response));
    });
    sent.end(message.body);
  });
}

function answerOf({ statusCode = 0, headers }: http.IncomingMessage): Answer {
  if (statusCode >= 200 && statusCode < 300) return { statusCode, error: null, retryAfter: 0 };
  return failed(statusCode >= 300 && statusCode < 400 ? 'REDIRECT' : 'STATUS', statusCode, waitAsked(headers));
}

/** `Retry-After` in seconds. Its other form, a date, is ignored. */
const waitAsked = ({ 'retry-after': seconds }: http.IncomingHttpHeaders): number =>
  /^\d{1,6}$/.test(seconds ?? '') ? Number(seconds) * 1_000 : 0;
