/** All people whom a value matches, and why each one matched. Merged contacts are shown as one person. */
import { useNames } from '../../data/names';
import { SubjectsDocument, type SubjectFragment, type SubjectsQuery } from '../../operations.generated';
import { More } from '../../screens/lists/more';
import { usePages } from '../../screens/lists/use-pages';
import { Loading, Section } from '../../ui/page';
import { Subject, Term } from '../../ui/person';
import { ProblemNotice, Unavailable } from '../../ui/problem';
import { Table, type Column } from '../../ui/table';
import { useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import type { Target } from '../target';
import { searchTerm, termOf, type Typed } from './guess';

type Found = SubjectsQuery['subjects']['nodes'][number];

interface ResultsProps {
  typed: Typed;
  unmasked: boolean;
  target: Target | undefined;
  onChoose: (subject: SubjectFragment) => void;
  onValue: () => void;
}

/** Groups matches by person: matching members of a merge set together, the canonical contact first. */
function byPerson(found: readonly Found[]): Found[][] {
  const people = Map.groupBy(found, ({ match }) => JSON.stringify(termOf(match)));
  return [...people.values()].map((members) =>
    members.toSorted((a, b) => Number(isCanonical(b)) - Number(isCanonical(a))),
  );
}
const isCanonical = ({ match }: Found) => match.canonicalContactId === match.id;

export function Results({ typed, unmasked, target, onChoose, onValue }: ResultsProps) {
  const { finding: words, common } = useWords();
  const variables = { term: searchTerm(typed), unmasked };
  const { data, rows, loading, problem, again, more } = usePages(
    SubjectsDocument,
    variables,
    ({ subjects }) => subjects,
  );
  const columns = useColumns(target, onChoose);
  const people = byPerson(rows ?? []);
  return (
    <Section title={rows ? words.found(common.people(people.length)) : words.search}>
      <ProblemNotice problem={problem} again={again} />
      <Unavailable services={data?.subjects.unavailable ?? []} />
      {loading ? <Loading /> : null}
      {rows ? (
        <Table
          name="people"
          caption={words.found(common.people(people.length))}
          rows={people}
          columns={columns}
          keyOf={([first]) => `${first?.service} ${first?.match.id}`}
          empty={<p>{words.nobody}</p>}
        />
      ) : null}
      <More shown={rows?.length ?? 0} all={data?.subjects.totalCount} more={more} />
      {rows && rows.length > 0 ? (
        <p className="quiet">
          <button type="button" className="plain" onClick={onValue}>
            {words.byValue}
          </button>{' '}
          {words.byValueHelp}
        </p>
      ) : null}
    </Section>
  );
}

function useColumns(target: Target | undefined, onChoose: (subject: SubjectFragment) => void): Column<Found[]>[] {
  const { finding: words, enums, restrictions } = useWords();
  const names = useNames();
  const chosen = JSON.stringify(target?.term);
  return [
    {
      key: 'who',
      title: words.who,
      by: ([first]) => first?.match.identifiers[0]?.value ?? null,
      cell: (members) => (
        <>
          {members.slice(0, 1).map(({ match }) => (
            <Subject
              key={match.id}
              subject={match}
              remark={members.some(({ reappeared }) => reappeared) ? restrictions.reappeared : undefined}
            />
          ))}
        </>
      ),
    },
    {
      key: 'why',
      title: words.why,
      cell: (members) => (
        <ul className="terms">
          {members.flatMap(({ match, matches }) =>
            matches.map(({ identifier, kind }) => (
              <li key={`${match.id} ${identifier.type} ${identifier.value}`}>
                <Term term={identifier} /> <span className="tag">{wordFor(enums.match, kind)}</span>
              </li>
            )),
          )}
        </ul>
      ),
    },
    {
      key: 'service',
      title: words.service,
      tight: true,
      by: ([first]) => (first ? names.service(first.service) : null),
      cell: ([first]) => (first ? names.service(first.service) : null),
    },
    {
      key: 'choose',
      title: words.choose,
      end: true,
      cell: ([first]) =>
        first ? (
          <button
            type="button"
            aria-pressed={JSON.stringify(termOf(first.match)) === chosen}
            onClick={() => onChoose(first.match)}
          >
            {JSON.stringify(termOf(first.match)) === chosen ? words.chosen : words.choose}
          </button>
        ) : null,
    },
  ];
}
