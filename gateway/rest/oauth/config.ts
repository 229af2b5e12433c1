/** What the login of clients is told. */
import type { JWK } from 'jose';

export interface LoginConfig {
  /** Where grants are handed to; without one there is no login but that of the development client. */
  provider: { url: string; scope: string | undefined; audience: string } | undefined;
  /** Signs the tokens of the development client; never there in production. */
  developmentKey: JWK | undefined;
}
