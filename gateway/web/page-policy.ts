/** The Content-Security-Policy of the pages. */
import type { SignInConfig } from './config';

/**
 * Scripts, workers, fonts and calls are limited to the gateway itself; calls may also go to the sign-in's issuer. Inline styles are
 * allowed, because the editor Monaco writes its styles into the page.
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
