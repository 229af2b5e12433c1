/** What comes over a connection and is no HTTP request: it is answered on the socket, like every other refusal. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { GraphQLError } from 'graphql';
import { codedError, type ErrorCode } from '../errors';
import { httpStatusOf, refusalBody, refusalOf } from './errors';

/** The error codes for Node's codes; every other one becomes BAD_REQUEST. */
const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'REQUEST_HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/** Node's codes for a letter of an address that is not ASCII, and for what follows a blank in one. */
const addressCodes: readonly string[] = ['HPE_INVALID_URL', 'HPE_INVALID_CONSTANT'];

/** More of an address than says which part of the server it belongs to. */
const longestStart = 200;

/** The beginning of a request's address; empty when what was read does not begin with a request. */
const addressIn = (packet: unknown): string =>
  (Buffer.isBuffer(packet) && /^[A-Z]+ (\S+)/.exec(packet.toString('latin1', 0, longestStart))?.[1]) || '';

function refusalFor(code: string, address: string): GraphQLError {
  if (codes[code]) return refusalOf(codes[code]);
  const isAddress = address !== '' && addressCodes.includes(code);
  return codedError('BAD_REQUEST', isAddress ? 'The address must be percent-encoded.' : 'This is no HTTP request.');
}

/**
 * Answers and ends the connection. Fastify's `clientErrorHandler`.
 * @param bodyFor makes the body in another form than GraphQL's; null where there is none
 */
export const clientErrors =
  (bodyFor: (error: GraphQLError, address: string, requestId: string) => object | null = () => null) =>
  ({ code = '', rawPacket }: { code?: string; rawPacket?: unknown }, socket: Socket): void => {
    // The client is gone, or has already been answered.
    if (code === 'ECONNRESET' || socket.destroyed || !socket.writable || socket.bytesWritten > 0) {
      socket.destroy();
      return;
    }
    const address = addressIn(rawPacket);
    const error = refusalFor(code, address);
    const requestId = randomUUID();
    const body = JSON.stringify(bodyFor(error, address, requestId) ?? refusalBody(error));
    socket.end(
      [
        `HTTP/1.1 ${httpStatusOf(error.extensions.code)} Refused`,
        'content-type: application/json; charset=utf-8',
        `content-length: ${Buffer.byteLength(body)}`,
        'cache-control: no-store',
        'x-content-type-options: nosniff',
        `x-request-id: ${requestId}`,
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  };
