/** The deliveries of webhooks, and how they were answered. */
import { useAct } from '../../data/ask';
import {
  DeliveriesDocument,
  SendAgainDocument,
  type DeliveryFragment,
  type EndpointFragment,
  type WebhookDeliveryStatus,
} from '../../operations.generated';
import { addressOf, useSetting } from '../../route';
import { Moment } from '../../ui/due';
import { Choice } from '../../ui/fields';
import { Loading, Section } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { Mark, type Tone } from '../../ui/status';
import { Table, type Column } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import { shortId } from '../lists/columns';
import { More } from '../lists/more';
import { usePages } from '../lists/use-pages';

const tones: Record<WebhookDeliveryStatus, Tone> = { PENDING: 'waiting', DELIVERED: 'done', FAILED: 'failed' };

export function Deliveries({ endpoints }: { endpoints: EndpointFragment[] }) {
  const { webhooks: words, enums, common } = useWords();
  const [status, setStatus] = useSetting('status');
  const variables = { status: (status || null) as WebhookDeliveryStatus | null, first: 50 };
  const { rows, loading, problem, again, more } = usePages(
    DeliveriesDocument,
    variables,
    ({ webhookDeliveries }) => webhookDeliveries,
  );
  const columns = useColumns(endpoints, again);
  return (
    <Section title={words.deliveries}>
      <p className="quiet">{words.deliveriesHelp}</p>
      <div className="filters" role="group" aria-label={common.filters}>
        <Choice label={words.state} value={status} words={enums.delivery} any={common.all} onChoose={setStatus} />
      </div>
      <ProblemNotice problem={problem} again={again} />
      {loading ? <Loading lines={4} /> : null}
      {rows ? (
        <Table
          name="deliveries"
          caption={words.deliveries}
          rows={rows}
          columns={columns}
          keyOf={({ id }) => id}
          empty={<p>{words.noDeliveries}</p>}
        />
      ) : null}
      <More shown={rows?.length ?? 0} more={more} />
    </Section>
  );
}

function useColumns(endpoints: EndpointFragment[], again: () => void): Column<DeliveryFragment>[] {
  const { webhooks: words, enums } = useWords();
  const urls = new Map(endpoints.map(({ id, url }) => [id, url]));
  return [
    {
      key: 'sent',
      title: words.sent,
      by: ({ createdAt }) => Date.parse(createdAt),
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
    {
      key: 'event',
      title: words.event,
      cell: ({ event, endpointId }) => (
        <>
          {event ? wordFor(enums.webhookEvent, event) : words.testEvent}{' '}
          <code className="quiet">{urls.get(endpointId)}</code>
        </>
      ),
    },
    { key: 'about', title: words.about, cell: (delivery) => <About delivery={delivery} /> },
    {
      key: 'status',
      title: words.state,
      cell: ({ status }) => <Mark tone={tones[status]}>{wordFor(enums.delivery, status)}</Mark>,
    },
    {
      key: 'attempts',
      title: words.attempts,
      end: true,
      by: ({ attempts }) => attempts,
      cell: ({ attempts }) => attempts,
    },
    { key: 'answer', title: words.answer, cell: (delivery) => <LastAnswer delivery={delivery} /> },
    {
      key: 'again',
      title: words.again,
      end: true,
      cell: (delivery) => (delivery.status === 'PENDING' ? null : <Again delivery={delivery} onDone={again} />),
    },
  ];
}

function About({ delivery: { requestId, caseId } }: { delivery: DeliveryFragment }) {
  if (requestId)
    return (
      <a href={addressOf('requests', requestId)}>
        <code className="short">{shortId(requestId)}</code>
      </a>
    );
  if (!caseId) return null;
  return (
    <a href={addressOf('cases', caseId)}>
      <code className="short">{shortId(caseId)}</code>
    </a>
  );
}

function LastAnswer({ delivery: { lastStatusCode, lastError, nextAttemptAt } }: { delivery: DeliveryFragment }) {
  const { webhooks: words } = useWords();
  const { time } = useFormats();
  return (
    <>
      {lastStatusCode ?? ''} {lastError}{' '}
      {nextAttemptAt ? <span className="quiet">{words.next(time(nextAttemptAt))}</span> : null}
    </>
  );
}

function Again({ delivery: { id, endpointId }, onDone }: { delivery: DeliveryFragment; onDone: () => void }) {
  const { webhooks: words } = useWords();
  const { busy, problem, run } = useAct(SendAgainDocument);
  const send = async () => {
    if (await run({ endpointId, deliveryId: id })) onDone();
  };
  return (
    <>
      <button type="button" disabled={busy} onClick={() => void send()}>
        {words.again}
      </button>
      <ProblemNotice problem={problem} />
    </>
  );
}
