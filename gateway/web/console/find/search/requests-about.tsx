/** Earlier requests about the person. They are found by digest, for as long as requests are kept. */
import { useAsk } from '../../data/ask';
import { RequestsDocument, type PersonalDataTermInput } from '../../operations.generated';
import { useRequestColumns } from '../../screens/lists/columns';
import { useMay } from '../../session/session';
import { Section } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { Table } from '../../ui/table';
import { useWords } from '../../words';

export function RequestsAbout({ term }: { term: PersonalDataTermInput }) {
  const { finding: words } = useWords();
  const may = useMay('gdpr:request:view');
  const { data, problem, again } = useAsk(RequestsDocument, { filter: { term }, first: 20 }, { pause: !may });
  const columns = useRequestColumns();
  if (!may) return null;
  return (
    <Section title={words.before} help={words.beforeHelp}>
      <ProblemNotice problem={problem} again={again} />
      {data ? (
        <Table
          name="about"
          caption={words.before}
          rows={data.gdprRequests.nodes}
          columns={columns}
          keyOf={({ id }) => id}
          empty={<p>{words.neverBefore}</p>}
        />
      ) : null}
    </Section>
  );
}
