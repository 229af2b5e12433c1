/** Secrets, and signatures as Standard Webhooks says (R32). */
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { WebhookEndpoint } from './webhook-endpoint';

/** The bytes of a secret's key. */
const keyLength = 32;

/** A new secret, in the standard's form. */
export const newSecret = (): string => `whsec_${randomBytes(keyLength).toString('base64')}`;

/** The secrets that sign now, the newest first: two while one replaces the other. */
export const secretsAt = (
  { secret, previousSecret, previousUntil }: Pick<WebhookEndpoint, 'secret' | 'previousSecret' | 'previousUntil'>,
  now: Date,
): string[] => [
  ...(secret === null ? [] : [secret]),
  ...(previousSecret !== null && previousUntil !== null && previousUntil > now ? [previousSecret] : []),
];

/** The headers of an attempt. @param at the time of the attempt: receivers refuse messages that are older than five minutes */
export function signedHeaders(id: string, body: string, secrets: readonly string[], at: Date): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Habeas-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}
