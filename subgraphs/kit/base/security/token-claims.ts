/**
 * What a token says of the one on whose behalf it is shown, in callers' tokens and service tokens alike. Claims are stored, in
 * requests and in the audit log, so each is bounded and is text that every database can hold.
 */
import { z } from 'zod';
import { isStorable } from '../graphql/storable-text';

/** How far the clocks of whoever issues a token and whoever verifies it may differ, in seconds. */
export const clockTolerance = 30;

export const organizationIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** A claim of so many characters at most, that can be stored as it is. */
export const textClaim = (maximum: number) => z.string().max(maximum).refine(isStorable);

/** The claims that callers' tokens and service tokens have in common. */
export const subjectClaims = {
  sub: textClaim(256).min(1),
  organization_id: z.string().regex(organizationIdPattern),
  scope: textClaim(4_096).default(''),
};

/** The scopes that a `scope` claim lists. */
export const scopesOf = (scope: string): ReadonlySet<string> => new Set(scope.split(' ').filter(Boolean));
