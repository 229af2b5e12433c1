/** What comes over a connection and is no HTTP request: it is answered on the socket, like every other refusal. */
import type { Socket } from 'node:net';
import type { ErrorCode } from '../errors';
import { httpStatusOf, refusalBody, refusalOf } from './errors';

/** The error codes for Node's codes; every other one becomes BAD_REQUEST. */
const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'REQUEST_HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/** Answers and ends the connection. Fastify's `clientErrorHandler`. */
export function answerClientError({ code = '' }: { code?: string }, socket: Socket): void {
  // The client is gone, or has already been answered.
  if (code === 'ECONNRESET' || socket.destroyed || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const error = refusalOf(codes[code] ?? 'BAD_REQUEST');
  const body = JSON.stringify(refusalBody(error));
  socket.end(
    [
      `HTTP/1.1 ${httpStatusOf(error.extensions.code)} Refused`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'x-content-type-options: nosniff',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
