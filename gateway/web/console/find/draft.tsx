/** Passes a value from another screen to the search, in memory, because addresses must not contain personal values. */
import { createContext, useCallback, useContext, useMemo, useRef, type ReactNode } from 'react';
import { addressOf, go } from '../route';
import type { Typed } from './search/guess';

interface Draft {
  /** Takes the value that was passed, once. */
  take: () => Typed | undefined;
  /** Opens the search with a value. */
  lookUp: (typed: Typed, caseId?: string) => void;
}

const DraftContext = createContext<Draft | undefined>(undefined);

export function DraftProvider({ children }: { children: ReactNode }) {
  const held = useRef<Typed>(undefined);
  const take = useCallback(() => {
    const typed = held.current;
    held.current = undefined;
    return typed;
  }, []);
  const lookUp = useCallback((typed: Typed, caseId?: string) => {
    held.current = typed;
    go(addressOf('find', undefined, caseId ? { case: caseId } : {}));
  }, []);
  const draft = useMemo(() => ({ take, lookUp }), [take, lookUp]);
  return <DraftContext value={draft}>{children}</DraftContext>;
}

export function useDraft(): Draft {
  const draft = useContext(DraftContext);
  if (!draft) throw new Error('useDraft needs a DraftProvider around it.');
  return draft;
}
