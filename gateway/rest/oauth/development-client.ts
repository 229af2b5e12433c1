/** The client of `npm start`. Its secret is derived from the key that signs development tokens, which does not exist in production. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { unescape } from 'node:querystring';
import type { JWK } from 'jose';

export interface ClientCredentials {
  id: string;
  secret: string;
}

export const developmentClient = ({ d = '' }: JWK): ClientCredentials => ({
  id: 'habeas-development',
  secret: createHmac('sha256', d).update('development client').digest('base64url'),
});

/** Compares texts in constant time. */
function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** @param shown credentials as a Basic header has them: form-encoded, of which some clients encode every hyphen (RFC 6749, 2.3.1) */
export const isDevelopmentClient = (key: JWK, shown: ClientCredentials): boolean => {
  const client = developmentClient(key);
  return isEqual(client.id, unescape(shown.id)) && isEqual(client.secret, unescape(shown.secret));
};
