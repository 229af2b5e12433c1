/**
 * Sign-in at the issuer: OpenID Connect's authorization code flow with PKCE, in a pop-up window. The page itself stays open, so the
 * state of the sign-in and the token can be kept in memory only.
 */
import { InMemoryWebStorage, OidcClient, WebStorageStateStore, type OidcClientSettings } from 'oidc-client-ts';
import { signedInPath, signInChannel } from './channel';
import type { Credential } from './credential';
import { PageProblem } from './problem';

/** The issuer, as the gateway's settings state it. */
export interface IssuerSettings {
  issuer: string;
  clientId: string;
  scope: string;
}

/** Milliseconds that the person may take. */
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
 * @param signal cancels the sign-in
 * @throws PageProblem when the window is blocked, or the person gives up or takes too long; Error when the issuer refuses or cannot be
 *   reached
 */
export async function signIn(settings: IssuerSettings, signal: AbortSignal): Promise<Credential> {
  // Opened before any `await`: browsers allow a pop-up only directly after a click.
  const popup = window.open('about:blank', 'habeas-sign-in', 'popup,width=520,height=720');
  if (!popup)
    throw new PageProblem(
      'POPUP_BLOCKED',
      'The browser blocked the window of the sign-in. Allow pop-ups for this page.',
    );
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

/** Waits for the address to which the issuer redirected the window of this sign-in. */
function answerOf(state: string, given: AbortSignal): Promise<string> {
  const signal = AbortSignal.any([given, AbortSignal.timeout(patience)]);
  const channel = new BroadcastChannel(signInChannel);
  return new Promise<string>((resolve, reject) => {
    const giveUp = () => reject(new PageProblem('SIGN_IN_ENDED', 'The sign-in was cancelled or took too long.'));
    signal.addEventListener('abort', giveUp, { once: true });
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string' && new URL(data).searchParams.get('state') === state) resolve(data);
    };
  }).finally(() => channel.close());
}
