/** Restricts the processing of the chosen person's data (Art. 18). */
import { useState } from 'react';
import { textOf } from '../../../common/text-of';
import { useAct } from '../../data/ask';
import {
  RestrictProcessingDocument,
  type PersonalDataTermInput,
  type RestrictionGround,
} from '../../operations.generated';
import { addressOf, go } from '../../route';
import { useMay } from '../../session/session';
import { FormDialog } from '../../ui/dialog';
import { Choice, Field } from '../../ui/fields';
import { ProblemNotice } from '../../ui/problem';
import { useWords } from '../../words';
import { namesPerson } from '../target';

export function Restrict({ term }: { term: PersonalDataTermInput }) {
  const { restrictions: words, enums } = useWords();
  const may = useMay('gdpr:restriction:manage');
  const [open, setOpen] = useState(false);
  const { busy, problem, run } = useAct(RestrictProcessingDocument);
  // Like a hold, a restriction is placed on a person and not on a value. The hold's button beside this one explains that.
  if (!may || !namesPerson(term)) return null;
  const submit = async (form: HTMLFormElement) => {
    const reference = textOf(form, 'reference');
    const ground = textOf(form, 'ground') as RestrictionGround;
    const answer = await run({ input: { subject: term, ground, ...(reference ? { reference } : {}) } });
    if (answer) go(addressOf('restrictions'));
  };
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {words.restrict}
      </button>
      {open ? (
        <FormDialog
          title={words.restrict}
          help={words.restrictHelp}
          open
          onClose={() => setOpen(false)}
          action={words.restrict}
          busy={busy}
          onSubmit={(form) => void submit(form)}
        >
          <Choice label={words.ground} name="ground" words={enums.restrictionGround} />
          <Field label={words.reference} name="reference" help={words.referenceHelp} maxLength={200} />
          <ProblemNotice problem={problem} />
        </FormDialog>
      ) : null}
    </>
  );
}
