/** The approval of a request by a second person: its plan, loaded on demand, and the decision. */
import { useState } from 'react';
import { textOf } from '../../../common/text-of';
import { useAct, useAsk } from '../../data/ask';
import { PreviewOf } from '../../find/new-request/preview';
import {
  ApproveRequestDocument,
  PendingPlanDocument,
  RejectRequestDocument,
  type GdprRejectionReason,
} from '../../operations.generated';
import { useMay, useSession } from '../../session/session';
import { FormDialog } from '../../ui/dialog';
import { Check, Choice } from '../../ui/fields';
import { Loading, Section } from '../../ui/page';
import { Needs, ProblemNotice } from '../../ui/problem';
import { useWords } from '../../words';
import { useDecides } from './approvals';
import { Planned } from './planned';
import type { RequestView } from './request-view';

export function Approval({ request, onDone }: { request: RequestView; onDone: () => void }) {
  const { governance: words } = useWords();
  const { subject } = useSession();
  const decides = useDecides();
  const [looked, setLooked] = useState(false);
  return (
    <Section title={words.approval} help={words.waits}>
      {request.createdBy === subject ? (
        <p>{words.yours}.</p>
      ) : (
        <Needs scope="gdpr:request:approve">
          {looked ? (
            <Plan id={request.parent?.id ?? request.id} onDone={onDone} />
          ) : (
            <div className="row">
              <button type="button" className="primary" disabled={!decides(request)} onClick={() => setLooked(true)}>
                {words.look}
              </button>
              <span className="quiet">{words.lookHelp}</span>
            </div>
          )}
        </Needs>
      )}
    </Section>
  );
}

function Plan({ id, onDone }: { id: string; onDone: () => void }) {
  const { finding: words } = useWords();
  const mayUnmask = useMay('gdpr:value:view');
  const [unmasked, setUnmasked] = useState(false);
  const { data, loading, problem, again } = useAsk(PendingPlanDocument, { id, unmasked });
  const plan = data?.gdprRequest?.pendingPlan;
  return (
    <>
      {mayUnmask ? (
        <Check label={words.clearValues} help={words.clearHelp} checked={unmasked} onChange={setUnmasked} />
      ) : null}
      <ProblemNotice problem={problem} again={again} />
      {loading ? <Loading lines={6} /> : null}
      {plan ? (
        <>
          <Planned plan={plan} />
          <PreviewOf preview={plan} />
          <div className="row">
            <Approve id={id} planHash={plan.planHash} onDone={onDone} />
            <Reject id={id} onDone={onDone} />
          </div>
        </>
      ) : null}
    </>
  );
}

interface ApproveProps {
  id: string;
  planHash: string;
  onDone: () => void;
}

function Approve({ id, planHash, onDone }: ApproveProps) {
  const { governance: words } = useWords();
  const [open, setOpen] = useState(false);
  const { busy, problem, run } = useAct(ApproveRequestDocument);
  const submit = async () => {
    const answer = await run({ id, planHash });
    setOpen(false);
    if (answer) onDone();
  };
  return (
    <>
      <button type="button" className="primary" onClick={() => setOpen(true)}>
        {words.approve}
      </button>
      {open ? (
        <FormDialog
          title={words.approveTitle}
          help={words.approveHelp}
          open
          onClose={() => setOpen(false)}
          action={words.approve}
          busy={busy}
          word={words.approveWord}
          onSubmit={() => void submit()}
        >
          {null}
        </FormDialog>
      ) : null}
      {/* Another look does not help: a request begins by the plan that it was made by, or never (R30). */}
      <ProblemNotice problem={problem} texts={{ PLAN_CHANGED: words.planChanged }} />
    </>
  );
}

function Reject({ id, onDone }: { id: string; onDone: () => void }) {
  const { governance: words, enums } = useWords();
  const [open, setOpen] = useState(false);
  const { busy, problem, run } = useAct(RejectRequestDocument);
  const submit = async (form: HTMLFormElement) => {
    if (await run({ id, reason: textOf(form, 'reason') as GdprRejectionReason })) {
      setOpen(false);
      onDone();
    }
  };
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {words.reject}
      </button>
      {open ? (
        <FormDialog
          title={words.rejectTitle}
          help={words.rejectHelp}
          open
          onClose={() => setOpen(false)}
          action={words.reject}
          busy={busy}
          word={words.rejectWord}
          onSubmit={(form) => void submit(form)}
        >
          <Choice label={words.reason} name="reason" words={enums.rejection} />
          <ProblemNotice problem={problem} />
        </FormDialog>
      ) : null}
    </>
  );
}
