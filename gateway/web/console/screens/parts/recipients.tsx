/** The recipients of the data, who must be told of a correction or erasure (Art. 19). */
import { useAct } from '../../data/ask';
import { useNames } from '../../data/names';
import { RecipientInformedDocument, type GdprRequestType } from '../../operations.generated';
import { useMay } from '../../session/session';
import { Section } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { Mark } from '../../ui/status';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';

interface Recipient {
  service: string;
  recipient: string;
  informedAt: string | null;
  informedBy?: string | null;
}

interface RecipientsProps {
  /** The requests that concern recipients. On a case the `type` is shown, because a recipient may have to be told of several. */
  requests: readonly { id: string; type?: GdprRequestType; recipients: readonly Recipient[] }[];
  onDone: () => void;
}

export function Recipients({ requests, onDone }: RecipientsProps) {
  const { requests: words, cases, enums } = useWords();
  const formats = useFormats();
  const names = useNames();
  const may = useMay('gdpr:case:edit');
  const { busy, problem, run } = useAct(RecipientInformedDocument);
  const tell = async (requestId: string, { service, recipient }: Recipient) => {
    if (await run({ requestId, service, recipient, at: new Date().toISOString() })) onDone();
  };
  return (
    <Section title={words.recipients} help={cases.recipientsHelp}>
      <ProblemNotice problem={problem} />
      <ul className="suggestions">
        {requests.flatMap(({ id, type, recipients }) =>
          recipients.map((each) => (
            <li key={`${id} ${each.service} ${each.recipient}`}>
              <span>
                {each.recipient}{' '}
                <small className="quiet">
                  {names.service(each.service)}
                  {type ? `, ${wordFor(enums.type, type)}` : ''}
                </small>{' '}
                {each.informedAt ? (
                  <Mark tone="done">{words.told(formats.date(each.informedAt), each.informedBy ?? '')}</Mark>
                ) : (
                  <Mark tone="waiting">{words.notTold}</Mark>
                )}
              </span>
              {may && !each.informedAt ? (
                <button type="button" disabled={busy} onClick={() => void tell(id, each)}>
                  {words.tell}
                </button>
              ) : null}
            </li>
          )),
        )}
      </ul>
    </Section>
  );
}
