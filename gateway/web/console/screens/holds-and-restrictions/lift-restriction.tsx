/** Lifts a restriction, after the person was told (Art. 18(3)). */
import { useState } from 'react';
import { textOf } from '../../../common/text-of';
import { useAct } from '../../data/ask';
import { LiftRestrictionDocument } from '../../operations.generated';
import { FormDialog } from '../../ui/dialog';
import { Field } from '../../ui/fields';
import { ProblemNotice } from '../../ui/problem';
import { useWords } from '../../words';

export function LiftRestriction({ id, onDone }: { id: string; onDone: () => void }) {
  const { restrictions: words } = useWords();
  const [open, setOpen] = useState(false);
  const { busy, problem, run } = useAct(LiftRestrictionDocument);
  const submit = async (form: HTMLFormElement) => {
    if (!(await run({ id, informedAt: new Date(textOf(form, 'informedAt')).toISOString() }))) return;
    setOpen(false);
    onDone();
  };
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {words.lift}
      </button>
      {open ? (
        <FormDialog
          title={words.liftTitle}
          help={words.liftHelp}
          open
          onClose={() => setOpen(false)}
          action={words.lift}
          busy={busy}
          word={words.liftWord}
          onSubmit={(form) => void submit(form)}
        >
          <Field label={words.informedAt} name="informedAt" type="datetime-local" required />
          <ProblemNotice problem={problem} />
        </FormDialog>
      ) : null}
    </>
  );
}
