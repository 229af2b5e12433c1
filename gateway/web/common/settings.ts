/** What the gateway tells the page about itself. */
import type { IssuerSettings } from './oidc';
import { problemOf } from './problem';

export interface PageSettings {
  /** Where callers sign in; null when the gateway was told none. */
  signIn: IssuerSettings | null;
  /** The organisation that a development token is offered for; null in production. */
  developmentOrganization: string | null;
}

export async function loadSettings(): Promise<PageSettings> {
  const response = await fetch('/explorer/settings');
  if (!response.ok) throw new Error(await problemOf(response));
  return (await response.json()) as PageSettings;
}

/** A token for development, for an organisation. @throws in the gateway's words */
export async function developmentToken(organization: string): Promise<string> {
  const response = await fetch('/explorer/development-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ organization }),
  });
  if (!response.ok) throw new Error(await problemOf(response));
  return ((await response.json()) as { token: string }).token;
}
