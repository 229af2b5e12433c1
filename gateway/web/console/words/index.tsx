/** The console's words in the user's language, and its formats of dates and numbers. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { cases } from './screens/cases';
import { common } from './common';
import { desk } from './screens/desk';
import { enums } from './values/enums';
import { finding } from './screens/finding';
import { createFormats, type Formats } from './formats';
import { governance } from './screens/governance';
import { names } from './values/names';
import { problems } from './problems';
import { records } from './screens/records';
import { requests } from './screens/requests';
import { restrictions } from './screens/restrictions';
import { signing } from './screens/signing';
import { webhooks } from './screens/webhooks';

const all = {
  cases,
  common,
  desk,
  enums,
  finding,
  governance,
  names,
  problems,
  records,
  requests,
  restrictions,
  signing,
  webhooks,
};
const languages = { en: 'English', es: 'Español' };
export type Language = keyof typeof languages;

type WordsIn<L extends Language> = { [Area in keyof typeof all]: (typeof all)[Area][L] };
export type Words = WordsIn<'en'>;

const wordsIn = (language: Language) =>
  Object.fromEntries(Object.entries(all).map(([area, words]) => [area, words[language]])) as unknown as Words;

interface Speaking {
  words: Words;
  formats: Formats;
  language: Language;
  choose: (language: Language) => void;
}

const SpeakingContext = createContext<Speaking | undefined>(undefined);

function useSpeaking(): Speaking {
  const speaking = useContext(SpeakingContext);
  if (!speaking) throw new Error('The page has no words.');
  return speaking;
}

export const useWords = (): Words => useSpeaking().words;
export const useFormats = (): Formats => useSpeaking().formats;
export const useLanguage = (): Language => useSpeaking().language;

/** Provides the words in the browser's language if the console has it, or else in English. The user's choice is not stored. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState<Language>(() => (navigator.language.startsWith('es') ? 'es' : 'en'));
  useEffect(() => void (document.documentElement.lang = language), [language]);
  const speaking = useMemo(() => {
    // The browser's region for this language, since `en-GB` and `en-US` write dates differently.
    const locale = navigator.languages.find((each) => each.startsWith(language)) ?? language;
    const words = wordsIn(language);
    return { words, formats: createFormats(locale), language, choose };
  }, [language]);
  return <SpeakingContext value={speaking}>{children}</SpeakingContext>;
}

export function LanguageChoice() {
  const { language, choose, words } = useSpeaking();
  return (
    <label className="choice">
      <span className="hidden-text">{words.common.language}</span>
      <select value={language} onChange={(event) => choose(event.target.value as Language)}>
        {Object.entries(languages).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
