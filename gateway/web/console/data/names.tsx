/** What services and kinds of records are called: as the service's own schema says, else in the console's words, else readably. */
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { ServiceTitlesDocument } from '../operations.generated';
import { useMay } from '../session/session';
import { useLanguage, useWords } from '../words';
import { readable } from '../words/values/names';
import { useAsk } from './ask';

export interface Names {
  service: (name: string) => string;
  /** Of several records of that kind: a count stands beside it. */
  record: (type: string) => string;
}

/** What joined services call themselves, and what they store, in the person's language. */
interface DeclaredTitles {
  services: ReadonlyMap<string, string>;
  records: ReadonlyMap<string, string>;
}

/** The one place where titles that services declare come in. They take a scope to read; without it the console's words do. */
function useDeclaredTitles(): DeclaredTitles {
  const language = useLanguage();
  const may = useMay('inventory:view');
  const { data } = useAsk(ServiceTitlesDocument, { language }, { pause: !may });
  return useMemo(() => {
    const said = data?.dataProcessing.filter((each) => each.language === language) ?? [];
    return { services: new Map(said.map(({ service, label }) => [service, label])), records: new Map() };
  }, [data, language]);
}

const NamesContext = createContext<Names | undefined>(undefined);

export function NamesProvider({ children }: { children: ReactNode }) {
  const { names: words } = useWords();
  const declared = useDeclaredTitles();
  const names = useMemo(
    (): Names => ({
      service: (name) => declared.services.get(name) ?? words.service[name] ?? readable(name),
      record: (type) => declared.records.get(type) ?? words.record[type] ?? readable(type),
    }),
    [declared, words],
  );
  return <NamesContext value={names}>{children}</NamesContext>;
}

export function useNames(): Names {
  const names = useContext(NamesContext);
  if (!names) throw new Error('The page has no names.');
  return names;
}
