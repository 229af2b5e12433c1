/** The client of `npm start`. Its secret is derived from the key that signs development tokens, which does not exist in production. */
import { createHmac, timingSafeEqual } from 'node:crypto';
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

export const isDevelopmentClient = (key: JWK, { id, secret }: ClientCredentials): boolean => {
  const client = developmentClient(key);
  return isEqual(client.id, id) && isEqual(client.secret, secret);
};
