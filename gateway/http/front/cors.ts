/** Cross-origin requests: pages of the origins that are configured may call the gateway, and no others. */
import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** Exact origins (`https://console.example.org`), or `local`: every page that this machine serves itself. */
export type AllowedOrigins = readonly string[] | 'local';

const localOrigin = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/** What a page may read of an answer's headers, beside those that every page may. */
const exposedHeaders = [
  'Accept-Ranges',
  'Content-Disposition',
  'Content-Range',
  'ETag',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
  'inin-ratelimit-allowed',
  'inin-ratelimit-count',
  'inin-ratelimit-reset',
];

/** How long a browser remembers the answer to a preflight, in seconds: as long as any of them does. */
const maxAge = 7_200;

/** Answers preflights, which bear no token, and marks all other answers. It comes before authentication. */
export async function allowOrigins(app: FastifyInstance, allowed: AllowedOrigins): Promise<void> {
  if (allowed.length === 0) return;
  const isAllowed = (origin: string) => (allowed === 'local' ? localOrigin.test(origin) : allowed.includes(origin));
  await app.register(cors, {
    // An origin that is not allowed is answered as if it had asked nothing: its browser keeps the answer from it.
    origin: (origin, decide) => {
      decide(null, origin !== undefined && isAllowed(origin) ? origin : false);
    },
    methods: ['GET', 'HEAD', 'POST'],
    // The headers that a page may send are those that it asks for. What lets it in is the token, which it has to know:
    // no cookie is read, so no credentials are allowed.
    exposedHeaders,
    maxAge,
    strictPreflight: false,
  });
}
