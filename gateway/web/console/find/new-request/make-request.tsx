/** The statements that the rules require of the caller, and the button that makes the request. */
import { useEffect, useState, type RefObject } from 'react';
import { randomKey } from '../../../common/random-key';
import { useAct } from '../../data/ask';
import { useNames } from '../../data/names';
import { noReply, type Problem } from '../../data/problem';
import {
  CreateRequestDocument,
  type CreateGdprRequestInput,
  type CreateRequestMutation,
  type GdprRequestType,
  type PersonalDataReplacementInput,
  type PreviewQuery,
} from '../../operations.generated';
import { addressOf, go } from '../../route';
import { FormDialog } from '../../ui/dialog';
import { Check, Field } from '../../ui/fields';
import { ProblemNotice } from '../../ui/problem';
import { useFormats, useWords } from '../../words';
import type { Target } from '../target';
import { CaseChoice } from './case-choice';

interface MakeRequestProps {
  type: GdprRequestType;
  target: Target;
  preview: PreviewQuery['previewGdprRequest'];
  replacements: PersonalDataReplacementInput[];
  caseId: string | undefined;
  /** The key under which the request is sent, as long as nobody knows whether it was made: so it is made once (R10). */
  idempotencyKey: RefObject<string>;
  /** Called when the plan has changed since the preview. */
  onChanged: () => void;
}

export function MakeRequest({ type, target, preview, replacements, caseId, onChanged, ...given }: MakeRequestProps) {
  const { finding: words, enums } = useWords();
  const [chosenCase, setCase] = useState(caseId ?? '');
  const [reference, setReference] = useState('');
  const { employee, several, confirming, changed, state } = useStated(preview.planHash);
  const { busy, problem, run } = useAct(CreateRequestDocument);
  const { idempotencyKey: key } = given;
  useNewKeyAfter(problem, key);
  const { needsEmployee, needsSeveral } = statements(type, preview);
  const ready =
    (!needsEmployee || employee) && (!needsSeveral || several) && (type !== 'UPDATE' || replacements.length > 0);
  const create = async () => {
    const { term } = target;
    const idempotencyKey = key.current;
    const made = { type, term, preview, replacements, employee, reference, caseId: chosenCase, idempotencyKey };
    const answer = await run({ input: inputOf(made) });
    state({ confirming: false });
    if (answer) go(addressOfMade(answer.createGdprRequest));
  };
  const changes = type === 'DELETE' || type === 'UPDATE';
  return (
    <div className="make">
      <div className="row">
        <CaseChoice value={chosenCase} onChoose={setCase} />
        <Field
          label={words.reference}
          help={words.referenceHelp}
          value={reference}
          maxLength={200}
          onChange={(event) => setReference(event.target.value)}
        />
      </div>
      {changed ? <PlanChanged /> : null}
      <Statements {...{ needsEmployee, needsSeveral, employee, several, state }} preview={preview} />
      <Refused problem={problem} onChanged={onChanged} />
      <div className="row">
        <button
          type="button"
          className={type === 'DELETE' ? 'danger' : 'primary'}
          disabled={!ready || busy}
          onClick={() => (changes ? state({ confirming: true }) : void create())}
        >
          {words.create(enums.type[type])}
        </button>
      </div>
      {changes && confirming ? (
        <Confirm
          type={type}
          preview={preview}
          busy={busy}
          onClose={() => state({ confirming: false })}
          onConfirm={() => void create()}
        />
      ) : null}
    </div>
  );
}

function PlanChanged() {
  const { finding: words } = useWords();
  return (
    <div className="notice" role="status">
      <p>{words.planChanged}</p>
    </div>
  );
}

/** What the user has stated about a plan, and whether they are about to confirm it. */
interface Stated {
  planHash: string;
  employee: boolean;
  several: boolean;
  confirming: boolean;
}

/**
 * Keeps what was stated about one plan only. The preview is read anew by itself when the gateway answers again or after a new sign-in, and
 * nothing of what was stated about one plan holds for another (R16, R24).
 */
