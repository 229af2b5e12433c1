/** Names of services and record types: from the service's own schema, or the console's words, or else the raw name as words. */
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { ServiceTitlesDocument } from '../operations.generated';
import { useMay } from '../session/session';
import { useLanguage, useWords } from '../words';
import { readable } from '../words/values/names';
import { useAsk } from './ask';

export interface Names {
  service: (name: string) => string;
  /** The name of several records of a type; a count is shown beside it. */
  record: (type: string) => string;
}

/** The titles that services declare for themselves and their record types, in the user's language. */
interface DeclaredTitles {
  services: ReadonlyMap<string, string>;
  records: ReadonlyMap<string, string>;
}

/** Loads the titles that services declare. Without the scope to read them, the console's own words are used. */
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
