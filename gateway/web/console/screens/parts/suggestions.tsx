/** Suggestions: identifiers that the services found and that no request has searched for. */
import { useDraft } from '../../find/draft';
import { typedOf } from '../../find/search/guess';
import { useNames } from '../../data/names';
import type { SuggestionFragment } from '../../operations.generated';
import { useMay } from '../../session/session';
import { Section } from '../../ui/page';
import { Term, termKey } from '../../ui/person';
import { useFormats, useWords } from '../../words';

interface SuggestionsProps {
  suggestions: readonly SuggestionFragment[];
  help: string;
  caseId?: string;
}

export function Suggestions({ suggestions, help, caseId }: SuggestionsProps) {
  const { requests: words } = useWords();
  const { list } = useFormats();
  const names = useNames();
  const { lookUp } = useDraft();
  const may = useMay('gdpr:subject:view');
  return (
    <Section title={words.suggestions} help={help}>
      <ul className="suggestions">
        {suggestions.map((suggestion) => (
          <li key={termKey(suggestion.term)}>
            <span>
              <Term term={suggestion.term} />{' '}
              <small className="quiet">{words.knownBy(list(suggestion.foundIn.map(names.service)))}</small>
            </span>
            {may ? (
              <button type="button" onClick={() => lookUp(typedOf(suggestion), caseId)}>
                {words.lookUp}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