function useStated(planHash: string) {
  const nothing: Stated = { planHash, employee: false, several: false, confirming: false };
  const [last, setLast] = useState(nothing);
  const changed = last.planHash !== planHash;
  const stated = changed ? nothing : last;
  const state = (part: Partial<Stated>) => setLast({ ...stated, ...part });
  return { ...stated, changed, state };
}

/** The gateway keeps the key of what it made only: what was changed since the lost reply is another request, and has another key. */
function useNewKeyAfter(problem: Problem | undefined, key: RefObject<string>): void {
  const used = problem?.code === 'IDEMPOTENCY_KEY_REUSED';
  useEffect(() => {
    if (used) key.current = randomKey();
  }, [used, key]);
}

function Refused({ problem, onChanged }: { problem: Problem | undefined; onChanged: () => void }) {
  const { problems } = useWords();
  const again = problem?.code === 'PLAN_CHANGED' ? onChanged : undefined;
  return <ProblemNotice problem={problem} texts={{ [noReply]: problems.sendAgain }} again={again} />;
}

/** The address of the new request. The screen says so when it is an equal one that was already in flight (R10). */
const addressOfMade = ({ created, request }: CreateRequestMutation['createGdprRequest']) =>
  addressOf('requests', request.id, created ? {} : { met: 'yes' });

interface Made extends Pick<MakeRequestProps, 'type' | 'preview' | 'replacements'> {
  term: Target['term'];
  employee: boolean;
  reference: string;
  caseId: string;
  idempotencyKey: string;
}

const inputOf = ({ type, term, preview, replacements, employee, ...made }: Made): CreateGdprRequestInput => ({
  type,
  term,
  planHash: preview.planHash,
  idempotencyKey: made.idempotencyKey,
  ...(type === 'UPDATE' ? { replacements } : {}),
  ...(type === 'DELETE' ? { deleteConfirmed: true, activeEmployeeAcknowledged: employee } : {}),
  ...(made.reference ? { reference: made.reference } : {}),
  ...(made.caseId ? { caseId: made.caseId } : {}),
});

/** Which statements this plan requires of the caller (R16, R24). */
function statements(type: GdprRequestType, { subjects }: PreviewQuery['previewGdprRequest']) {
  const people = new Set(subjects.map(({ id, canonicalContactId }) => canonicalContactId ?? id));
  return {
    needsEmployee: type === 'DELETE' && subjects.some(({ activeEmployee }) => activeEmployee),
    needsSeveral: people.size > 1,
  };
}

interface StatementsProps {
  preview: PreviewQuery['previewGdprRequest'];
  needsEmployee: boolean;
  needsSeveral: boolean;
  employee: boolean;
  several: boolean;
  state: (part: Partial<Stated>) => void;
}

function Statements({ preview, needsEmployee, needsSeveral, ...stated }: StatementsProps) {
  const { finding: words, common } = useWords();
  const { employee, several, state } = stated;
  return (
    <>
      {needsSeveral ? (
        <Check
          label={words.stateSeveral(common.people(preview.subjects.length))}
          checked={several}
          onChange={(on) => state({ several: on })}
        />
      ) : null}
      {needsEmployee ? (
        <Check label={words.stateEmployee} checked={employee} onChange={(on) => state({ employee: on })} />
      ) : null}
    </>
  );
}

interface ConfirmProps {
  type: 'DELETE' | 'UPDATE';
  preview: PreviewQuery['previewGdprRequest'];
  busy: boolean;
  onClose: () => void;
  onConfirm: () => void;
}

function Confirm({ type, preview, busy, onClose, onConfirm }: ConfirmProps) {
  const { finding: words } = useWords();
  const { list } = useFormats();
  const names = useNames();
  const erases = type === 'DELETE';
  return (
    <FormDialog
      title={erases ? words.confirmErase : words.confirmUpdate}
      help={words.confirmHelp(list(preview.services.map(({ service }) => names.service(service))))}
      open
      onClose={onClose}
      action={erases ? words.createErase : words.createUpdate}
      busy={busy}
      word={erases ? words.eraseWord : words.updateWord}
      onSubmit={onConfirm}
    >
      {null}
    </FormDialog>
  );
}
