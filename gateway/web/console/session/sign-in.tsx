/** The sign-in: at the issuer, with a development token if the gateway offers one, or with a token from elsewhere. */
import type { Credential } from '../../common/credential';
import type { PageSettings } from '../../common/settings';
import { signInField, useSignIn } from '../../common/use-sign-in';
import { useWords } from '../words';

interface SignInProps {
  settings: PageSettings;
  onEnter: (credential: Credential) => Promise<void>;
}

export function SignIn({ settings, onEnter }: SignInProps) {
  const { signing: words } = useWords();
  const { busy, problem, atIssuer, giveUp, organization, withDevelopmentToken, withToken } = useSignIn(
    settings,
    onEnter,
  );
  return (
    <div className="sign-in">
      {atIssuer ? (
        <div className="row">
          <button type="button" className="primary" disabled={busy} onClick={atIssuer}>
            {words.signIn}
          </button>
          {busy ? (
            <button type="button" onClick={giveUp}>
              {words.cancel}
            </button>
          ) : null}
        </div>
      ) : null}
      {organization === null ? null : (
        <form onSubmit={withDevelopmentToken}>
          <label className="field">
            <span>{words.organization}</span>
            <input name={signInField} defaultValue={organization} autoComplete="off" required />
          </label>
          <button type="submit" className={atIssuer ? '' : 'primary'} disabled={busy}>
            {words.developmentToken}
          </button>
        </form>
      )}
      <form onSubmit={withToken}>
        <label className="field">
          <span>{words.token}</span>
          <input name={signInField} type="password" autoComplete="off" required />
        </label>
        <button type="submit" disabled={busy}>
          {words.useToken}
        </button>
      </form>
      <p className="problem-text" role="alert">
        {problem ? (words.byCode[problem.code] ?? words.refused) : null}{' '}
        {/* What the gateway or the issuer says is in English. */}
        {problem && !words.byCode[problem.code] ? <span lang="en">{problem.message}</span> : null}
      </p>
    </div>
  );
}
