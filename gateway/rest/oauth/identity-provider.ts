/** Passes a client's grant on to the identity provider: Habeas itself stores no clients. */
import { request } from 'undici';
import { z } from 'zod';
import { codedError } from '../../../subgraphs/kit/base/errors';
import type { TokenAnswer } from '../model/tokens';
import type { LoginConfig } from './config';

/** Milliseconds that the provider may take to respond. */
const timeout = 10_000;

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

const away = () => codedError('SERVICE_UNAVAILABLE', 'The identity provider does not answer.');

async function post({ url, scope, audience }: NonNullable<LoginConfig['provider']>, authorization: string) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', audience });
  if (scope !== undefined) form.set('scope', scope);
  const { statusCode, body } = await request(url, {
    method: 'POST',
    headers: { authorization, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    signal: AbortSignal.timeout(timeout),
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestAnswer) throw away();
    chunks.push(chunk);
  }
  return { statusCode, answer: JSON.parse(Buffer.concat(chunks).toString()) as unknown };
}

/**
 * Requests a token from the provider, with the client's own credentials.
 * @throws SERVICE_UNAVAILABLE when the provider does not respond, or not as a token endpoint
 */
export async function askProvider(
  provider: NonNullable<LoginConfig['provider']>,
  authorization: string,
): Promise<Grant> {
  const { statusCode, answer } = await post(provider, authorization).catch(() => {
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
