/** One case: its deadline, the person's identity, its requests, and what remains to be done before it is closed. */
import { useAsk } from '../../data/ask';
import { CaseDocument, type CaseQuery } from '../../operations.generated';
import { addressOf } from '../../route';
import { useMay } from '../../session/session';
import { Due, Moment } from '../../ui/due';
import { Facts, Loading, Page, Section } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { Table } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import { CaseState, shortId, useRequestColumns } from '../lists/columns';
import { CloseCase, ConfirmIdentity, ExtendCase } from './case-actions';
import { PackageFile } from '../parts/package';
import { Recipients } from '../parts/recipients';
import { Suggestions } from '../parts/suggestions';
import { Timeline, type TimelineEvent } from '../parts/timeline';

type CaseView = NonNullable<CaseQuery['gdprCase']>;

/** Milliseconds between two refreshes of an open case. */
const every = 10_000;

export function CaseScreen({ id }: { id: string }) {
  const { cases: words } = useWords();
  const variables = { id };
  const { data, loading, problem, again } = useAsk(CaseDocument, variables, { every });
  const found = data?.gdprCase ?? undefined;
  return (
    <Page
      title={`${words.case} ${found?.reference ?? shortId(id)}`}
      actions={found ? <CaseActions found={found} onDone={again} /> : null}
      operation={{ document: CaseDocument, variables }}
    >
      <ProblemNotice problem={problem} again={again} />
      {loading ? <Loading lines={12} /> : null}
      {found ? <CaseParts found={found} again={again} /> : null}
    </Page>
  );
}

function CaseActions({ found, onDone }: { found: CaseView; onDone: () => void }) {
  const { cases: words } = useWords();
  const may = useMay('gdpr:case:edit');
  const mayFind = useMay('gdpr:subject:view');
  if (found.closedAt) return null;
  return (
    <>
      {mayFind ? (
        <a className="button primary" href={addressOf('find', undefined, { case: found.id })}>
          {words.addRequest}
        </a>
      ) : null}
      {may ? (
        <>
          <ConfirmIdentity id={found.id} onDone={onDone} />
          {found.extension ? null : <ExtendCase id={found.id} receivedAt={found.receivedAt} onDone={onDone} />}
          <CloseCase id={found.id} onDone={onDone} />
        </>
      ) : null}
    </>
  );
}

function CaseParts({ found, again }: { found: CaseView; again: () => void }) {
  const { cases: words } = useWords();
  const columns = useRequestColumns();
  const recipients = found.requests.filter((each) => each.recipients.length > 0);
  return (
    <>
      <Overview found={found} />
      <Section title={words.requests}>
        <Table
          name="requests"
          caption={words.requests}
          rows={found.requests}
          columns={columns}
          keyOf={({ id }) => id}
          empty={<p>{words.noRequests}</p>}
        />
      </Section>
      {found.package ? (
        <Section title={words.package}>
          <PackageFile made={found.package} />
        </Section>
      ) : null}
      {recipients.length > 0 ? <Recipients requests={recipients} onDone={again} /> : null}
      {found.openSuggestions.length > 0 ? (
        <Suggestions suggestions={found.openSuggestions} help={words.suggestionsHelp} caseId={found.id} />
      ) : null}
      <Timeline
        title={words.timeline}
        events={useEvents(found)}
        log={addressOf('log', undefined, { case: found.id })}
      />
    </>
  );
}

function useEvents(found: CaseView): TimelineEvent[] {
  const { cases: words, enums } = useWords();
  const { extension, identityVerification: identity } = found;
  return [
    { at: found.receivedAt, what: words.received },
    { at: found.createdAt, what: words.opened, by: found.createdBy },
    ...(identity ? [{ at: identity.at, what: wordFor(enums.means, identity.means), by: identity.by }] : []),
    ...(extension ? [{ at: extension.at, what: words.extend, by: extension.by }] : []),
    ...found.requests.map(({ createdAt, type, createdBy }) => ({
      at: createdAt,
      what: wordFor(enums.type, type),
      by: createdBy,
    })),
    { at: found.legalDueAt, what: words.due },
    ...(found.closedAt ? [{ at: found.closedAt, what: words.closedState }] : []),
  ];
}

function Overview({ found }: { found: CaseView }) {
  const { cases: words, enums, common } = useWords();
  const { date } = useFormats();
  const { extension, identityVerification: identity } = found;
  return (
    <section className="overview" aria-label={words.case}>
      <p className="headline" role="status">
        <CaseState row={found} />
      </p>
      <Facts
        facts={[
          [
            words.legalDueAt,
            <Due key="due" at={found.legalDueAt} overdue={found.overdue} ended={found.closedAt !== null} />,
          ],
          extension
            ? [
                words.extend,
                words.extended(
                  date(extension.originalDueAt),
                  enums.extension[extension.reason],
                  date(extension.informedAt),
                ),
              ]
            : undefined,
          [words.receivedAt, <Moment key="received" at={found.receivedAt} />],
          [words.createdBy, found.createdBy],
          [
            words.identity,
            identity
              ? words.identityBy(wordFor(enums.means, identity.means), identity.by, date(identity.at))
              : words.identityNotConfirmed,
          ],
          found.closedAt ? [words.closedAt, <Moment key="closed" at={found.closedAt} />] : undefined,
          found.closedAt ? [words.note, found.note ?? common.nothing] : undefined,
        ]}
      />
    </section>
  );
}
