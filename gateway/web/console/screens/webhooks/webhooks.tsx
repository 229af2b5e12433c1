/** Webhooks: the endpoints that receive events, and the deliveries to them. */
import { useState } from 'react';
import { useAct, useAsk } from '../../data/ask';
import {
  ChangeEndpointDocument,
  EndpointsDocument,
  TestEndpointDocument,
  type EndpointFragment,
} from '../../operations.generated';
import { Loading, Page } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { Mark } from '../../ui/status';
import { Table, type Column } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import { Deliveries } from './deliveries';
import { AddEndpoint, RemoveEndpoint, RotateSecret, Secret } from './endpoint-actions';

export function WebhooksScreen() {
  const { webhooks: words } = useWords();
  const { data, loading, problem, again } = useAsk(EndpointsDocument, {});
  const [secret, setSecret] = useState<string>();
  /** Counts the test events that were sent from here, so that the list of deliveries is refreshed. */
  const [sent, setSent] = useState(0);
  const told = (made: string) => {
    setSecret(made);
    again();
  };
  const columns = useColumns({ again, onSecret: told, onSent: () => setSent(sent + 1) });
  return (
    <Page
      title={words.title}
      help={words.help}
      actions={<AddEndpoint onSecret={told} />}
      operation={{ document: EndpointsDocument, variables: {} }}
    >
      <ProblemNotice problem={problem} again={again} />
      {secret ? <Secret secret={secret} /> : null}
      {loading ? <Loading lines={4} /> : null}
      {data ? (
        <Table
          name="endpoints"
          caption={words.title}
          rows={data.webhookEndpoints}
          columns={columns}
          keyOf={({ id }) => id}
          empty={<p>{words.none}</p>}
        />
      ) : null}
      {sent > 0 ? <p role="status">{words.tested}</p> : null}
      {data && data.webhookEndpoints.length > 0 ? <Deliveries key={sent} endpoints={data.webhookEndpoints} /> : null}
    </Page>
  );
}

interface Told {
  again: () => void;
  onSecret: (secret: string) => void;
  onSent: () => void;
}

function useColumns(told: Told): Column<EndpointFragment>[] {
  const { webhooks: words, enums } = useWords();
  const { list } = useFormats();
  return [
    { key: 'url', title: words.url, by: ({ url }) => url, cell: ({ url }) => <code>{url}</code> },
    {
      key: 'events',
      title: words.events,
      cell: ({ events }) =>
        events.length === Object.keys(enums.webhookEvent).length
          ? words.allEvents
          : list(events.map((event) => wordFor(enums.webhookEvent, event))),
    },
    { key: 'state', title: words.state, cell: (endpoint) => <State endpoint={endpoint} /> },
    {
      key: 'actions',
      title: words.actions,
      end: true,
      cell: (endpoint) => <Actions endpoint={endpoint} told={told} />,
    },
  ];
}

function State({ endpoint: { enabled, disabledReason, failingSince } }: { endpoint: EndpointFragment }) {
  const { webhooks: words, enums } = useWords();
  const { date } = useFormats();
  if (!enabled) return <Mark tone="stopped">{words.off(wordFor(enums.disabledReason, disabledReason ?? ''))}</Mark>;
  if (failingSince !== null) return <Mark tone="failed">{words.failing(date(failingSince))}</Mark>;
  return <Mark tone="done">{words.on}</Mark>;
}

function Actions({ endpoint, told }: { endpoint: EndpointFragment; told: Told }) {
  const { webhooks: words, enums } = useWords();
  const { id, url, events, enabled } = endpoint;
  const isOnAll = events.length === Object.keys(enums.webhookEvent).length;
  const change = useAct(ChangeEndpointDocument);
  const test = useAct(TestEndpointDocument);
  const turn = async () => {
    // "All" is said by saying none, as at the registration: otherwise events of later versions would be left out from now on.
    const input = isOnAll ? { url } : { url, events };
    if (await change.run({ id, input, enabled: !enabled })) told.again();
  };
  const send = async () => {
    if (await test.run({ id })) told.onSent();
  };
  return (
    <div className="row end">
      <button type="button" disabled={test.busy} onClick={() => void send()}>
        {words.test}
      </button>
      <RotateSecret id={id} onSecret={told.onSecret} />
      <button type="button" disabled={change.busy} onClick={() => void turn()}>
        {enabled ? words.disable : words.enable}
      </button>
      <RemoveEndpoint id={id} onDone={told.again} />
      <ProblemNotice problem={change.problem ?? test.problem} />
    </div>
  );
}
