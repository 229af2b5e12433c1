/** Releases a legal hold. Requests that waited for its end then begin. */
import { useState } from 'react';
import { textOf } from '../../../common/text-of';
import { useAct } from '../../data/ask';
import { ReleaseHoldDocument } from '../../operations.generated';
import { FormDialog } from '../../ui/dialog';
import { Field } from '../../ui/fields';
import { ProblemNotice } from '../../ui/problem';
import { useWords } from '../../words';

export function ReleaseHold({ id, onDone }: { id: string; onDone: () => void }) {
  const { governance: words } = useWords();
  const [open, setOpen] = useState(false);
  const { busy, problem, run } = useAct(ReleaseHoldDocument);
  const submit = async (form: HTMLFormElement) => {
    if (!(await run({ id, reference: textOf(form, 'reference') }))) return;
    setOpen(false);
    onDone();
  };
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {words.release}
      </button>
      {open ? (
        <FormDialog
          title={words.releaseTitle}
          help={words.releaseHelp}
          open
          onClose={() => setOpen(false)}
          action={words.release}
          busy={busy}
          word={words.releaseWord}
          onSubmit={(form) => void submit(form)}
        >
          <Field label={words.decision} name="reference" help={words.referenceHelp} maxLength={200} required />
          <ProblemNotice problem={problem} />
        </FormDialog>
      ) : null}
    </>
  );
}
