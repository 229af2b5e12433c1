/** The columns of all lists of cases and requests, and the one that names a row's service. */
import type { CaseRowFragment, RequestRowFragment } from '../../operations.generated';
import { useNames } from '../../data/names';
import { addressOf } from '../../route';
import { Due, Moment } from '../../ui/due';
import { Mark, RequestStatus } from '../../ui/status';
import type { Column } from '../../ui/table';
import { useWords } from '../../words';
import { wordFor } from '../../words/values/enums';

/** The end of an id, enough to tell ids apart at a glance. Ids are shown whole on their own screens. */
export const shortId = (id: string) => id.slice(-8);

export const endedStatuses: readonly string[] = ['COMPLETED', 'ERROR', 'CANCELLED', 'REJECTED'];
export const runningStatuses = [
  'AWAITING_APPROVAL',
  'ON_HOLD',
  'INITIATED',
  'SEARCHING',
  'EXPORTING',
  'UPDATING',
  'DELETING',
  'FINALIZING',
] as const;

/** Names the service of a row. @param title in the words of the screen */
export function useServiceColumn(title: string): Column<{ service: string }> {
  const names = useNames();
  const nameOf = ({ service }: { service: string }) => names.service(service);
  return { key: 'service', title, tight: true, by: nameOf, cell: nameOf };
}

export function useRequestColumns(): Column<RequestRowFragment>[] {
  const { requests: words, enums, common } = useWords();
  return [
    {
      key: 'type',
      title: words.type,
      by: ({ type }) => wordFor(enums.type, type),
      cell: ({ id, type, parent }) => (
        <a href={addressOf('requests', id)}>
          {wordFor(enums.type, type)} <code className="short">{shortId(id)}</code>
          {parent ? <span className="tag">{words.related}</span> : null}
        </a>
      ),
    },
    {
      key: 'status',
      title: words.status,
      tight: true,
      by: ({ status }) => wordFor(enums.status, status),
      cell: ({ status }) => <RequestStatus status={status} />,
    },
    {
      key: 'due',
      title: words.dueAt,
      by: ({ dueAt }) => Date.parse(dueAt),
      cell: ({ dueAt, overdue, status }) => (
        <Due at={dueAt} overdue={overdue} ended={endedStatuses.includes(status) && status !== 'ERROR'} />
      ),
    },
    {
      key: 'created',
      title: words.createdAt,
      by: ({ createdAt }) => Date.parse(createdAt),
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
    {
      key: 'reference',
      title: words.reference,
      by: ({ reference }) => reference,
      cell: ({ reference }) => reference ?? <span className="quiet">{common.nothing}</span>,
    },
  ];
}

export function CaseState({ row: { closedAt, outcome, overdue } }: { row: CaseRowFragment }) {
  const { cases: words, enums } = useWords();
  if (closedAt) return <Mark tone="done">{outcome ? wordFor(enums.outcome, outcome) : words.closedState}</Mark>;
  return overdue ? <Mark tone="failed">{words.overdueState}</Mark> : <Mark tone="waiting">{words.openState}</Mark>;
}

export function useCaseColumns(): Column<CaseRowFragment>[] {
  const { cases: words } = useWords();
  return [
    {
      key: 'case',
      title: words.case,
      by: ({ reference, id }) => reference ?? id,
      cell: ({ id, reference }) => (
        <a href={addressOf('cases', id)}>{reference ?? <code className="short">{shortId(id)}</code>}</a>
      ),
    },
    {
      key: 'state',
      title: words.state,
      tight: true,
      by: ({ closedAt, overdue }) => (closedAt ? 2 : overdue ? 0 : 1),
      cell: (row) => <CaseState row={row} />,
    },
    {
      key: 'due',
      title: words.legalDueAt,
      by: ({ legalDueAt }) => Date.parse(legalDueAt),
      // Not marked as overdue, because the state beside it says so.
      cell: ({ legalDueAt, closedAt }) => <Due at={legalDueAt} overdue={false} ended={closedAt !== null} />,
    },
    {
      key: 'received',
      title: words.receivedAt,
      by: ({ receivedAt }) => Date.parse(receivedAt),
      cell: ({ receivedAt }) => <Moment at={receivedAt} />,
    },
    { key: 'by', title: words.createdBy, by: ({ createdBy }) => createdBy, cell: ({ createdBy }) => createdBy },
  ];
}
