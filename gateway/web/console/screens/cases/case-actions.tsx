/** The actions on a case: confirming the person's identity, extending the deadline and closing the case. */
import { useState, type ReactNode } from 'react';
import type { AnyVariables, TypedDocumentNode } from 'urql';
import { textOf } from '../../../common/text-of';
import { useAct } from '../../data/ask';
import {
  CloseCaseDocument,
  ConfirmIdentityDocument,
  ExtendCaseDocument,
  type GdprCaseOutcome,
  type GdprExtensionReason,
  type GdprIdentityMeans,
} from '../../operations.generated';
import { FormDialog } from '../../ui/dialog';
import { Choice, Field } from '../../ui/fields';
import { ProblemNotice } from '../../ui/problem';
import { useWords } from '../../words';
import { asLocal } from './open-case';

interface ActionProps<V> {
  title: string;
  help: string;
  word?: string;
  mutation: TypedDocumentNode<unknown, V & AnyVariables>;
  variables: (form: HTMLFormElement) => V;
  onDone: () => void;
  children: ReactNode;
}

/** A button, and the dialog that it opens. */
function CaseAction<V>({ title, help, word, mutation, variables, onDone, children }: ActionProps<V>) {
  const [open, setOpen] = useState(false);
  const { busy, problem, run, forget } = useAct(mutation);
  const begin = () => {
    forget();
    setOpen(true);
  };
  const submit = async (form: HTMLFormElement) => {
    if (!(await run(variables(form) as V & AnyVariables))) return;
    setOpen(false);
    onDone();
  };
  return (
    <>
      <button type="button" onClick={begin}>
        {title}
      </button>
      {open ? (
        <FormDialog
          title={title}
          help={help}
          open
          onClose={() => setOpen(false)}
          action={title}
          busy={busy}
          {...(word ? { word } : {})}
          onSubmit={(form) => void submit(form)}
        >
          {children}
          <ProblemNotice problem={problem} />
        </FormDialog>
      ) : null}
    </>
  );
}

interface CaseProps {
  id: string;
  onDone: () => void;
}

export function ConfirmIdentity({ id, onDone }: CaseProps) {
  const { cases: words, enums } = useWords();
  return (
    <CaseAction
      title={words.confirmIdentity}
      help={words.confirmIdentityHelp}
      mutation={ConfirmIdentityDocument}
      variables={(form) => ({ id, means: textOf(form, 'means') as GdprIdentityMeans })}
      onDone={onDone}
    >
      <Choice label={words.means} name="means" words={enums.means} />
    </CaseAction>
  );
}

export function ExtendCase({ id, receivedAt, onDone }: CaseProps & { receivedAt: string }) {
  const { cases: words, enums } = useWords();
  const latest = new Date(receivedAt);
  latest.setUTCMonth(latest.getUTCMonth() + 3);
  // In a shorter month the date has moved into the next month; day 0 is the last day of the month before.
  if (latest.getUTCDate() !== new Date(receivedAt).getUTCDate()) latest.setUTCDate(0);
  return (
    <CaseAction
      title={words.extend}
      help={words.extendHelp}
      word={words.extendWord}
      mutation={ExtendCaseDocument}
      variables={(form) => ({
        id,
        input: {
          until: new Date(textOf(form, 'until')).toISOString(),
          reason: textOf(form, 'reason') as GdprExtensionReason,
          informedAt: new Date(textOf(form, 'informedAt')).toISOString(),
        },
      })}
      onDone={onDone}
    >
      <Field label={words.until} name="until" type="datetime-local" defaultValue={asLocal(latest)} required />
      <Choice label={words.reason} name="reason" words={enums.extension} />
      <Field
        label={words.informedAt}
        name="informedAt"
        type="datetime-local"
        defaultValue={asLocal(new Date())}
        max={asLocal(new Date())}
        required
      />
    </CaseAction>
  );
}

export function CloseCase({ id, onDone }: CaseProps) {
  const { cases: words, enums } = useWords();
  return (
    <CaseAction
      title={words.close}
      help={words.closeHelp}
      word={words.closeWord}
      mutation={CloseCaseDocument}
      variables={(form) => {
        const note = textOf(form, 'note');
        return { id, outcome: textOf(form, 'outcome') as GdprCaseOutcome, ...(note ? { note } : {}) };
      }}
      onDone={onDone}
    >
      <Choice label={words.outcome} name="outcome" words={enums.outcome} />
      <Field label={words.note} name="note" help={words.noteHelp} maxLength={500} />
    </CaseAction>
  );
}
