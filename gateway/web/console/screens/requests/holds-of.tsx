/** The legal holds because of which a request, or a part of it, waits. */
import { useAsk } from '../../data/ask';
import { HoldsOfRequestDocument } from '../../operations.generated';
import { useMay } from '../../session/session';
import { Section } from '../../ui/page';
import { Needs, ProblemNotice } from '../../ui/problem';
import { Table } from '../../ui/table';
import { useWords } from '../../words';
import { useHoldColumns } from '../holds-and-restrictions/holds';

export function HoldsOf({ id }: { id: string }) {
  const { governance: words } = useWords();
  const may = useMay('gdpr:hold:manage');
  const { data, problem, again } = useAsk(HoldsOfRequestDocument, { id }, { pause: !may });
  const columns = useHoldColumns();
  return (
    <Section title={words.heldBy} help={words.holdsHelp}>
      <Needs scope="gdpr:hold:manage">
        <ProblemNotice problem={problem} again={again} />
        {data?.gdprRequest ? (
          <Table
            name="holds"
            caption={words.heldBy}
            rows={data.gdprRequest.holds}
            columns={columns}
            keyOf={(hold) => hold.id}
            empty={null}
          />
        ) : null}
      </Needs>
    </Section>
  );
}
