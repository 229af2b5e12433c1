/**
 * Sign-in at the issuer: OpenID Connect's authorization code with PKCE, in a window of its own. This page stays, so that
 * nothing has to be written anywhere: the sign-in's state and the token are in memory alone.
 */
import { InMemoryWebStorage, OidcClient, WebStorageStateStore, type OidcClientSettings } from 'oidc-client-ts';
import { signedInPath, signInChannel } from './channel';
import type { Credential } from './credential';

/** The issuer as the gateway names it. */
export interface IssuerSettings {
  issuer: string;
  clientId: string;
  scope: string;
}

/** How long the person may take, in milliseconds. */
const patience = 10 * 60_000;

const settingsOf = ({ issuer, clientId, scope }: IssuerSettings): OidcClientSettings => ({
  authority: issuer,
  client_id: clientId,
  scope,
  redirect_uri: new URL(signedInPath, location.origin).href,
  response_type: 'code',
  loadUserInfo: false,
  stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
});

/**
 * Opens the issuer's window and waits for its answer.
 * @param signal gives the sign-in up
 * @throws in words, when the window is blocked, the issuer refuses or cannot be reached, or the person takes too long
 */
export async function signIn(settings: IssuerSettings, signal: AbortSignal): Promise<Credential> {
  // Before anything is waited for: browsers let a click open a window, and nothing that comes later.
  const popup = window.open('about:blank', 'habeas-sign-in', 'popup,width=520,height=720');
  if (!popup) throw new Error('The browser blocked the window of the sign-in. Allow pop-ups for this page.');
  try {
    const client = new OidcClient(settingsOf(settings));
    const { url, state } = await client.createSigninRequest({});
    const answered = answerOf(state.id, signal);
    popup.location.replace(url);
    const { access_token: token, expires_at: expiresAt } = await client.processSigninResponse(await answered);
    return { token, ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt * 1_000) }) };
  } finally {
    popup.close();
  }
}

/** The address that the issuer sent the window back to, of this sign-in and of no other page's. */
function answerOf(state: string, given: AbortSignal): Promise<string> {
  const signal = AbortSignal.any([given, AbortSignal.timeout(patience)]);
  const channel = new BroadcastChannel(signInChannel);
  return new Promise<string>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The sign-in was given up.')), { once: true });
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string' && new URL(data).searchParams.get('state') === state) resolve(data);
    };
  }).finally(() => channel.close());
}
