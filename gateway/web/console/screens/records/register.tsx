/** The register of processing: purposes, where data are stored, and the places that no request reaches. */
import { useState } from 'react';
import { useAsk } from '../../data/ask';
import { useNames } from '../../data/names';
import { RegisterDocument, UnreachableDocument, type RegisterQuery } from '../../operations.generated';
import { useMay } from '../../session/session';
import { Facts, Loading, Page, Section } from '../../ui/page';
import { Needs, ProblemNotice, Unavailable } from '../../ui/problem';
import { Table, type Column } from '../../ui/table';
import { useLanguage, useWords } from '../../words';
import { wordFor } from '../../words/values/enums';
import { useServiceColumn } from '../lists/columns';
import { More } from '../lists/more';
import { usePages } from '../lists/use-pages';

export function RegisterScreen() {
  const { records: words, common } = useWords();
  const language = useLanguage();
  const variables = { language };
  const { data, loading, problem, again } = useAsk(RegisterDocument, variables);
  return (
    <Page
      title={words.registerTitle}
      help={words.registerHelp}
      actions={
        <button type="button" onClick={() => print()}>
          {common.print}
        </button>
      }
      operation={{ document: RegisterDocument, variables }}
    >
      <ProblemNotice problem={problem} again={again} />
      {loading ? <Loading lines={12} /> : null}
      {data ? (
        <>
          <Processing processing={data.dataProcessing} />
          <FieldsOf fields={data.dataInventory} />
        </>
      ) : null}
      <Unreachable />
    </Page>
  );
}

function Processing({ processing }: { processing: RegisterQuery['dataProcessing'] }) {
  const { records: words, common } = useWords();
  return (
    <Section title={words.processing}>
      <div className="cards">
        {processing.map((each) => (
          <article key={each.service} className="card">
            <h3>
              {each.label} <span className="quiet">{each.service}</span>
            </h3>
            <Facts
              facts={[
                [words.purpose, each.purpose],
                [words.legalBasis, each.legalBasis],
                [words.recipients, each.recipients.join('; ') || common.nothing],
                [words.retention, each.retention],
                each.source ? [words.source, each.source] : undefined,
                each.transfers ? [words.transfers, each.transfers] : undefined,
                each.automatedDecisions ? [words.automated, each.automatedDecisions] : undefined,
              ]}
            />
          </article>
        ))}
      </div>
    </Section>
  );
}

function FieldsOf({ fields }: { fields: RegisterQuery['dataInventory'] }) {
  const { records: words } = useWords();
  return (
    <Section title={words.fields}>
      <Table
        name="fields"
        caption={words.fields}
        rows={fields}
        keyOf={({ service, type, field }) => `${service} ${type} ${field}`}
        empty={<p>{words.noFields}</p>}
        columns={useFieldColumns()}
      />
    </Section>
  );
}

type FieldRow = RegisterQuery['dataInventory'][number];

function useFieldColumns(): Column<FieldRow>[] {
  const { records: words, enums, common } = useWords();
  const names = useNames();
  const serviceColumn = useServiceColumn(words.service);
  return [
    serviceColumn,
    {
      key: 'record',
      title: words.record,
      tight: true,
      by: ({ type }) => names.record(type),
      cell: ({ type }) => names.record(type),
    },
    {
      key: 'field',
      title: words.field,
      by: ({ type, field }) => `${type}.${field}`,
      cell: ({ type, field }) => (
        <code>
          {type}.<wbr />
          {field}
        </code>
      ),
    },
    {
      key: 'category',
      title: words.category,
      tight: true,
      by: ({ category }) => wordFor(enums.category, category),
      cell: ({ category }) => wordFor(enums.category, category),
    },
    {
      key: 'onErase',
      title: words.onErase,
      tight: true,
      by: ({ onErase }) => onErase,
      cell: ({ onErase }) => wordFor(enums.disposition, onErase),
    },
    {
      key: 'basis',
      title: words.legalBasis,
      by: ({ legalBasis }) => legalBasis,
      cell: ({ legalBasis }) => legalBasis ?? <span className="quiet">{common.nothing}</span>,
    },
  ];
}

/** The unreachable places, loaded only on demand, because listing them is recorded in the audit log. */
function Unreachable() {
  const { records: words } = useWords();
  const [listed, setListed] = useState(false);
  const may = useMay('audit:view');
  return (
    <Section title={words.unreachable} help={words.unreachableHelp}>
      <Needs scope="audit:view">
        {listed ? (
          <Places />
        ) : (
          <button type="button" disabled={!may} onClick={() => setListed(true)}>
            {words.list}
          </button>
        )}
      </Needs>
    </Section>
  );
}

function Places() {
  const { records: words } = useWords();
  const names = useNames();
  const serviceColumn = useServiceColumn(words.service);
  const { data, rows, loading, problem, again, more } = usePages(
    UnreachableDocument,
    {},
    ({ unreachablePersonalData }) => unreachablePersonalData,
  );
  return (
    <>
      <ProblemNotice problem={problem} again={again} />
      <Unavailable services={data?.unreachablePersonalData.unavailable ?? []} />
      {loading ? <Loading /> : null}
      {rows ? (
        <Table
          name="places"
          caption={words.unreachable}
          rows={rows}
          keyOf={({ service, recordId, location }) => `${service} ${recordId} ${location}`}
          empty={<p>{words.noPlaces}</p>}
          columns={[
            serviceColumn,
            {
              key: 'place',
              title: words.place,
              by: ({ location }) => location,
              cell: ({ recordType, location, recordId }) => (
                <>
                  {names.record(recordType)}, {location} <code className="id">{recordId}</code>
                </>
              ),
            },
            { key: 'reason', title: words.reason, cell: ({ reason }) => reason },
            { key: 'remedy', title: words.remedy, cell: ({ remedy }) => remedy },
          ]}
        />
      ) : null}
      <More shown={rows?.length ?? 0} more={more} />
    </>
  );
}
