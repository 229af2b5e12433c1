/** Opens a case for a letter that was received. */
import { useRef, useState } from 'react';
import { randomKey } from '../../../common/random-key';
import { textOf } from '../../../common/text-of';
import { useAct } from '../../data/ask';
import { noReply } from '../../data/problem';
import { OpenCaseDocument } from '../../operations.generated';
import { addressOf, go } from '../../route';
import { FormDialog } from '../../ui/dialog';
import { Field } from '../../ui/fields';
import { ProblemNotice } from '../../ui/problem';
import { useWords } from '../../words';

/** Formats a time for a `datetime-local` field. */
export const asLocal = (at: Date) =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

export function OpenCase() {
  const { cases: words, problems } = useWords();
  const [open, setOpen] = useState(false);
  const { busy, problem, run, forget } = useAct(OpenCaseDocument);
  const key = useRef('');
  const begin = () => {
    key.current = randomKey();
    forget();
    setOpen(true);
  };
  const submit = async (form: HTMLFormElement) => {
    const reference = textOf(form, 'reference');
    const answer = await run({
      input: {
        receivedAt: new Date(textOf(form, 'receivedAt')).toISOString(),
        idempotencyKey: key.current,
        ...(reference ? { reference } : {}),
      },
    });
    if (answer) go(addressOf('cases', answer.openGdprCase.id));
  };
  return (
    <>
      <button type="button" className="primary" onClick={begin}>
        {words.open}
      </button>
      <FormDialog
        title={words.open}
        help={words.openHelp}
        open={open}
        onClose={() => setOpen(false)}
        action={words.open}
        busy={busy}
        onSubmit={(form) => void submit(form)}
      >
        <Field
          label={words.receivedAt}
          name="receivedAt"
          type="datetime-local"
          defaultValue={asLocal(new Date())}
          max={asLocal(new Date())}
          required
        />
        <Field label={words.reference} name="reference" help={words.referenceHelp} maxLength={200} />
        <ProblemNotice problem={problem} texts={{ [noReply]: problems.sendAgain }} />
      </FormDialog>
    </>
  );
}
