/** A table that can be sorted by its columns; the sorting is kept in the address. On a narrow page each row is shown as a list. */
import type { ReactNode } from 'react';
import { useSetting } from '../route';
import { useWords } from '../words';

export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** Returns the value by which rows are sorted; a column without it cannot be sorted. Null comes last. */
  by?: (row: Row) => string | number | boolean | null;
  end?: boolean;
  /** Whether its cells do not wrap if there is room. */
  tight?: boolean;
}

interface TableProps<Row> {
  /** The name of the table's setting in the address. */
  name: string;
  caption: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** Shown when there are no rows. */
  empty: ReactNode;
}

export function Table<Row>({ name, caption, rows, columns, keyOf, empty }: TableProps<Row>) {
  const [sort, setSort] = useSetting(`${name}.sort`);
  if (rows.length === 0) return <div className="empty">{empty}</div>;
  const sorted = sortRows(rows, columns, sort);
  return (
    <div className="table-frame" tabIndex={0} role="group" aria-label={caption}>
      {/* Explicit roles: on a narrow page the elements are blocks, and browsers then drop their table roles. */}
      <table role="table">
        <caption className="hidden-text">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort} onSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {sorted.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map(({ key, title, cell, end, tight }) => (
                <td key={key} role="cell" data-title={title} className={classOf(end, tight)}>
                  <div>{cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const classOf = (end = false, tight = false) =>
  [...(end ? ['end'] : []), ...(tight ? ['tight'] : [])].join(' ') || undefined;

interface HeadProps<Row> {
  column: Column<Row>;
  sort: string;
  onSort: (sort: string) => void;
}

function Head<Row>({ column: { key, title, by, end }, sort, onSort }: HeadProps<Row>) {
  const { common } = useWords();
  const direction = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined;
  return (
    <th scope="col" role="columnheader" aria-sort={direction} className={end ? 'end' : undefined}>
      {by ? (
        <button
          type="button"
          className="sort"
          title={common.sortBy(title)}
          onClick={() => onSort(direction === 'ascending' ? `-${key}` : direction === 'descending' ? '' : key)}
        >
          {title}
          <svg viewBox="0 0 8 12" width="8" height="12" aria-hidden="true">
            <path className={direction === 'ascending' ? 'on' : ''} d="M4 1l3 4H1z" />
            <path className={direction === 'descending' ? 'on' : ''} d="M4 11l3-4H1z" />
          </svg>
        </button>
      ) : (
        title
      )}
    </th>
  );
}

function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: string): readonly Row[] {
  const by = columns.find(({ key }) => key === sort.replace(/^-/, ''))?.by;
  if (!by) return rows;
  const factor = sort.startsWith('-') ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [by(one), by(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'string' && typeof b === 'string') return factor * a.localeCompare(b);
    return factor * (Number(a) - Number(b));
  });
}
