/**
 * Settings of a screen that bear a value of a person: the page's memory holds them, and its address a name that says nothing. They end
 * with the page, and with whoever signed in.
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
  if (!memory) throw new Error('The page has no memory.');
  return memory;
}

/** Remembers a value. @returns the name that an address may bear */
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
  /** The address names something that this page does not know, after it was loaded anew or sent to somebody else. */
  lost: boolean;
  set: (value: T | undefined) => void;
}

/** @param name of the setting in the address */
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
