/** All cases, in order of their deadlines. */
import { CasesDocument, type GdprCaseFilter } from '../../operations.generated';
import { useSetting } from '../../route';
import { useMay } from '../../session/session';
import { ClearFilters } from '../../ui/clear-filters';
import { Choice } from '../../ui/fields';
import { Loading, Page } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { Table } from '../../ui/table';
import { useWords } from '../../words';
import { useCaseColumns } from '../lists/columns';
import { More } from '../lists/more';
import { OpenCase } from './open-case';
import { usePages } from '../lists/use-pages';

const filters: Record<string, GdprCaseFilter> = {
  open: { open: true },
  overdue: { overdue: true },
  closed: { open: false },
};

export function CasesScreen() {
  const { cases: words, common } = useWords();
  const [state, setState] = useSetting('state', 'open');
  const variables = { filter: filters[state] ?? null, first: 50 };
  const { data, rows, loading, problem, again, more } = usePages(
    CasesDocument,
    variables,
    ({ gdprCases }) => gdprCases,
  );
  const columns = useCaseColumns();
  const mayEdit = useMay('gdpr:case:edit');
  return (
    <Page
      title={words.cases}
      actions={mayEdit ? <OpenCase /> : null}
      operation={{ document: CasesDocument, variables }}
    >
      <div className="filters" role="group" aria-label={common.filters}>
        <Choice
          label={words.state}
          value={state}
          words={{ open: words.filterOpen, overdue: words.filterOverdue, closed: words.filterClosed, all: common.all }}
          onChoose={setState}
        />
        <ClearFilters />
      </div>
      <ProblemNotice problem={problem} again={again} />
      {loading ? <Loading lines={8} /> : null}
      {rows ? (
        <Table
          name="cases"
          caption={words.cases}
          rows={rows}
          columns={columns}
          keyOf={({ id }) => id}
          empty={<p>{words.empty}</p>}
        />
      ) : null}
      <More shown={rows?.length ?? 0} all={data?.gdprCases.totalCount} more={more} />
    </Page>
  );
}
