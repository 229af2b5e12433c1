/** A request and its live progress: the person, each service's part, why it is not done, and its results. */
import { useEffect } from 'react';
import { useSubscription } from 'urql';
import { useAsk } from '../../data/ask';
import { CaseOfRequestDocument, RequestDocument, RequestUpdatedDocument } from '../../operations.generated';
import { addressOf, useRoute } from '../../route';
import { useMay, useSession } from '../../session/session';
import { Due, Moment } from '../../ui/due';
import { Facts, Loading, Page, Section } from '../../ui/page';
import { Subject, Term } from '../../ui/person';
import { ProblemNotice } from '../../ui/problem';
import { RequestStatus } from '../../ui/status';
import { Table } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import { endedStatuses, shortId, useRequestColumns } from '../lists/columns';
import type { RequestView } from './request-view';
import { Approval } from './approval';
import { Certificate } from '../parts/certificate';
import { HoldsOf } from './holds-of';
import { PackageForPerson } from '../parts/package';
import { Recipients } from '../parts/recipients';
import { RequestActions } from './request-actions';
import { ServicesOf } from './services-of';
import { Suggestions } from '../parts/suggestions';
import { Timeline } from '../parts/timeline';

/** Milliseconds between two refreshes of the family while one of its requests runs. */
const every = 4_000;
const isRunning = ({ status }: { status: string }) => !endedStatuses.includes(status);

export function RequestScreen({ id }: { id: string }) {
  const { requests: words, enums, finding } = useWords();
  const met = useRoute().search.has('met');
  const variables = { id };
  const asked = useAsk(RequestDocument, variables, {});
  const request = useLive(id, asked.data?.gdprRequest ?? undefined, asked.again);
  const title = request ? `${wordFor(enums.type, request.type)} ${shortId(id)}` : words.request;
  return (
    <Page
      title={title}
      actions={request ? <RequestActions request={request} onDone={asked.again} /> : null}
      operation={{ document: RequestDocument, variables }}
    >
      {met ? (
        <div className="notice" role="note">
          <p>{finding.duplicate}</p>
        </div>
      ) : null}
      <ProblemNotice problem={asked.problem} again={asked.again} />
      {asked.loading ? <Loading lines={12} /> : null}
      {request ? <RequestParts request={request} again={asked.again} /> : null}
    </Page>
  );
}

/** The request as the query returned it, updated by each event of the subscription. */
function useLive(id: string, read: RequestView | undefined, again: () => void): RequestView | undefined {
  const running = read !== undefined && [read, ...read.relatedRequests].some(isRunning);
  // With a token that has expired nothing is followed: each attempt would count as a refused token of this address.
  const follows = running && !useSession().ended;
  const [{ data }] = useSubscription({ query: RequestUpdatedDocument, variables: { id }, pause: !follows });
  const update = data?.gdprRequestUpdated;
  const ended = update !== undefined && !isRunning(update);
  // The package and the certificate exist only at the end, so the query is repeated then.
  useEffect(() => {
    if (ended) again();
  }, [ended, again]);
  useEffect(() => {
    if (!follows) return;
    const timer = setInterval(again, every);
    return () => clearInterval(timer);
  }, [follows, again]);
  return read && (update && running ? { ...read, ...update } : read);
}

const isHeld = ({ status, services }: RequestView) =>
  status === 'ON_HOLD' || services.some((service) => service.status === 'ON_HOLD');

