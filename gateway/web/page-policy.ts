/** What a page may do in the browser. */
import type { SignInConfig } from './config';

/**
 * Scripts, workers, fonts and calls are the gateway's own; calls may go to the issuer of the sign-in too. Monaco, the editor, writes
 * its styles into the page, which is why those are not bound to files.
 */
export const contentSecurityPolicy = (signIn: SignInConfig | undefined): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...(signIn ? [new URL(signIn.issuer).origin] : [])].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
