/** The gateway's settings for its pages. */
import type { IssuerSettings } from './oidc';
import { refusalOf } from './problem';

export interface PageSettings {
  /** The issuer where callers sign in; null when none is configured. */
  signIn: IssuerSettings | null;
  /** The organisation for which development tokens are offered; null in production. */
  developmentOrganization: string | null;
}

export async function loadSettings(): Promise<PageSettings> {
  const response = await fetch('/explorer/settings');
  if (!response.ok) throw await refusalOf(response);
  return (await response.json()) as PageSettings;
}

/** Requests a development token for an organisation. @throws PageProblem of the gateway */
export async function developmentToken(organization: string): Promise<string> {
  const response = await fetch('/explorer/development-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ organization }),
  });
  if (!response.ok) throw await refusalOf(response);
  return ((await response.json()) as { token: string }).token;
}
