/** The common frame of the lists of holds and restrictions: active ones first, and a link to find the person for a new one. */
import { useEffect, useState, type ReactNode } from 'react';
import type { TypedDocumentNode } from 'urql';
import { addressOf, useSetting } from '../../route';
import { useMay } from '../../session/session';
import { ClearFilters } from '../../ui/clear-filters';
import { Choice } from '../../ui/fields';
import { Loading, Page } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { Table, type Column } from '../../ui/table';
import { useWords } from '../../words';
import { More } from '../lists/more';
import { usePages, type Connection } from '../lists/use-pages';

interface StandingListProps<T, V, Row> {
  /** The name of the table's setting in the address. */
  name: string;
  words: { title: string; help: string; state: string; active: string; ended: string; none: string };
  query: TypedDocumentNode<T, V & { active: boolean | null; first: number }>;
  /** The query's further variables. */
  variables: V;
  pageOf: (data: T) => Connection<Row>;
  columns: readonly Column<Row>[];
  /** The last column, with the button that ends a row's hold or restriction. */
  end: { title: string; cell: (row: Row, onDone: () => void) => ReactNode };
  /** Whether a row will change by itself; the list is read again while one does. @default none does */
  changes?: (row: Row) => boolean;
}

/** Milliseconds between two readings while a row changes by itself. */
const every = 4_000;

export function StandingList<T, V extends object, Row extends { id: string }>(props: StandingListProps<T, V, Row>) {
  const { name, words, query, pageOf, columns, end, changes } = props;
  const { common } = useWords();
  const [state, setState] = useSetting('state', 'active');
  const variables = { ...props.variables, active: state === 'all' ? null : state === 'active', first: 50 };
  const [changing, setChanging] = useState(false);
  const { rows, loading, problem, again, more } = usePages(query, variables, pageOf, changing ? every : undefined);
  const someChange = changes !== undefined && rows?.some(changes) === true;
  useEffect(() => setChanging(someChange), [someChange]);
  const mayFind = useMay('gdpr:subject:view');
  const find = mayFind ? (
    <a className="button primary" href={addressOf('find')}>
      {common.find}
    </a>
  ) : null;
  return (
    <Page title={words.title} help={words.help} actions={find} operation={{ document: query, variables }}>
      <div className="filters" role="group" aria-label={common.filters}>
        <Choice
          label={words.state}
          value={state}
          words={{ active: words.active, ended: words.ended, all: common.all }}
          onChoose={setState}
        />
        <ClearFilters />
      </div>
      <ProblemNotice problem={problem} again={again} />
      {loading ? <Loading lines={6} /> : null}
      {rows ? (
        <Table
          name={name}
          caption={words.title}
          rows={rows}
          columns={[...columns, { key: 'end', title: end.title, end: true, cell: (row) => end.cell(row, again) }]}
          keyOf={({ id }) => id}
          empty={<p>{words.none}</p>}
        />
      ) : null}
      <More shown={rows?.length ?? 0} more={more} />
    </Page>
  );
}
