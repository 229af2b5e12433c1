/** Restrictions of processing: whose data are restricted, why, and the state in each service (Art. 18). */
import { useNames } from '../../data/names';
import { RestrictionsDocument, type RestrictionFragment } from '../../operations.generated';
import { Moment } from '../../ui/due';
import { Subject } from '../../ui/person';
import { Mark } from '../../ui/status';
import type { Column } from '../../ui/table';
import { useFormats, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import { LiftRestriction } from './lift-restriction';
import { StandingList } from './standing-list';

export function RestrictionsScreen() {
  const { restrictions: words } = useWords();
  return (
    <StandingList
      name="restrictions"
      words={words}
      query={RestrictionsDocument}
      variables={{}}
      pageOf={({ restrictions }) => restrictions}
      columns={useColumns()}
      changes={({ liftedAt, services }) =>
        liftedAt === null && services.some(({ status }) => status === 'PENDING' || status === 'FAILED')
      }
      end={{
        title: words.lift,
        cell: ({ id, liftedAt }, onDone) => (liftedAt === null ? <LiftRestriction id={id} onDone={onDone} /> : null),
      }}
    />
  );
}

function useColumns(): Column<RestrictionFragment>[] {
  const { restrictions: words, enums } = useWords();
  return [
    {
      key: 'person',
      title: words.person,
      cell: ({ subject }) => (subject ? <Subject subject={subject} /> : <span className="quiet">{words.unknown}</span>),
    },
    {
      key: 'ground',
      title: words.ground,
      by: ({ ground }) => wordFor(enums.restrictionGround, ground),
      cell: ({ ground, reference }) => (
        <>
          <strong>{wordFor(enums.restrictionGround, ground)}</strong> <span className="quiet">{reference}</span>
        </>
      ),
    },
    {
      key: 'placed',
      title: words.placed,
      by: ({ at }) => Date.parse(at),
      cell: ({ at, by }) => (
        <>
          <Moment at={at} /> <span className="quiet">{by}</span>
        </>
      ),
    },
    { key: 'state', title: words.state, cell: (restriction) => <State restriction={restriction} /> },
  ];
}

/** The state of a restriction. It is never shown as restricted everywhere while a service does not enforce it (R34). */
function State({ restriction: { services, liftedAt, informedAt } }: { restriction: RestrictionFragment }) {
  const { restrictions: words, enums } = useWords();
  const { date } = useFormats();
  const names = useNames();
  if (liftedAt !== null) return <Mark tone="stopped">{words.lifted(date(informedAt ?? liftedAt))}</Mark>;
  const everywhere = services.every(({ status }) => status === 'ENFORCED');
  return (
    <>
      <Mark tone={everywhere ? 'paused' : 'failed'}>{everywhere ? words.everywhere : words.notEverywhere}</Mark>
      {everywhere ? null : (
        <ul className="lines">
          {services
            .filter(({ status }) => status !== 'ENFORCED')
            .map(({ service, status }) => (
              <li key={service}>
                {names.service(service)}: {wordFor(enums.restrictionStatus, status)}
              </li>
            ))}
        </ul>
      )}
    </>
  );
}
