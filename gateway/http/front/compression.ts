/** Compresses answers of operations and text. Streams of events and packages are sent as they are. */
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Smaller answers, in bytes, fit into one packet uncompressed. */
const threshold = 1_400;

/** What is compressed; the other types are compressed already, or are sent in pieces as they come. */
const compressed = /^(application\/(graphql-response\+)?json|application\/graphql|text\/(plain|html|css|javascript))\b/;

export async function compressAnswers(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    threshold,
    customTypes: compressed,
    encodings: ['br', 'gzip'],
    // The library's default takes longer than the network saves.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 5 },
    // Bodies of requests are bounded as they come: a packed one is refused.
    requestEncodings: ['identity'],
  });
}

/** Leaves one answer uncompressed. */
export function sendUncompressed(request: { headers: Record<string, unknown> }): void {
  request.headers['x-no-compression'] = 'true';
}
