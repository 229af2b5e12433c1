/** The services that requests reach, and whether each answers now. */
import { useAsk } from '../../data/ask';
import { useNames } from '../../data/names';
import { ServicesDocument, type ServicesQuery } from '../../operations.generated';
import { Loading, Page } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { Mark } from '../../ui/status';
import { Table, type Column } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';

type Service = ServicesQuery['piiServices'][number];

/** Milliseconds between two refreshes. */
const every = 5_000;

export function ServicesScreen() {
  const { records: words } = useWords();
  const columns = useColumns();
  const { data, loading, problem, again } = useAsk(ServicesDocument, {}, { every });
  return (
    <Page
      title={words.servicesTitle}
      help={words.servicesHelp}
      operation={{ document: ServicesDocument, variables: {} }}
    >
      <ProblemNotice problem={problem} again={again} />
      {loading ? <Loading lines={6} /> : null}
      {data ? (
        <Table
          name="services"
          caption={words.servicesTitle}
          rows={data.piiServices}
          keyOf={({ name }) => name}
          empty={<p>{words.noServices}</p>}
          columns={columns}
        />
      ) : null}
    </Page>
  );
}

function useColumns(): Column<Service>[] {
  const { records: words, enums, common } = useWords();
  const { number, list } = useFormats();
  const names = useNames();
  return [
    {
      key: 'name',
      title: words.service,
      tight: true,
      by: ({ name }) => names.service(name),
      cell: ({ name }) => (
        <>
          <strong>{names.service(name)}</strong> <code className="quiet">{name}</code>
        </>
      ),
    },
    { key: 'source', title: words.cameFrom, cell: ({ source }) => words.sources[source] },
    {
      key: 'state',
      title: words.state,
      by: ({ available }) => available,
      cell: ({ available }) =>
        available ? (
          <Mark tone="done">{words.answers}</Mark>
        ) : (
          <>
            <Mark tone="failed">{words.silent}</Mark> <small className="quiet">{words.silentHelp}</small>
          </>
        ),
    },
    {
      key: 'time',
      title: words.time,
      end: true,
      by: ({ latencyMs }) => latencyMs,
      cell: ({ latencyMs }) => (latencyMs === null ? common.nothing : words.latency(number(Math.round(latencyMs)))),
    },
    {
      key: 'owns',
      title: words.owns,
      cell: ({ ownsSubjects, requiresSubject }) =>
        requiresSubject
          ? words.needsPerson
          : list(ownsSubjects.map((type) => wordFor(enums.subject, type))) || common.nothing,
    },
  ];
}
