/** Who calls. Held in the page's memory, and nowhere else. */
export interface Credential {
  token: string;
  expiresAt?: Date;
}

/** What a token says of itself, for the eye alone: the gateway verifies it. Nothing for one that cannot be read. */
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

/** Whether two tokens are of one caller, as they say. */
export function areSameCaller(one: string, other: string): boolean {
  const [a, b] = [claimsOf(one), claimsOf(other)];
  return a.subject !== undefined && a.subject === b.subject && a.organization === b.organization;
}
