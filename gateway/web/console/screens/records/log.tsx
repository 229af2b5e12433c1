/** The audit log, newest first: who asked what, who looked, and what was done. */
import { useNames } from '../../data/names';
import { LogDocument, type LogQuery } from '../../operations.generated';
import { addressOf } from '../../route';
import { Moment } from '../../ui/due';
import { Loading, Page } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { Mark } from '../../ui/status';
import { Table, type Column } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import { shortId } from '../lists/columns';
import { More } from '../lists/more';
import { useLogFilters } from './log-filters';
import { usePages } from '../lists/use-pages';

type Entry = LogQuery['auditLog']['nodes'][number];

export function LogScreen() {
  const { records: words } = useWords();
  const { filter, fields } = useLogFilters();
  const variables = { filter, order: 'NEWEST_FIRST' as const, first: 50 };
  const { data, rows, loading, problem, again, more } = usePages(LogDocument, variables, ({ auditLog }) => auditLog);
  const columns = useColumns();
  return (
    <Page title={words.logTitle} help={words.logHelp} operation={{ document: LogDocument, variables }}>
      {fields}
      <ProblemNotice problem={problem} again={again} />
      {/* The line is reserved while loading, so that the table below does not move. */}
      <p role="status">{data ? <Chain intact={data.auditLog.verified} /> : '\u00a0'}</p>
      {loading ? <Loading lines={12} /> : null}
      {rows ? (
        <Table
          name="log"
          caption={words.logTitle}
          rows={rows}
          columns={columns}
          keyOf={({ sequence }) => String(sequence)}
          empty={<p>{words.noEntries}</p>}
        />
      ) : null}
      <More shown={rows?.length ?? 0} more={more} />
    </Page>
  );
}

function Chain({ intact }: { intact: boolean }) {
  const { records: words } = useWords();
  return intact ? <Mark tone="done">{words.intact}</Mark> : <Mark tone="failed">{words.broken}</Mark>;
}

function useColumns(): Column<Entry>[] {
  const { records: words, enums, common } = useWords();
  const { number } = useFormats();
  const names = useNames();
  return [
    {
      key: 'at',
      title: words.at,
      by: ({ sequence }) => sequence,
      cell: ({ at, sequence }) => (
        <>
          <Moment at={at} /> <small className="quiet">#{number(sequence)}</small>
        </>
      ),
    },
    { key: 'actor', title: words.actor, by: ({ actor }) => actor, cell: ({ actor }) => actor },
    {
      key: 'action',
      title: words.action,
      by: ({ action }) => wordFor(enums.action, action),
      cell: ({ action }) => wordFor(enums.action, action),
    },
    {
      key: 'request',
      title: words.request,
      cell: ({ requestId }) =>
        requestId ? (
          <a href={addressOf('requests', requestId)}>
            <code className="short">{shortId(requestId)}</code>
          </a>
        ) : (
          <span className="quiet">{common.nothing}</span>
        ),
    },
    {
      key: 'service',
      title: words.service,
      tight: true,
      by: ({ service }) => service && names.service(service),
      cell: ({ service }) => (service ? names.service(service) : <span className="quiet">{common.nothing}</span>),
    },
    {
      key: 'detail',
      title: words.detail,
      cell: ({ detail }) => (
        <span className="detail" lang="en">
          {detail}
        </span>
      ),
    },
  ];
}
