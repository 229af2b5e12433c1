/** Who works here: their token, in this page's memory and nowhere else, and what it allows. */
import { createContext, useContext } from 'react';
import type { Credential } from '../../common/credential';

export interface Session {
  subject: string;
  organization: string;
  scopes: ReadonlySet<string>;
  expiresAt: Date | undefined;
  /** The token has ended: what is shown stays, and somebody signs in again. */
  ended: boolean;
  enter: (credential: Credential) => Promise<void>;
  leave: () => void;
  /** For the explorer that this page opens. */
  token: () => string | undefined;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('Nobody has signed in.');
  return session;
}

export const useMay = (scope: string): boolean => useSession().scopes.has(scope);
