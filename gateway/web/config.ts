/** What the browser's pages are told: the part of the configuration that they are handed as it is. */
import type { JWK } from 'jose';

/** Where people sign in: an issuer of OpenID Connect that issues the gateway's callers their tokens. */
export interface SignInConfig {
  issuer: string;
  clientId: string;
  /** Scopes to ask for, separated by spaces. */
  scope: string;
}

export interface WebConfig {
  /** Without it the page takes tokens that are had elsewhere. */
  signIn: SignInConfig | undefined;
  /** Signs development tokens, which pages of this machine are given; never there in production. */
  developmentKey: JWK | undefined;
}
