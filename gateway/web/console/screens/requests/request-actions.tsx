/** The actions on a request: retrying its failed parts, and cancelling what has not begun. */
import { useState } from 'react';
import { useAct } from '../../data/ask';
import { CancelRequestDocument, RetryRequestDocument } from '../../operations.generated';
import { useMay } from '../../session/session';
import { FormDialog } from '../../ui/dialog';
import { ProblemNotice } from '../../ui/problem';
import { useWords } from '../../words';
import { endedStatuses } from '../lists/columns';
import type { RequestView } from './request-view';

export function RequestActions({ request: { id, status }, onDone }: { request: RequestView; onDone: () => void }) {
  const { requests: words } = useWords();
  const may = useMay('gdpr:request:add');
  const [stopping, setStopping] = useState(false);
  const retry = useAct(RetryRequestDocument);
  const cancel = useAct(CancelRequestDocument);
  if (!may) return null;
  const stop = async () => {
    const answer = await cancel.run({ id });
    setStopping(false);
    if (answer) onDone();
  };
  return (
    <>
      {status === 'ERROR' ? (
        <button
          type="button"
          className="primary"
          disabled={retry.busy}
          onClick={() => void retry.run({ id }).then((answer) => answer && onDone())}
        >
          {words.retry}
        </button>
      ) : null}
      {endedStatuses.includes(status) || status === 'FINALIZING' ? null : (
        <button type="button" onClick={() => setStopping(true)}>
          {words.cancel}
        </button>
      )}
      {stopping ? (
        <FormDialog
          title={words.cancel}
          help={words.cancelHelp}
          open
          onClose={() => setStopping(false)}
          action={words.cancel}
          busy={cancel.busy}
          word={words.cancelWord}
          onSubmit={() => void stop()}
        >
          {null}
        </FormDialog>
      ) : null}
      <ProblemNotice problem={retry.problem ?? cancel.problem} />
    </>
  );
}
