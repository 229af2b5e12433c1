/** Places a legal hold on the chosen person. */
import { useState } from 'react';
import { textOf } from '../../../common/text-of';
import { useAct, useAsk } from '../../data/ask';
import { useNames } from '../../data/names';
import {
  PlaceHoldDocument,
  ServicesDocument,
  type LegalHoldGround,
  type PersonalDataTermInput,
} from '../../operations.generated';
import { addressOf, go } from '../../route';
import { useMay } from '../../session/session';
import { FormDialog } from '../../ui/dialog';
import { Check, Choice, Field } from '../../ui/fields';
import { ProblemNotice } from '../../ui/problem';
import { useWords } from '../../words';
import { namesPerson } from '../target';

export function PlaceHold({ term }: { term: PersonalDataTermInput }) {
  const { governance: words } = useWords();
  const may = useMay('gdpr:hold:manage');
  const [open, setOpen] = useState(false);
  if (!may) return null;
  if (!namesPerson(term)) return <p className="quiet">{words.byPersonOnly}</p>;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {words.place}
      </button>
      {open ? <Place term={term} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Place({ term, onClose }: { term: PersonalDataTermInput; onClose: () => void }) {
  const { governance: words, enums } = useWords();
  const [services, setServices] = useState<string[]>([]);
  const { busy, problem, run } = useAct(PlaceHoldDocument);
  const submit = async (form: HTMLFormElement) => {
    const until = textOf(form, 'until');
    const answer = await run({
      input: {
        subject: term,
        ground: textOf(form, 'ground') as LegalHoldGround,
        reason: textOf(form, 'reason'),
        reference: textOf(form, 'reference'),
        ...(until ? { until: new Date(until).toISOString() } : {}),
        ...(services.length > 0 ? { services } : {}),
      },
    });
    if (answer) go(addressOf('holds'));
  };
  return (
    <FormDialog
      title={words.place}
      help={words.placeHelp}
      open
      onClose={onClose}
      action={words.place}
      busy={busy}
      onSubmit={(form) => void submit(form)}
    >
      <Choice label={words.ground} name="ground" words={enums.ground} />
      <Field label={words.holdReason} name="reason" maxLength={2000} required />
      <Field label={words.reference} name="reference" help={words.referenceHelp} maxLength={200} required />
      <Field label={words.until} name="until" type="datetime-local" help={words.untilHelp} />
      <SomeServices chosen={services} onChange={setServices} />
      <ProblemNotice problem={problem} />
    </FormDialog>
  );
}

function SomeServices({ chosen, onChange }: { chosen: string[]; onChange: (services: string[]) => void }) {
  const { governance: words } = useWords();
  const may = useMay('inventory:view');
  const names = useNames();
  const { data } = useAsk(ServicesDocument, {}, { pause: !may });
  if (!data) return null;
  return (
    <fieldset>
      <legend className="quiet">
        <small>
          {words.services}. {words.servicesHelp}
        </small>
      </legend>
      {data.piiServices.map(({ name }) => (
        <Check
          key={name}
          label={names.service(name)}
          checked={chosen.includes(name)}
          onChange={(on) => onChange(on ? [...chosen, name] : chosen.filter((each) => each !== name))}
        />
      ))}
    </fieldset>
  );
}
