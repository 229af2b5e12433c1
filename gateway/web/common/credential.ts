/** The caller's token. It is kept only in the page's memory. */
export interface Credential {
  token: string;
  expiresAt?: Date;
}

/** Reads the claims of a token without verifying it, for display only; the gateway verifies it. Empty when it cannot be read. */
export function claimsOf(token: string): {
  subject?: string;
  organization?: string;
  scopes: string[];
  expiresAt?: Date;
} {
  try {
    const [, payload = ''] = token.split('.');
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const {
      sub,
      organization_id: organization,
      scope,
      exp,
    } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    return {
      ...(typeof sub === 'string' ? { subject: sub } : {}),
      ...(typeof organization === 'string' ? { organization } : {}),
      ...(typeof exp === 'number' ? { expiresAt: new Date(exp * 1_000) } : {}),
      scopes: typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [],
    };
  } catch {
    return { scopes: [] };
  }
}

/** Whether two tokens name the same caller of the same organisation. */
export function areSameCaller(one: string, other: string): boolean {
  const [a, b] = [claimsOf(one), claimsOf(other)];
  return a.subject !== undefined && a.subject === b.subject && a.organization === b.organization;
}
