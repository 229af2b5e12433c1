/** What the maker of a request that waits stated beside its term: the values that it would replace, and about an active employee. */
import type { PendingPlanQuery } from '../../operations.generated';
import { Table } from '../../ui/table';
import { useWords } from '../../words';
import { wordFor } from '../../words/values/enums';

type Plan = NonNullable<NonNullable<PendingPlanQuery['gdprRequest']>['pendingPlan']>;

export function Planned({ plan: { replacements, activeEmployeeAcknowledged } }: { plan: Plan }) {
  const { enums, finding, governance } = useWords();
  return (
    <>
      {activeEmployeeAcknowledged ? <p className="notice">{governance.acknowledged}</p> : null}
      {replacements.length > 0 ? (
        <Table
          name="replacements"
          caption={finding.replacements}
          rows={replacements.map((each, index) => ({ ...each, index }))}
          keyOf={({ index }) => String(index)}
          empty={null}
          columns={[
            { key: 'type', title: governance.valueKind, cell: ({ type }) => wordFor(enums.identifier, type) },
            { key: 'existing', title: finding.existing, cell: ({ existing }) => existing },
            { key: 'updated', title: finding.updated, cell: ({ updated }) => <strong>{updated}</strong> },
          ]}
        />
      ) : null}
    </>
  );
}
