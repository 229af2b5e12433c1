/** Secrets, and signatures as Standard Webhooks says (R32). */
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { inputError } from '../../../subgraphs/kit';
import type { ReplacedSecret, WebhookEndpoint } from './webhook-endpoint';

/** The bytes of a secret's key. */
const keyLength = 32;

/** The most replaced secrets that sign beside the current one: each is one more signature on every delivery. */
const mostReplaced = 3;

/** A new secret, in the standard's form. */
export const newSecret = (): string => `whsec_${randomBytes(keyLength).toString('base64')}`;

type Replaced = Pick<WebhookEndpoint, 'previousSecret' | 'previousUntil' | 'earlierSecrets'>;

/** The replaced secrets that still sign, the newest first. */
const replacedAt = ({ previousSecret, previousUntil, earlierSecrets }: Replaced, now: Date): ReplacedSecret[] =>
  [
    ...(previousSecret !== null && previousUntil !== null
      ? [{ secret: previousSecret, until: previousUntil.toISOString() }]
      : []),
    ...(earlierSecrets ?? []),
  ].filter(({ until }) => new Date(until) > now);

/** The secrets that sign now, the newest first: several while one replaces others. */
export const secretsAt = (endpoint: Replaced & Pick<WebhookEndpoint, 'secret'>, now: Date): string[] => [
  ...(endpoint.secret === null ? [] : [endpoint.secret]),
  ...replacedAt(endpoint, now).map(({ secret }) => secret),
];

/** What stays of an endpoint's secrets when a new one replaces them. @throws BAD_USER_INPUT when more would sign than may */
export function replacing(endpoint: Replaced & Pick<WebhookEndpoint, 'secret'>, now: Date, until: Date): Replaced {
  if (until <= now) return { previousSecret: null, previousUntil: null, earlierSecrets: null };
  const standing = replacedAt(endpoint, now);
  if (standing.length >= mostReplaced) {
    const [soonest] = standing.map((each) => each.until).sort();
    throw inputError(
      'overlapHours',
      `overlapHours: ${mostReplaced} secrets before this one still sign, one of them until ${soonest}. 0 ends them all.`,
    );
  }
  return { previousSecret: endpoint.secret, previousUntil: until, earlierSecrets: standing };
}

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
