/** The part of the gateway's configuration that is for the browser pages. */
import type { JWK } from 'jose';

/** Where people sign in: the OpenID Connect issuer of the callers' tokens. */
export interface SignInConfig {
  issuer: string;
  clientId: string;
  /** The scopes to request, separated by spaces. */
  scope: string;
}

export interface WebConfig {
  /** Undefined when no issuer is configured; the pages then only take tokens from elsewhere. */
  signIn: SignInConfig | undefined;
  /** The key that signs development tokens for pages on this machine; undefined in production. */
  developmentKey: JWK | undefined;
}
