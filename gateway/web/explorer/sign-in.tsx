/** The caller: signs in at the issuer or takes a token, and shows who the caller is and until when the token is valid. */
import { useEffect, useRef, useState } from 'react';
import { claimsOf, type Credential } from '../common/credential';
import type { PageSettings } from '../common/settings';
import { signInField, useSignIn } from '../common/use-sign-in';

interface SignInProps {
  settings: PageSettings;
  credential: Credential | undefined;
  onEnter: (credential: Credential) => Promise<void>;
  onLeave: () => void;
}

export function SignIn({ settings, credential, onEnter, onLeave }: SignInProps) {
  const expiresAt = credential && (claimsOf(credential.token).expiresAt ?? credential.expiresAt);
  const ended = useEnded(expiresAt);
  return (
    <header className="caller">
      <h1>Habeas explorer</h1>
      {credential ? <SignedIn token={credential.token} expiresAt={expiresAt} ended={ended} onLeave={onLeave} /> : null}
      {credential && !ended ? null : <SignedOut settings={settings} onEnter={onEnter} />}
    </header>
  );
}

interface SignedInProps {
  token: string;
  expiresAt: Date | undefined;
  ended: boolean;
  onLeave: () => void;
}

function SignedIn({ token, expiresAt, ended, onLeave }: SignedInProps) {
  const { subject, organization } = claimsOf(token);
  return (
    <div className="caller-row" role="status">
      <span className="caller-name">
        <strong>{subject}</strong> of <strong>{organization}</strong>
        {ended ? <span className="problem"> · the token has ended, sign in again</span> : null}
        {!ended && expiresAt ? ` · until ${expiresAt.toLocaleTimeString([], { timeStyle: 'short' })}` : null}
      </span>
      <button type="button" onClick={onLeave}>
        Sign out
      </button>
    </div>
  );
}

function SignedOut({ settings, onEnter }: Pick<SignInProps, 'settings' | 'onEnter'>) {
  const { busy, problem, atIssuer, giveUp, organization, withDevelopmentToken, withToken } = useSignIn(
    settings,
    onEnter,
  );
  return (
    <div className="caller-row">
      {atIssuer ? (
        <button type="button" className="primary" disabled={busy} onClick={atIssuer}>
          Sign in
        </button>
      ) : null}
      {busy ? (
        <button type="button" onClick={giveUp}>
          Cancel
        </button>
      ) : null}
      {organization === null ? null : (
        <form onSubmit={withDevelopmentToken}>
          <label>
            Organisation <input name={signInField} defaultValue={organization} autoComplete="off" required />
          </label>
          <button type="submit" className={atIssuer ? '' : 'primary'} disabled={busy}>
            Use a development token
          </button>
        </form>
      )}
      <form onSubmit={withToken}>
        <label>
          Token <input name={signInField} type="password" autoComplete="off" required />
        </label>
        <button type="submit" disabled={busy}>
          Use this token
        </button>
      </form>
      <span className="problem" role="alert">
        {problem?.message}
      </span>
    </div>
  );
}

/** Whether a token has expired. Renders again when it does. */
function useEnded(at: Date | undefined): boolean {
  const [ended, setEnded] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    setEnded(false);
    if (at) timer.current = setTimeout(() => setEnded(true), Math.max(0, at.getTime() - Date.now()));
    return () => clearTimeout(timer.current);
  }, [at?.getTime()]);
  return ended;
}
