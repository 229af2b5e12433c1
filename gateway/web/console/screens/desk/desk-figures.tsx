/** The figures of the desk: open, overdue and upcoming work, and the progress of running requests. Space is reserved while loading. */
import { useAsk } from '../../data/ask';
import { useNames } from '../../data/names';
import {
  OpenPartsDocument,
  RequestCountsDocument,
  type CaseRowFragment,
  type GdprRequestStatus,
  type GdprServiceStatus,
  type RequestRowFragment,
} from '../../operations.generated';
import { addressOf } from '../../route';
import { useMay } from '../../session/session';
import { Bars, Columns, Figures, type Bar } from '../../ui/figures';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import { useDecides } from '../requests/approvals';

/** A list on the desk: its first rows, and their total number. */
export interface Listed<Row> {
  totalCount: number;
  nodes: Row[];
}

interface DeskFiguresProps {
  cases: Listed<CaseRowFragment> | undefined;
  requests: Listed<RequestRowFragment> | undefined;
  /** The requests that wait for approval, without related ones. */
  approvals: Listed<RequestRowFragment> | undefined;
  /** Milliseconds between two refreshes. */
  every: number;
}

export function DeskFigures({ cases, requests, approvals, every }: DeskFiguresProps) {
  const { desk: words, common } = useWords();
  const { number } = useFormats();
  const decides = useDecides();
  // Who made those beyond the listed ones is not known, so they are counted as what they are: waiting.
  const allListed = approvals !== undefined && approvals.totalCount <= approvals.nodes.length;
  const waiting = allListed ? approvals.nodes.filter(decides).length : (approvals?.totalCount ?? 0);
  // Counted over all requests: the list only has the newest ones, and overdue requests are old.
  const { data: counts } = useAsk(RequestCountsDocument, {}, { pause: !useMay('gdpr:request:view'), every });
  const [late, failed] = [counts?.overdue.totalCount ?? 0, counts?.failed.totalCount ?? 0];
  const lateCases = cases?.nodes.filter(({ overdue }) => overdue) ?? [];
  const count = (known: unknown, value: number) => (known ? number(value) : common.nothing);
  return (
    <Figures
      label={words.title}
      figures={[
        {
          label: words.overdueCases,
          value: count(cases, lateCases.length),
          href: addressOf('cases', undefined, { state: 'overdue' }),
          ...(lateCases.length > 0 ? { tone: 'alarm' } : {}),
        },
        { label: words.openCases, value: count(cases, cases?.totalCount ?? 0), href: addressOf('cases') },
        {
          label: words.overdueRequests,
          value: count(counts, late),
          href: addressOf('requests', undefined, { state: 'overdue' }),
          ...(late > 0 ? { tone: 'alarm' } : {}),
        },
        {
          label: words.failed,
          value: count(counts, failed),
          href: addressOf('requests', undefined, { state: 'ERROR' }),
          ...(failed > 0 ? { tone: 'alarm' } : {}),
        },
        {
          label: allListed || !approvals ? words.waitingForMe : words.waiting,
          value: count(approvals, waiting),
          href: addressOf('approvals'),
          ...(waiting > 0 ? { tone: 'due' } : {}),
        },
        {
          label: words.inFlight,
          value: count(requests && counts, (requests?.totalCount ?? 0) - failed),
          href: addressOf('requests', undefined, { state: 'running' }),
        },
      ]}
    />
  );
}

/** How many cases and requests fall due on each of the coming days. */
export function Ahead({ cases, requests }: Pick<DeskFiguresProps, 'cases' | 'requests'>) {
  const { desk: words } = useWords();
  const formats = useFormats();
  const dates = [
    ...(cases?.nodes ?? []).map(({ legalDueAt }) => legalDueAt),
    ...(requests?.nodes ?? []).map(({ dueAt }) => dueAt),
  ];
  const days = Array.from({ length: 14 }, (_, ahead): Bar => {
    const day = new Date();
    day.setDate(day.getDate() + ahead);
    const value = dates.filter((at) => new Date(at).toDateString() === day.toDateString()).length;
    const text = words.aheadDay(formats.date(day), value);
    return { key: day.toDateString(), label: String(day.getDate()), text, value };
  });
  const known = cases !== undefined || requests !== undefined;
  const none = known && days.every(({ value }) => value === 0);
  return <Columns label={none ? words.nothingAhead : words.ahead} bars={days} />;
}

/** How many requests there are in each status. */
export function ByStatus({ requests }: Pick<DeskFiguresProps, 'requests'>) {
  const { desk: words, enums } = useWords();
  const { number } = useFormats();
  const counts = countBy(requests?.nodes ?? [], ({ status }) => status);
  return (
    <Bars
      label={words.byStatus}
      lines={4}
      empty={requests ? words.noneRuns : ''}
      bars={[...counts].map(([status, count]) => ({
        key: status,
        label: wordFor(enums.status, status),
        text: number(count),
        value: count,
      }))}
    />
  );
}

/** Statuses of parts for which nobody waits for the service: they have ended, or wait for the end of a hold. */
const notOwed: readonly GdprServiceStatus[] = [
  'COMPLETED',
  'NOTHING_FOUND',
  'SUBJECT_REQUIRED',
  'CANCELLED',
  'ON_HOLD',
];

interface ByServiceProps {
  status: GdprRequestStatus[];
  first: number;
  every: number;
  pause: boolean;
}

/** How many requests wait for each service, which shows the services that delay others. */
export function ByService({ status, first, every, pause }: ByServiceProps) {
  const { desk: words } = useWords();
  const { number } = useFormats();
  const names = useNames();
  const { data } = useAsk(OpenPartsDocument, { status, first }, { pause, every });
  const parts = (data?.gdprRequests.nodes ?? []).flatMap(({ services }) => services);
  const counts = countBy(
    parts.filter((part) => !notOwed.includes(part.status)),
    ({ service }) => service,
  );
  return (
    <Bars
      label={words.byService}
      lines={4}
      empty={data ? words.noneOwes : ''}
      bars={[...counts].map(([service, count]) => ({
        key: service,
        label: names.service(service),
        text: number(count),
        value: count,
      }))}
    />
  );
}

/** Counts rows by a key, the most frequent first. */
function countBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return [...counts].sort(([a, one], [b, other]) => other - one || a.localeCompare(b));
}
