/** Passes a client's grant on to the identity provider: Habeas itself stores no clients. */
import { Pool } from 'undici';
import { z } from 'zod';
import { codedError } from '../../../subgraphs/kit/base/errors';
import type { TokenAnswer } from '../model/tokens';
import type { LoginConfig } from './config';

/** Milliseconds that a login may wait for a connection and the provider's response together. */
const timeout = 10_000;

/** The most connections to the provider. */
const connections = 16;

/** The most logins that wait for a connection. */
const mostWaiting = 64;

/** The largest response that is read, in bytes. */
const largestAnswer = 64 * 1024;

const granted = z.object({
  access_token: z.string().min(1),
  // Only recommended by RFC 6749. Without it a client would keep a token forever.
  expires_in: z.coerce.number().int().positive().default(300),
});

/** RFC 6749, section 5.2. */
const refusedAs = z.object({
  error: z.enum(['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client', 'invalid_scope']),
});

/** The provider's result: a token, or the error code of a refusal. */
export type Grant = { token: TokenAnswer } | { refused: z.infer<typeof refusedAs>['error'] };

const unavailable = (message: string) => codedError('SERVICE_UNAVAILABLE', message);
const away = () => unavailable('The identity provider does not answer.');

/** The provider's token endpoint. A slow provider holds up a bounded number of logins, and nothing else (R27). */
export class IdentityProvider {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(private readonly place: NonNullable<LoginConfig['provider']>) {
    const { origin, pathname, search } = new URL(place.url);
    this.path = `${pathname}${search}`;
    this.pool = new Pool(origin, { connections, pipelining: 1, maxResponseSize: largestAnswer });
  }

  /**
   * Requests a token from the provider, with the client's own credentials.
   * @throws SERVICE_UNAVAILABLE when the provider does not respond, or not as a token endpoint, and when too many logins wait for it
   */
  async ask(authorization: string): Promise<Grant> {
    if (this.pool.stats.size >= connections + mostWaiting)
      throw unavailable('Too many logins wait for the identity provider.');
    const { statusCode, answer } = await this.post(authorization).catch(() => {
      throw away();
    });
    if (statusCode === 401) return { refused: 'invalid_client' };
    if (statusCode === 400) {
      const { data } = refusedAs.safeParse(answer);
      if (data) return { refused: data.error };
    }
    const { data: token } = granted.safeParse(statusCode === 200 ? answer : null);
    if (!token) throw away();
    return { token: { access_token: token.access_token, token_type: 'bearer', expires_in: token.expires_in } };
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async post(authorization: string): Promise<{ statusCode: number; answer: unknown }> {
    const { scope, audience } = this.place;
    const form = new URLSearchParams({ grant_type: 'client_credentials', audience });
    if (scope !== undefined) form.set('scope', scope);
    const { statusCode, body } = await this.pool.request({
      path: this.path,
      method: 'POST',
      headers: { authorization, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      signal: AbortSignal.timeout(timeout),
    });
    return { statusCode, answer: await body.json() };
  }
}
