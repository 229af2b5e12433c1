/** Counts the requests of a period by type and status, with the days that they took. */
import { useAsk } from '../../data/ask';
import { ReportDocument, type ReportQuery } from '../../operations.generated';
import { useSetting } from '../../route';
import { FilterField } from '../../ui/fields';
import { Bars } from '../../ui/figures';
import { Loading, Page } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { RequestStatus } from '../../ui/status';
import { Table } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';

type Row = ReportQuery['gdprReport']['rows'][number];

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

export function ReportScreen() {
  const { records: words, common } = useWords();
  const now = new Date();
  const [from, setFrom] = useSetting('from', dayOf(new Date(Date.UTC(now.getUTCFullYear(), 0, 1))));
  const [to, setTo] = useSetting('to', dayOf(now));
  const end = new Date(`${to}T00:00:00Z`);
  end.setUTCDate(end.getUTCDate() + 1);
  const whole = from !== '' && to !== '';
  // A year of five digits, which a date field takes, is no time of JavaScript: the gateway says so.
  const variables = { from: `${from}T00:00:00Z`, to: Number.isNaN(end.getTime()) ? to : end.toISOString() };
  const { data, loading, problem, again } = useAsk(ReportDocument, variables, { pause: !whole });
  const rows = data?.gdprReport.rows;
  return (
    <Page
      title={words.reportTitle}
      help={words.reportHelp}
      actions={
        <button type="button" onClick={() => print()}>
          {common.print}
        </button>
      }
      operation={{ document: ReportDocument, variables }}
    >
      <div className="filters" role="group" aria-label={common.filters}>
        <FilterField label={words.from} type="date" value={from} onSettle={setFrom} />
        <FilterField label={words.to} type="date" value={to} onSettle={setTo} />
      </div>
      <ProblemNotice problem={problem} again={again} />
      {loading ? <Loading lines={8} /> : null}
      {rows ? <Counted rows={rows} /> : null}
    </Page>
  );
}

function Counted({ rows }: { rows: readonly Row[] }) {
  const { records: words, enums } = useWords();
  const { number, days } = useFormats();
  const named = ({ type, status }: Row) => `${wordFor(enums.type, type)}, ${wordFor(enums.status, status)}`;
  return (
    <>
      {rows.length > 0 ? (
        <div className="figures-row">
          <Bars
            label={words.byStatus}
            bars={rows.map((row) => ({
              key: named(row),
              label: named(row),
              text: number(row.count),
              value: row.count,
            }))}
          />
          <Bars
            label={words.daysTaken}
            bars={rows.flatMap((row) =>
              row.medianDays === null
                ? []
                : [{ key: named(row), label: named(row), text: days(row.medianDays), value: row.medianDays }],
            )}
          />
        </div>
      ) : null}
      <Rows rows={rows} />
    </>
  );
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const { records: words, enums, requests, common } = useWords();
  const { number, days } = useFormats();
  const taken = (value: number | null) => (value === null ? common.nothing : days(value));
  return (
    <Table
      name="report"
      caption={words.reportTitle}
      rows={rows}
      keyOf={({ type, status }) => `${type} ${status}`}
      empty={<p>{words.nothingInPeriod}</p>}
      columns={[
        { key: 'type', title: requests.type, by: ({ type }) => type, cell: ({ type }) => wordFor(enums.type, type) },
        {
          key: 'status',
          title: requests.status,
          by: ({ status }) => status,
          cell: ({ status }) => <RequestStatus status={status} />,
        },
        { key: 'count', title: words.count, end: true, by: ({ count }) => count, cell: ({ count }) => number(count) },
        {
          key: 'late',
          title: words.overdue,
          end: true,
          by: ({ overdue }) => overdue,
          cell: ({ overdue }) => number(overdue),
        },
        {
          key: 'extended',
          title: words.extended,
          end: true,
          by: ({ extended }) => extended,
          cell: ({ extended }) => number(extended),
        },
        {
          key: 'median',
          title: words.median,
          end: true,
          by: ({ medianDays }) => medianDays,
          cell: ({ medianDays }) => taken(medianDays),
        },
        {
          key: 'maximum',
          title: words.maximum,
          end: true,
          by: ({ maximumDays }) => maximumDays,
          cell: ({ maximumDays }) => taken(maximumDays),
        },
      ]}
    />
  );
}
