/** The desk: what is due, overdue items first, and what has failed. */
import { useAsk } from '../../data/ask';
import {
  CasesDocument,
  RequestsDocument,
  type CaseRowFragment,
  type GdprRequestStatus,
  type RequestRowFragment,
} from '../../operations.generated';
import { addressOf } from '../../route';
import { useMay } from '../../session/session';
import { Loading, Page, Section } from '../../ui/page';
import { Needs, ProblemNotice } from '../../ui/problem';
import { Table } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { OpenCase } from '../cases/open-case';
import { waitingForApproval } from '../requests/approvals';
import { runningStatuses, useCaseColumns, useRequestColumns } from '../lists/columns';
import { Ahead, ByService, ByStatus, DeskFigures, type Listed } from './desk-figures';

/** Milliseconds between two refreshes of the desk. */
const every = 15_000;
const shown = 100;
const unfinished: GdprRequestStatus[] = [...runningStatuses, 'ERROR'];
/** The statuses in which services work on a request: it waits neither for a person nor for the end of a hold. */
const atServices = unfinished.filter((status) => status !== 'AWAITING_APPROVAL' && status !== 'ON_HOLD');
const openCases = { filter: { open: true }, first: shown };
const unfinishedRequests = { filter: { status: unfinished }, first: shown };

export function DeskScreen() {
  const { desk: words } = useWords();
  const [mayCases, mayRequests] = [useMay('gdpr:case:view'), useMay('gdpr:request:view')];
  const cases = useAsk(CasesDocument, openCases, { pause: !mayCases, every });
  const requests = useAsk(RequestsDocument, unfinishedRequests, { pause: !mayRequests, every });
  const approvals = useAsk(RequestsDocument, waitingForApproval, { pause: !mayRequests, every });
  const open = cases.data?.gdprCases;
  const running = requests.data?.gdprRequests;
  return (
    <Page title={words.title} actions={<DeskActions />}>
      <DeskFigures cases={open} requests={running} approvals={approvals.data?.gdprRequests} every={every} />
      <Ahead cases={open} requests={running} />
      <div className="figures-row">
        <ByStatus requests={running} />
        <ByService status={atServices} first={shown} every={every} pause={!mayRequests} />
      </div>
      <CasesByDate cases={open} answer={cases} />
      <RequestsByDate requests={running} answer={requests} />
    </Page>
  );
}

function DeskActions() {
  const { common } = useWords();
  return (
    <>
      {useMay('gdpr:case:edit') ? <OpenCase /> : null}
      {useMay('gdpr:subject:view') ? (
        <a className="button" href={addressOf('find')}>
          {common.find}
        </a>
      ) : null}
    </>
  );
}

interface Asked {
  loading: boolean;
  problem: ReturnType<typeof useAsk>['problem'];
  again: () => void;
}

function CasesByDate({ cases, answer }: { cases: Listed<CaseRowFragment> | undefined; answer: Asked }) {
  const { desk: words } = useWords();
  const columns = useCaseColumns();
  return (
    <Section
      title={words.casesByDate}
      actions={<a href={addressOf('cases')}>{words.allCases}</a>}
      operation={{ document: CasesDocument, variables: openCases }}
    >
      <Needs scope="gdpr:case:view">
        <ProblemNotice problem={answer.problem} again={answer.again} />
        {answer.loading ? <Loading /> : null}
        {cases ? (
          <Table
            name="cases"
            caption={words.casesByDate}
            rows={cases.nodes.slice(0, 20)}
            columns={columns}
            keyOf={({ id }) => id}
            empty={<p>{words.noCases}</p>}
          />
        ) : null}
      </Needs>
    </Section>
  );
}

function RequestsByDate({ requests, answer }: { requests: Listed<RequestRowFragment> | undefined; answer: Asked }) {
  const { desk: words } = useWords();
  const { number } = useFormats();
  const columns = useRequestColumns();
  const rows = [...(requests?.nodes ?? [])].sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  return (
    <Section
      title={words.requestsByDate}
      actions={<a href={addressOf('requests')}>{words.allRequests}</a>}
      operation={{ document: RequestsDocument, variables: unfinishedRequests }}
    >
      <Needs scope="gdpr:request:view">
        <ProblemNotice problem={answer.problem} again={answer.again} />
        {answer.loading ? <Loading /> : null}
        {requests ? (
          <Table
            name="requests"
            caption={words.requestsByDate}
            rows={rows.slice(0, 20)}
            columns={columns}
            keyOf={({ id }) => id}
            empty={<p>{words.noRequests}</p>}
          />
        ) : null}
        {requests && requests.totalCount > shown ? (
          <p className="quiet">{words.firstOnly(number(shown), number(requests.totalCount))}</p>
        ) : null}
      </Needs>
    </Section>
  );
}
