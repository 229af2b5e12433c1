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

/** How long browsers cache the answer to a preflight, in seconds: the longest that any of them allows. */
const maxAge = 7_200;

/** Answers preflights, which have no token, and adds the headers to all other answers. It runs before authentication. */
export async function allowOrigins(app: FastifyInstance, allowed: AllowedOrigins): Promise<void> {
  if (allowed.length === 0) return;
  const isAllowed = (origin: string) => (allowed === 'local' ? localOrigin.test(origin) : allowed.includes(origin));
  await app.register(cors, {
    // An origin that is not allowed gets an answer without headers, which its browser withholds from the page.
    origin: (origin, decide) => {
      decide(null, origin !== undefined && isAllowed(origin) ? origin : false);
    },
    methods: ['GET', 'HEAD', 'POST'],
    // A page may send the headers that it asks for. Access is granted by the token alone. No cookie is read, so credentials are
    // not allowed.
    exposedHeaders,
    maxAge,
    strictPreflight: false,
  });
}
