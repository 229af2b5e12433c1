/** The configuration of the clients' login. */
import type { JWK } from 'jose';

export interface LoginConfig {
  /** The token endpoint to which grants are passed. Without one, only the development client can log in. */
  provider: { url: string; scope: string | undefined; audience: string } | undefined;
  /** The key that signs tokens of the development client; undefined in production. */
  developmentKey: JWK | undefined;
}
