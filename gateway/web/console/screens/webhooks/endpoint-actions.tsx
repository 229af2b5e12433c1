/** The actions on webhook endpoints: registering one, rotating its secret and removing it. */
import { useState } from 'react';
import { textOf } from '../../../common/text-of';
import { useAct } from '../../data/ask';
import {
  CreateEndpointDocument,
  DeleteEndpointDocument,
  RotateSecretDocument,
  type WebhookEvent,
} from '../../operations.generated';
import { FormDialog } from '../../ui/dialog';
import { Check, Field } from '../../ui/fields';
import { Facts } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { useWords } from '../../words';

export function AddEndpoint({ onSecret }: { onSecret: (secret: string) => void }) {
  const { webhooks: words } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="primary" onClick={() => setOpen(true)}>
        {words.add}
      </button>
      {open ? <Add onSecret={onSecret} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Add({ onSecret, onClose }: { onSecret: (secret: string) => void; onClose: () => void }) {
  const { webhooks: words, enums } = useWords();
  const [events, setEvents] = useState<WebhookEvent[]>([]);
  const { busy, problem, run } = useAct(CreateEndpointDocument);
  const submit = async (form: HTMLFormElement) => {
    const answer = await run({ input: { url: textOf(form, 'url'), ...(events.length > 0 ? { events } : {}) } });
    if (!answer) return;
    onSecret(answer.createWebhookEndpoint.secret);
    onClose();
  };
  return (
    <FormDialog
      title={words.add}
      help={words.addHelp}
      open
      onClose={onClose}
      action={words.add}
      busy={busy}
      onSubmit={(form) => void submit(form)}
    >
      <Field label={words.url} name="url" type="url" help={words.urlHelp} maxLength={2000} required />
      <fieldset>
        <legend className="quiet">
          <small>
            {words.events}. {words.eventsHelp}
          </small>
        </legend>
        {Object.entries(enums.webhookEvent).map(([event, word]) => (
          <Check
            key={event}
            label={word}
            checked={events.includes(event as WebhookEvent)}
            onChange={(on) =>
              setEvents(on ? [...events, event as WebhookEvent] : events.filter((each) => each !== event))
            }
          />
        ))}
      </fieldset>
      <ProblemNotice problem={problem} />
    </FormDialog>
  );
}

export function Secret({ secret }: { secret: string }) {
  const { webhooks: words } = useWords();
  return (
    <div className="notice made" role="status">
      <Facts facts={[[words.secret, <code key="secret">{secret}</code>]]} />
      <p>{words.secretOnce}</p>
    </div>
  );
}

export function RotateSecret({ id, onSecret }: { id: string; onSecret: (secret: string) => void }) {
  const { webhooks: words } = useWords();
  const [open, setOpen] = useState(false);
  const { busy, problem, run } = useAct(RotateSecretDocument);
  const submit = async () => {
    const answer = await run({ id });
    if (!answer) return;
    onSecret(answer.rotateWebhookSecret.secret);
    setOpen(false);
  };
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {words.rotate}
      </button>
      {open ? (
        <FormDialog
          title={words.rotate}
          help={words.rotateHelp}
          open
          onClose={() => setOpen(false)}
          action={words.rotate}
          busy={busy}
          onSubmit={() => void submit()}
        >
          <ProblemNotice problem={problem} />
        </FormDialog>
      ) : null}
    </>
  );
}

export function RemoveEndpoint({ id, onDone }: { id: string; onDone: () => void }) {
  const { webhooks: words } = useWords();
  const [open, setOpen] = useState(false);
  const { busy, problem, run } = useAct(DeleteEndpointDocument);
  const submit = async () => {
    if (!(await run({ id }))) return;
    setOpen(false);
    onDone();
  };
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {words.remove}
      </button>
      {open ? (
        <FormDialog
          title={words.remove}
          help={words.removeHelp}
          open
          onClose={() => setOpen(false)}
          action={words.remove}
          busy={busy}
          word={words.removeWord}
          onSubmit={() => void submit()}
        >
          <ProblemNotice problem={problem} />
        </FormDialog>
      ) : null}
    </>
  );
}
