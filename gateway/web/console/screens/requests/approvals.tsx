/** Requests that wait for a second person's approval; those that the user may approve come first. */
import { useAsk } from '../../data/ask';
import { ApprovalPolicyDocument, RequestsDocument, type RequestRowFragment } from '../../operations.generated';
import { useMay, useSession } from '../../session/session';
import { Loading, Page } from '../../ui/page';
import { Needs, ProblemNotice } from '../../ui/problem';
import { Mark } from '../../ui/status';
import { Table } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import { useRequestColumns } from '../lists/columns';
import { More } from '../lists/more';
import { usePages } from '../lists/use-pages';

const every = 10_000;
/** Without related requests, because a family is approved or rejected as a whole, by its parent. */
export const waitingForApproval = {
  filter: { status: ['AWAITING_APPROVAL' as const], related: false },
  first: 100,
};

/** Whether the user may decide on a request: never its creator (R30). */
export function useDecides(): (request: Pick<RequestRowFragment, 'createdBy'>) => boolean {
  const { subject } = useSession();
  const may = useMay('gdpr:request:approve');
  return ({ createdBy }) => may && createdBy !== subject;
}

export function ApprovalsScreen() {
  const { governance: words } = useWords();
  const { data, rows, loading, problem, again, more } = usePages(
    RequestsDocument,
    waitingForApproval,
    ({ gdprRequests }) => gdprRequests,
    every,
  );
  const columns = useRequestColumns();
  const decides = useDecides();
  const sorted = rows?.toSorted(
    (a, b) => Number(decides(b)) - Number(decides(a)) || Date.parse(a.dueAt) - Date.parse(b.dueAt),
  );
  return (
    <Page
      title={words.approvalsTitle}
      help={words.approvalsHelp}
      operation={{ document: RequestsDocument, variables: waitingForApproval }}
    >
      <Needs scope="gdpr:request:approve">{null}</Needs>
      <Policy />
      <ProblemNotice problem={problem} again={again} />
      {loading ? <Loading lines={6} /> : null}
      {sorted ? (
        <Table
          name="approvals"
          caption={words.approvalsTitle}
          rows={sorted}
          keyOf={({ id }) => id}
          empty={<p>{words.noApprovals}</p>}
          columns={[
            ...columns.filter(({ key }) => key !== 'status' && key !== 'reference'),
            { key: 'by', title: words.madeBy, by: ({ createdBy }) => createdBy, cell: ({ createdBy }) => createdBy },
            {
              key: 'decides',
              title: words.approval,
              by: (row) => decides(row),
              cell: (row) => <Decides row={row} />,
            },
          ]}
        />
      ) : null}
      {more ? <p className="quiet">{words.newestOnly}</p> : null}
      <More shown={rows?.length ?? 0} all={data?.gdprRequests.totalCount} more={more} />
    </Page>
  );
}

function Decides({ row }: { row: RequestRowFragment }) {
  const { governance: words, common } = useWords();
  const { subject } = useSession();
  const decides = useDecides();
  if (decides(row)) return <Mark tone="paused">{words.forYou}</Mark>;
  return <span className="quiet">{row.createdBy === subject ? words.yours : common.nothing}</span>;
}

function Policy() {
  const { governance: words, enums } = useWords();
  const { list, number } = useFormats();
  const { data } = useAsk(ApprovalPolicyDocument, {});
  // The line is reserved while loading, so that the table below does not move.
  if (!data) return <p>{'\u00a0'}</p>;
  const { types, aboveSubjects, identityRequired } = data.gdprApprovalPolicy;
  const sentences = [
    types.length > 0 ? words.policy(list(types.map((type) => wordFor(enums.type, type)))) : words.policyNone,
    ...(types.length > 0 && aboveSubjects !== null ? [words.policyAbove(number(aboveSubjects))] : []),
    ...(types.length > 0 && identityRequired ? [words.policyIdentity] : []),
  ];
  return <p className="quiet">{sentences.join(' ')}</p>;
}
