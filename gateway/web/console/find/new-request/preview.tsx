/** A preview of what a request would touch, by person and by service. */
import { useNames } from '../../data/names';
import type { PreviewQuery } from '../../operations.generated';
import { useServiceColumn } from '../../screens/lists/columns';
import { Subject, Term, termKey } from '../../ui/person';
import { ServiceStatus } from '../../ui/status';
import { Table } from '../../ui/table';
import { useFormats, useWords } from '../../words';

type Preview = PreviewQuery['previewGdprRequest'];

export function PreviewOf({ preview: { subjects, services, suggestedTerms } }: { preview: Preview }) {
  const { finding: words, requests } = useWords();
  const { number } = useFormats();
  const names = useNames();
  const serviceColumn = useServiceColumn(words.service);
  return (
    <>
      <ul className="people">
        {subjects.map((subject) => (
          <li key={subject.id}>
            <Subject subject={subject} />
          </li>
        ))}
      </ul>
      <Table
        name="preview"
        caption={words.previewTitle}
        rows={services}
        keyOf={({ service }) => service}
        empty={null}
        columns={[
          serviceColumn,
          {
            key: 'status',
            title: words.holds,
            cell: ({ status, recordCounts, newerRecords }) =>
              status === 'COMPLETED' || newerRecords > 0 ? (
                [
                  ...recordCounts.map(({ recordType, count }) =>
                    requests.counted(names.record(recordType), number(count)),
                  ),
                  ...(newerRecords > 0 ? [words.newer(number(newerRecords))] : []),
                ].join(', ')
              ) : (
                <ServiceStatus status={status} />
              ),
          },
        ]}
      />
      {suggestedTerms.length > 0 ? (
        <details>
          <summary>
            {words.also} ({number(suggestedTerms.length)})
          </summary>
          <p className="quiet">{words.alsoHelp}</p>
          <ul className="terms">
            {suggestedTerms.map(({ term }) => (
              <li key={termKey(term)}>
                <Term term={term} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
