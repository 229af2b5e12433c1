/**
 * Claims that callers' tokens and service tokens share. They are stored, in requests and in the audit log, so each is bounded and
 * must be text that the database can store.
 */
import { z } from 'zod';
import { isStorable } from '../graphql/storable-text';

/** The tolerated difference between the clocks of the issuer and the verifier of a token, in seconds. */
export const clockTolerance = 30;

export const organizationIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** A claim of at most this many characters that can be stored unchanged. */
export const textClaim = (maximum: number) => z.string().max(maximum).refine(isStorable);

/** The claims that callers' tokens and service tokens have in common. */
export const subjectClaims = {
  sub: textClaim(256).min(1),
  organization_id: z.string().regex(organizationIdPattern),
  scope: textClaim(4_096).default(''),
};

/** The scopes that a `scope` claim lists. */
export const scopesOf = (scope: string): ReadonlySet<string> => new Set(scope.split(' ').filter(Boolean));
