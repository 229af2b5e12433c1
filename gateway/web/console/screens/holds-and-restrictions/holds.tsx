/** Legal holds: whose data are kept, why, and which requests wait for the end of a hold. */
import { useNames } from '../../data/names';
import { HoldsDocument, type HoldFragment, type HoldsQuery } from '../../operations.generated';
import { addressOf } from '../../route';
import { useMay } from '../../session/session';
import { Moment } from '../../ui/due';
import { Subject } from '../../ui/person';
import { Mark } from '../../ui/status';
import type { Column } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import { shortId } from '../lists/columns';
import { ReleaseHold } from './release-hold';
import { StandingList } from './standing-list';

type ListedHold = HoldsQuery['legalHolds']['nodes'][number];

export function HoldsScreen() {
  const { governance: words } = useWords();
  // Reading the requests that wait requires a scope of its own.
  const withWaiting = useMay('gdpr:request:view');
  return (
    <StandingList
      name="holds"
      words={{
        title: words.holdsTitle,
        help: words.holdsHelp,
        state: words.state,
        active: words.active,
        ended: words.ended,
        none: words.noHolds,
      }}
      query={HoldsDocument}
      variables={{ withWaiting }}
      pageOf={({ legalHolds }) => legalHolds}
      columns={[...useHoldColumns(), useWaitingColumn()]}
      end={{
        title: words.release,
        cell: (hold, onDone) => (standing(hold) ? <ReleaseHold id={hold.id} onDone={onDone} /> : null),
      }}
    />
  );
}

const standing = ({ releasedAt, until }: HoldFragment) =>
  releasedAt === null && (until === null || Date.parse(until) > Date.now());

export function useHoldColumns(): Column<HoldFragment>[] {
  const { governance: words, enums } = useWords();
  const { list } = useFormats();
  const names = useNames();
  return [
    {
      key: 'subject',
      title: words.subject,
      cell: ({ subject }) => (subject ? <Subject subject={subject} /> : <span className="quiet">{words.unknown}</span>),
    },
    {
      key: 'ground',
      title: words.ground,
      by: ({ ground }) => wordFor(enums.ground, ground),
      cell: ({ ground, reason, reference }) => (
        <>
          <strong>{wordFor(enums.ground, ground)}</strong>, {reason} <span className="quiet">{reference}</span>
        </>
      ),
    },
    {
      key: 'services',
      title: words.services,
      cell: ({ services }) => (services ? list(services.map(names.service)) : words.allServices),
    },
    {
      key: 'placed',
      title: words.placed,
      by: ({ placedAt }) => Date.parse(placedAt),
      cell: ({ placedAt, placedBy }) => (
        <>
          <Moment at={placedAt} /> <span className="quiet">{placedBy}</span>
        </>
      ),
    },
    {
      key: 'until',
      title: words.until,
      by: ({ until }) => (until === null ? null : Date.parse(until)),
      cell: (hold) => <Until hold={hold} />,
    },
  ];
}

function Until({ hold }: { hold: HoldFragment }) {
  const { governance: words } = useWords();
  const { date } = useFormats();
  const { releasedAt, releasedBy, until } = hold;
  if (releasedAt !== null)
    return (
      <>
        <Mark tone="stopped">{words.released}</Mark> {date(releasedAt)} <span className="quiet">{releasedBy}</span>
      </>
    );
  const text = until === null ? words.open : date(until);
  return standing(hold) ? <Mark tone="paused">{text}</Mark> : <Mark tone="stopped">{text}</Mark>;
}

/** The column with the requests that wait for a hold. */
function useWaitingColumn(): Column<ListedHold> {
  const { governance: words, enums, common, problems } = useWords();
  return {
    key: 'waiting',
    title: words.waiting,
    cell: ({ waiting }) => {
      if (!waiting) return <span className="quiet">{problems.noScope('gdpr:request:view')}</span>;
      if (waiting.length === 0) return <span className="quiet">{common.nothing}</span>;
      return (
        <ul className="lines">
          {waiting.map((request) => (
            <li key={request.id}>
              <a href={addressOf('requests', request.id)}>
                {wordFor(enums.type, request.type)} <code className="short">{shortId(request.id)}</code>
              </a>
            </li>
          ))}
        </ul>
      );
    },
  };
}
