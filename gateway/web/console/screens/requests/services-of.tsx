/** Each service's part of a request: its status, what it did, what it kept and why, and why it is not done. */
import { useNames } from '../../data/names';
import { Section } from '../../ui/page';
import { ServiceStatus } from '../../ui/status';
import { Table } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import { useServiceColumn } from '../lists/columns';
import type { RequestView } from './request-view';

type Outcome = RequestView['services'][number];

export function ServicesOf({ request: { services } }: { request: RequestView }) {
  const { requests: words, enums } = useWords();
  const { number } = useFormats();
  const serviceColumn = useServiceColumn(words.service);
  return (
    <Section title={words.services}>
      <Table
        name="services"
        caption={words.services}
        rows={services}
        keyOf={({ service }) => service}
        empty={null}
        columns={[
          serviceColumn,
          {
            key: 'status',
            title: words.status,
            tight: true,
            by: ({ status }) => wordFor(enums.service, status),
            cell: ({ status, attempts }) => (
              <>
                <ServiceStatus status={status} />
                {attempts > 1 ? <small className="quiet"> {words.attempts(number(attempts))}</small> : null}
              </>
            ),
          },
          { key: 'did', title: words.did, cell: (outcome) => <Did outcome={outcome} /> },
          { key: 'why', title: words.why, cell: (outcome) => <Why outcome={outcome} /> },
        ]}
      />
    </Section>
  );
}

function Did({ outcome }: { outcome: Outcome }) {
  const { requests: words, enums, common } = useWords();
  const { number, bytes } = useFormats();
  const names = useNames();
  const { dispositions, recordCounts, recordsFound, bytesFound, replacements } = outcome;
  const lines = [
    ...dispositions.map(({ recordType, disposition, count }) =>
      words.didWith(names.record(recordType), number(count), wordFor(enums.disposition, disposition)),
    ),
    ...replacements.map(({ index, replaced, notSupported, found }) =>
      [
        words.replacement(number(index + 1), number(replaced)),
        ...(notSupported > 0 ? [words.notSupported(number(notSupported))] : []),
        ...(found ? [] : [words.notFoundThere]),
      ].join(', '),
    ),
    // The dispositions replace the counts of what was found.
    ...(dispositions.length > 0 ? [] : recordCounts).map(({ recordType, count }) =>
      words.counted(names.record(recordType), number(count)),
    ),
  ];
  if (lines.length === 0 && recordsFound) lines.push(words.found(number(recordsFound)));
  if (bytesFound) lines.push(bytes(bytesFound));
  return lines.length === 0 ? <span className="quiet">{common.nothing}</span> : <Lines lines={lines} />;
}

function Why({ outcome }: { outcome: Outcome }) {
  const { requests: words, enums, common, problems } = useWords();
  const formats = useFormats();
  const { status, dispositions, verification, newerRecords, markedByTime, nextAttemptAt, lastError } = outcome;
  const kept = dispositions.filter(({ reason }) => reason !== null);
  const lines = [
    ...(status === 'ON_HOLD' ? [words.heldHere] : []),
    ...(lastError ? [problems.byCode[lastError.code] ?? problems.title] : []),
    ...(nextAttemptAt ? [words.nextAttempt(formats.fromNow(nextAttemptAt))] : []),
    ...new Set(
      kept.map(({ reason, retainUntil }) =>
        [words.kept(reason ?? ''), ...(retainUntil ? [words.keptUntil(formats.date(retainUntil))] : [])].join(', '),
      ),
    ),
    ...(verification ? [wordFor(enums.verification, verification)] : []),
    ...(newerRecords > 0 ? [words.newer(formats.number(newerRecords))] : []),
    ...(markedByTime ? [words.markedByTime] : []),
  ];
  if (lines.length === 0) return <span className="quiet">{common.nothing}</span>;
  return (
    <>
      <Lines lines={lines} />
      {lastError ? (
        <small className="quiet" lang="en">
          {lastError.code}: {lastError.message}
        </small>
      ) : null}
    </>
  );
}

const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul className="lines">
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);
