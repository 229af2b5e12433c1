/** `habeas inventory`: the record of processing activities (Article 30, R22), from the directives of the supergraph. */
import { writeFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { parse } from 'graphql';
import {
  dataInventoryOf,
  rowsOf,
  type DataInventory,
  type InventoryRow,
} from '../../gateway/federation/supergraph/data-inventory';
import type { Processing } from '../../subgraphs/kit';
import { markdownTable } from '../../subgraphs/kit/base/markdown';
import { WrongCall } from '../cli/failure';
import { parseGiven } from '../cli/given-file';
import { committedSupergraph } from '../develop/compose';

/** The format of the register. */
export type Format = 'markdown' | 'csv' | 'json';

const columns: Record<keyof InventoryRow, string> = {
  service: 'Service',
  type: 'Type',
  field: 'Field',
  category: 'Category of data',
  onErase: 'When erased',
  legalBasis: 'Legal basis',
};

/** What a service declares about its processing (Art. 30(1)), as a list; empty when it declares nothing. */
function processingLines(stated: Processing | undefined): string[] {
  if (!stated) return [];
  const { label, purpose, legalBasis, recipients, retention, source, transfers, automatedDecisions } = stated;
  const facts: [name: string, text: string | null][] = [
    ['Called', label],
    ['Purpose', purpose],
    ['Legal basis', legalBasis],
    ['Recipients', recipients.join('; ') || null],
    ['Retention', retention],
    ['Source', source],
    ['Transfers', transfers],
    ['Automated decisions', automatedDecisions],
  ];
  return ['', ...facts.filter(([, text]) => text !== null).map(([name, text]) => `- ${name}: ${text}`)];
}

function markdown(rows: InventoryRow[], { processing }: DataInventory, asked?: string): string {
  const services = new Set(rows.map(({ service }) => service));
  // Some declare processing, but no fields.
  const declaring = new Set([...services, ...processing.map(({ service }) => service)]);
  return [
    '# Register of personal data (GDPR Article 30)',
    '',
    `Services: ${services.size}. Fields that their schemas declare with \`@personalData\`: ${rows.length}.`,
    ...[...declaring]
      .filter((service) => !asked || service === asked)
      .flatMap((service) => [
        '',
        `## ${service}`,
        ...processingLines(processing.find((stated) => stated.service === service && stated.language === 'en')),
        ...fieldsTable(rows.filter((row) => row.service === service)),
      ]),
    '',
  ].join('\n');
}

const fieldsTable = (rows: InventoryRow[]): string[] =>
  rows.length === 0
    ? []
    : [
        '',
        ...markdownTable(
          ['Type', 'Field', 'Category of data', 'When erased', 'Legal basis'],
          rows.map(({ type, field, category, onErase, legalBasis }) => [
            type,
            field,
            category,
            onErase,
            legalBasis ?? '',
          ]),
        ),
      ];

const formatters: Record<Format, (rows: InventoryRow[], register: DataInventory, asked?: string) => string> = {
  markdown,
  // A spreadsheet would execute a value that begins like a formula.
  csv: (rows) => stringify(rows, { header: true, columns, escape_formulas: true }),
  json: (rows) => `${JSON.stringify(rows, null, 2)}\n`,
};

/** The register as a document. @throws for a service that is not in the supergraph */
export function inventory(supergraphSdl: string, format: Format, service?: string): string {
  const register = dataInventoryOf(supergraphSdl);
  const rows = rowsOf(register, service);
  if (!rows)
    throw new WrongCall(`There is no service "${service}" in the supergraph; it has ${register.services.join(', ')}.`);
  return formatters[format](rows, register, service);
}

interface CommandOptions {
  format: Format;
  service?: string;
  supergraph?: string;
  output?: string;
}

/** Writes the register into a file or to the terminal. */
export async function run({
  format,
  service,
  supergraph = committedSupergraph(),
  output,
}: CommandOptions): Promise<void> {
  const sdl = parseGiven('--supergraph', supergraph, 'supergraph', (text) => (parse(text, { noLocation: true }), text));
  const text = inventory(sdl, format, service);
  if (output) await writeFile(output, text);
  else process.stdout.write(text);
}
