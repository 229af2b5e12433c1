/** Finding a person: a search, the choice of one match, a preview of what a request would touch, and the request. */
import { Fragment, useState } from 'react';
import { SubjectsDocument, type SubjectFragment } from '../operations.generated';
import { useRoute } from '../route';
import { useMay } from '../session/session';
import { Check } from '../ui/fields';
import { Page } from '../ui/page';
import { nameOf } from '../ui/person';
import { useWords } from '../words';
import { useDraft } from './draft';
import { isId, labelOf, nothingTyped, requestTerm, searchTerm, termOf, type Typed } from './search/guess';
import { NewRequest } from './new-request/new-request';
import { RequestsAbout } from './search/requests-about';
import { Results } from './search/results';
import { SearchBox } from './search/search-box';
import type { Target } from './target';

export function FindScreen() {
  const { finding: words } = useWords();
  const { take } = useDraft();
  const [given] = useState(take);
  const [asked, setAsked] = useState<Typed | undefined>(given);
  const [target, setTarget] = useState<Target | undefined>(given && isId(given.kind) ? byValue(given) : undefined);
  const [unmasked, setUnmasked] = useState(false);
  const mayUnmask = useMay('gdpr:value:view');
  const caseId = useRoute().search.get('case') ?? undefined;
  const search = (typed: Typed) => {
    setAsked(typed);
    setTarget(isId(typed.kind) ? byValue(typed) : undefined);
  };
  const choose = (subject: SubjectFragment) => setTarget({ term: termOf(subject), label: nameOf(subject) });
  const lists = asked && !isId(asked.kind);
  return (
    <Page
      title={words.title}
      help={words.help}
      operation={{ document: SubjectsDocument, variables: { term: searchTerm(asked ?? nothingTyped), unmasked } }}
    >
      <SearchBox given={given} onSearch={search} />
      {mayUnmask ? (
        <Check label={words.clearValues} help={words.clearHelp} checked={unmasked} onChange={setUnmasked} />
      ) : null}
      {lists ? (
        <Results
          key={JSON.stringify(asked)}
          typed={asked}
          unmasked={unmasked}
          target={target}
          onChoose={choose}
          onValue={() => setTarget(byValue(asked))}
        />
      ) : null}
      {target ? (
        <Fragment key={JSON.stringify(target.term)}>
          <NewRequest target={target} unmasked={unmasked} caseId={caseId} />
          <RequestsAbout term={target.term} />
        </Fragment>
      ) : null}
    </Page>
  );
}

const byValue = (typed: Typed): Target => ({ term: requestTerm(typed), label: labelOf(typed) });
