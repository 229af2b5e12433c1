/**
 * Settings of a screen that contain personal values. The values are kept in the page's memory, and the address only has a random name
 * for each. They are gone when the page is closed or another user signs in.
 */
import { createContext, useCallback, useContext, useMemo, useRef, type ReactNode } from 'react';
import { randomKey } from '../../common/random-key';
import { useSetting } from '../route';

type Memory = Map<string, unknown>;

const MemoryContext = createContext<Memory | undefined>(undefined);

export function MemoryProvider({ children }: { children: ReactNode }) {
  const memory = useRef<Memory>(new Map());
  return <MemoryContext value={memory.current}>{children}</MemoryContext>;
}

function useMemory(): Memory {
  const memory = useContext(MemoryContext);
  if (!memory) throw new Error('useRemember needs a MemoryProvider around it.');
  return memory;
}

/** Remembers a value. @returns its random name, which may be in an address */
export function useRemember(): (value: unknown) => string {
  const memory = useMemory();
  return useCallback(
    (value) => {
      const name = randomKey().slice(0, 8);
      memory.set(name, value);
      return name;
    },
    [memory],
  );
}

export interface Remembered<T> {
  value: T | undefined;
  /** Whether the address has a name that this page does not know, because it was reloaded or the address was sent to somebody. */
  lost: boolean;
  set: (value: T | undefined) => void;
}

/** A setting whose value is kept in memory. @param name the name of the setting in the address */
export function useRemembered<T>(name: string): Remembered<T> {
  const memory = useMemory();
  const remember = useRemember();
  const [key, setKey] = useSetting(name);
  const set = useCallback(
    (value: T | undefined) => setKey(value === undefined ? '' : remember(value)),
    [setKey, remember],
  );
  return useMemo(
    () => ({ value: memory.get(key) as T | undefined, lost: key !== '' && !memory.has(key), set }),
    [memory, key, set],
  );
}
