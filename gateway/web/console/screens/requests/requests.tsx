/** All requests, newest first. */
import { RequestsDocument, type GdprRequestFilter, type GdprRequestType } from '../../operations.generated';
import { addressOf, useRoute, useSetting } from '../../route';
import { ClearFilters } from '../../ui/clear-filters';
import { Choice } from '../../ui/fields';
import { Loading, Page } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { Table } from '../../ui/table';
import { useWords } from '../../words';
import { runningStatuses, useRequestColumns } from '../lists/columns';
import { More } from '../lists/more';
import { usePages } from '../lists/use-pages';

const states: Record<string, GdprRequestFilter> = {
  running: { status: [...runningStatuses] },
  overdue: { overdue: true },
  AWAITING_APPROVAL: { status: ['AWAITING_APPROVAL'] },
  ON_HOLD: { status: ['ON_HOLD'] },
  REJECTED: { status: ['REJECTED'] },
  COMPLETED: { status: ['COMPLETED'] },
  ERROR: { status: ['ERROR'] },
  CANCELLED: { status: ['CANCELLED'] },
};

export function RequestsScreen() {
  const { requests: words, common } = useWords();
  const [state] = useSetting('state');
  const [type] = useSetting('type');
  const caseId = useRoute().search.get('case');
  const filter: GdprRequestFilter = {
    ...states[state],
    ...(type ? { type: type as GdprRequestType } : {}),
    ...(caseId ? { caseId } : {}),
  };
  const variables = { filter, first: 50 };
  const { data, rows, loading, problem, again, more } = usePages(
    RequestsDocument,
    variables,
    ({ gdprRequests }) => gdprRequests,
  );
  const columns = useRequestColumns();
  return (
    <Page
      title={words.requests}
      actions={
        <a className="button" href={addressOf('find')}>
          {common.find}
        </a>
      }
      operation={{ document: RequestsDocument, variables }}
    >
      <Filters />
      <ProblemNotice problem={problem} again={again} />
      {loading ? <Loading lines={8} /> : null}
      {rows ? (
        <Table
          name="requests"
          caption={words.requests}
          rows={rows}
          columns={columns}
          keyOf={({ id }) => id}
          empty={<p>{words.empty}</p>}
        />
      ) : null}
      <More shown={rows?.length ?? 0} all={data?.gdprRequests.totalCount} more={more} />
    </Page>
  );
}

function Filters() {
  const { requests: words, common, enums } = useWords();
  const [state, setState] = useSetting('state');
  const [type, setType] = useSetting('type');
  const { AWAITING_APPROVAL, ON_HOLD, COMPLETED, ERROR, CANCELLED, REJECTED } = enums.status;
  return (
    <div className="filters" role="group" aria-label={common.filters}>
      <Choice label={words.filterType} value={type} words={enums.type} any={common.all} onChoose={setType} />
      <Choice
        label={words.filterState}
        value={state}
        words={{
          running: words.running,
          overdue: words.overdue,
          AWAITING_APPROVAL,
          ON_HOLD,
          COMPLETED,
          ERROR,
          CANCELLED,
          REJECTED,
        }}
        any={common.all}
        onChoose={setState}
      />
      <ClearFilters />
    </div>
  );
}
