/** A new request on one person or value: its type, a preview of what it would touch, the required statements, and the button. */
import { useEffect, useRef, useState } from 'react';
import { randomKey } from '../../../common/random-key';
import {
  PreviewDocument,
  type GdprRequestType,
  type PersonalDataReplacementInput,
  type PreviewQuery,
} from '../../operations.generated';
import { useAsk } from '../../data/ask';
import { addressOf, go } from '../../route';
import { aboutSetting } from '../../screens/records/about-whom';
import { useMay } from '../../session/session';
import { Loading, Section } from '../../ui/page';
import { Needs, ProblemNotice } from '../../ui/problem';
import { useRemember } from '../../ui/remembered';
import { useWords } from '../../words';
import type { Target } from '../target';
import { PlaceHold } from './place-hold';
import { Restrict } from './restrict';
import { MakeRequest } from './make-request';
import { PreviewOf } from './preview';
import { Replacements } from './replacements';

const types: readonly GdprRequestType[] = ['GET', 'EXPORT', 'UPDATE', 'DELETE'];

interface NewRequestProps {
  target: Target;
  unmasked: boolean;
  caseId: string | undefined;
}

export function NewRequest({ target, unmasked, caseId }: NewRequestProps) {
  const { finding: words, enums } = useWords();
  const [type, setType] = useState<GdprRequestType>();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={place}>
      <Section title={`${words.request}: ${target.label}`} actions={<OnPerson target={target} />}>
        <Needs scope="gdpr:request:add">
          {/* Buttons, not radios: moving through the types by arrow keys must not preview each of them, which is audited. */}
          <div className="types" role="group" aria-label={words.request}>
            {types.map((each) => (
              <button
                key={each}
                type="button"
                className="type"
                aria-pressed={each === type}
                onClick={() => setType(each)}
              >
                <strong>{enums.type[each]}</strong>
                <small>{enums.typeHelp[each]}</small>
              </button>
            ))}
          </div>
          {type ? <Previewed key={type} type={type} target={target} unmasked={unmasked} caseId={caseId} /> : null}
        </Needs>
      </Section>
    </div>
  );
}

function Previewed({ type, target, unmasked, caseId }: NewRequestProps & { type: GdprRequestType }) {
  const { finding: words } = useWords();
  const { data, loading, problem, again } = useAsk(PreviewDocument, { type, term: target.term, unmasked });
  // Kept here: the form is gone while the preview has a problem, as it often has after a lost reply.
  const idempotencyKey = useRef(randomKey());
  const [replacements, setReplacements] = useState<PersonalDataReplacementInput[]>([]);
  const preview: PreviewQuery['previewGdprRequest'] | undefined = data?.previewGdprRequest;
  return (
    <>
      <h3>{words.previewTitle}</h3>
      <p className="quiet">{words.previewHelp}</p>
      <ProblemNotice problem={problem} again={again} />
      {loading ? <Loading lines={6} /> : null}
      {preview && !problem ? (
        <>
          <PreviewOf preview={preview} />
          {type === 'UPDATE' ? <Replacements onChange={setReplacements} /> : null}
          <MakeRequest
            type={type}
            target={target}
            preview={preview}
            replacements={replacements}
            caseId={caseId}
            idempotencyKey={idempotencyKey}
            onChanged={again}
          />
        </>
      ) : null}
    </>
  );
}

/** Actions on a person beside requests. */
const OnPerson = ({ target }: { target: Target }) => (
  <div className="row">
    <LogAbout target={target} />
    <Restrict term={target.term} />
    <PlaceHold term={target.term} />
  </div>
);

/** A link to the person's entries in the log. The person is passed within the page, not in the address. */
function LogAbout({ target }: { target: Target }) {
  const { finding: words } = useWords();
  const remember = useRemember();
  if (!useMay('audit:view')) return null;
  const show = () => go(addressOf('log', undefined, { [aboutSetting]: remember(target) }));
  return (
    <button type="button" onClick={show}>
      {words.inLog}
    </button>
  );
}
