/** The session: the user's token, which is kept only in this page's memory, and its scopes. */
import { createContext, useContext } from 'react';
import type { Credential } from '../../common/credential';
import type { PageSettings } from '../../common/settings';

export interface Session {
  subject: string;
  organization: string;
  scopes: ReadonlySet<string>;
  expiresAt: Date | undefined;
  /** Whether the token has expired. The page stays as it is until somebody signs in again. */
  ended: boolean;
  /** How to sign in again. */
  settings: PageSettings;
  enter: (credential: Credential) => Promise<void>;
  leave: () => void;
  /** Returns the token, for the explorer that this page opens. */
  token: () => string | undefined;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('Nobody has signed in.');
  return session;
}

export const useMay = (scope: string): boolean => useSession().scopes.has(scope);