function RequestParts({ request, again }: { request: RequestView; again: () => void }) {
  const { requests: words, governance } = useWords();
  const { approved } = governance;
  const columns = useRequestColumns();
  const { id, relatedRequests, suggestedTerms, recipients, joined, splitOff } = request;
  // What is asked for next about the same person belongs to the same case (R28).
  const caseId = useCaseOf(id)?.id;
  return (
    <>
      <Overview request={request} />
      {request.status === 'AWAITING_APPROVAL' ? <Approval request={request} onDone={again} /> : null}
      {isHeld(request) ? <HoldsOf id={id} /> : null}
      <ServicesOf request={request} />
      {relatedRequests.length > 0 ? (
        <Section title={words.family} help={words.familyHelp}>
          <Table
            name="family"
            caption={words.family}
            rows={relatedRequests}
            columns={columns}
            keyOf={(each) => each.id}
            empty={null}
          />
        </Section>
      ) : null}
      <Contacts title={words.joined} ids={joined} />
      <Contacts title={words.splitOff} ids={splitOff} />
      {request.type === 'EXPORT' ? <PackageForPerson request={request} again={again} /> : null}
      {recipients.length > 0 ? <Recipients requests={[{ id, recipients }]} onDone={again} /> : null}
      {suggestedTerms.length > 0 ? (
        <Suggestions suggestions={suggestedTerms} help={words.suggestionsHelp} {...(caseId ? { caseId } : {})} />
      ) : null}
      {request.certificate ? <Certificate certificate={request.certificate} /> : null}
      <Timeline
        title={words.timeline}
        events={[
          { at: request.createdAt, what: words.createdAt, by: request.createdBy },
          ...(request.approval ? [{ at: request.approval.at, what: approved, by: request.approval.by }] : []),
          { at: request.dueAt, what: words.due },
          ...(request.completedAt ? [{ at: request.completedAt, what: words.ended }] : []),
        ]}
        log={addressOf('log', undefined, { request: id })}
      />
    </>
  );
}

function Overview({ request }: { request: RequestView }) {
  const { requests: words, common, governance, enums } = useWords();
  const { number, time } = useFormats();
  const { approval, rejection } = request;
  const { status, dueAt, overdue, createdBy, createdAt, completedAt, reference, subject, term, parent, services } =
    request;
  const done = services.filter((each) => !['PENDING', 'RUNNING', 'RETRYING', 'ON_HOLD'].includes(each.status)).length;
  const ended = endedStatuses.includes(status) && status !== 'ERROR';
  return (
    <section className="overview" aria-label={words.about}>
      <p className="headline" role="status">
        <RequestStatus status={status} />{' '}
        <span className="quiet">{words.progress(number(done), number(services.length))}</span>
        {isRunning(request) ? <span className="quiet"> {words.live}</span> : null}
      </p>
      <Facts
        facts={[
          [words.dueAt, <Due key="due" at={dueAt} overdue={overdue} ended={ended} />],
          [words.person, subject ? <Subject subject={subject} /> : <Reduced whole={term === null} />],
          term ? [words.term, <Term key="term" term={term} />] : undefined,
          [
            words.createdBy,
            <>
              {createdBy}, <Moment at={createdAt} />
            </>,
          ],
          approval ? [governance.approval, governance.approvedBy(approval.by, time(approval.at))] : undefined,
          rejection ? [governance.approval, governance.rejectedFor(wordFor(enums.rejection, rejection))] : undefined,
          completedAt ? [words.completedAt, <Moment key="completed" at={completedAt} />] : undefined,
          [words.reference, reference ?? common.nothing],
          [words.case, <CaseLink key="case" id={request.id} />],
          parent
            ? [
                words.family,
                <a key="parent" href={addressOf('requests', parent.id)}>
                  {words.parent}
                </a>,
              ]
            : undefined,
        ]}
      />
    </section>
  );
}

function Reduced({ whole }: { whole: boolean }) {
  const { requests: words, common } = useWords();
  return <span className="quiet">{whole ? words.reduced : common.nothing}</span>;
}

function useCaseOf(id: string) {
  const may = useMay('gdpr:case:view');
  return useAsk(CaseOfRequestDocument, { id }, { pause: !may }).data?.gdprRequest?.case ?? undefined;
}

function CaseLink({ id }: { id: string }) {
  const { common, problems } = useWords();
  const may = useMay('gdpr:case:view');
  const found = useCaseOf(id);
  if (!may) return <span className="quiet">{problems.noScope('gdpr:case:view')}</span>;
  if (!found) return <span className="quiet">{common.nothing}</span>;
  return <a href={addressOf('cases', found.id)}>{found.reference ?? shortId(found.id)}</a>;
}

function Contacts({ title, ids }: { title: string; ids: readonly string[] }) {
  const { requests: words } = useWords();
  if (ids.length === 0) return null;
  return (
    <Section title={title} help={words.joinedHelp}>
      <ul className="terms">
        {ids.map((id) => (
          <li key={id}>
            <code className="id">{id}</code>
          </li>
        ))}
      </ul>
    </Section>
  );
}
