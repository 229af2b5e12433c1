/** The console: the sign-in, or the screens of whoever has signed in, whose token may have expired meanwhile. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Provider } from 'urql';
import { areSameCaller, claimsOf, type Credential } from '../common/credential';
import { refusalOf } from '../common/problem';
import type { PageSettings } from '../common/settings';
import { createClient } from './data/client';
import { connection } from './data/connection';
import { NamesProvider } from './data/names';
import { Welcome } from './session/welcome';
import { SessionContext, type Session } from './session/session';
import { SessionEnded } from './session/session-ended';
import { Shell } from './shell';

/** Checks a token by a query that every caller may make. @throws PageProblem when it is not accepted */
async function assertAccepted(token: string): Promise<void> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ organizationProfile { phoneRegion } }' }),
  });
  if (!response.ok) throw await refusalOf(response);
}

export function App({ settings }: { settings: PageSettings }) {
  const [credential, setCredential] = useState<Credential>();
  const [ended, setEnded] = useState(false);
  /** Counts the callers of this page. Another caller gets a new page, without anything of the previous one. */
  const [person, setPerson] = useState(0);
  const token = useRef<string>(undefined);

  const enter = useCallback(async (next: Credential) => {
    await assertAccepted(next.token);
    if (!token.current || !areSameCaller(token.current, next.token)) setPerson((last) => last + 1);
    token.current = next.token;
    setCredential(next);
    setEnded(false);
    connection.askAnew();
  }, []);
  const leave = useCallback(() => {
    token.current = undefined;
    setCredential(undefined);
    location.hash = '#/';
  }, []);
  const client = useMemo(() => createClient({ token: () => token.current, onEnded: () => setEnded(true) }), [person]);
  const session = useMemo((): Session | undefined => {
    if (!credential) return undefined;
    const { subject = '', organization = '', scopes, expiresAt = credential.expiresAt } = claimsOf(credential.token);
    return {
      subject,
      organization,
      scopes: new Set(scopes),
      expiresAt,
      ended,
      settings,
      enter,
      leave,
      token: () => token.current,
    };
  }, [credential, ended, settings, enter, leave]);
  useEndOf(session?.expiresAt, setEnded);

  if (!session) return <Welcome settings={settings} onEnter={enter} />;
  return (
    <SessionContext value={session}>
      <Provider value={client} key={person}>
        <NamesProvider>
          <SessionEnded />
          <Shell />
        </NamesProvider>
      </Provider>
    </SessionContext>
  );
}

/** Calls `tell` when the token expires. */
function useEndOf(at: Date | undefined, tell: (ended: boolean) => void): void {
  const time = at?.getTime();
  useEffect(() => {
    if (time === undefined) return;
    // A longer timeout overflows in browsers, and would fire at once.
    const wait = Math.min(Math.max(0, time - Date.now()), 2 ** 31 - 1);
    const timer = setTimeout(() => tell(true), wait);
    return () => clearTimeout(timer);
  }, [time, tell]);
}
