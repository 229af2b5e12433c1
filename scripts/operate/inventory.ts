/** `npm run inventory`: the register of processing activities (Article 30, R22), from the supergraph's own directives. */
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { dataInventoryOf, rowsOf, type InventoryRow } from '../../gateway/federation/supergraph/data-inventory';
import { markdownTable } from '../../subgraphs/kit/base/markdown';
import { committedSupergraph } from '../develop/compose';

/** How the register is written. */
export type Format = 'markdown' | 'csv' | 'json';

const columns: Record<keyof InventoryRow, string> = {
  service: 'Service',
  type: 'Type',
  field: 'Field',
  category: 'Category of data',
  onErase: 'When erased',
  legalBasis: 'Legal basis',
};

function markdown(rows: InventoryRow[]): string {
  const services = [...new Set(rows.map(({ service }) => service))];
  return [
    '# Register of personal data (GDPR Article 30)',
    '',
    `${rows.length} fields in ${services.length} services, as their schemas declare them with \`@personalData\`.`,
    ...services.flatMap((service) => [
      '',
      `## ${service}`,
      '',
      ...markdownTable(
        ['Type', 'Field', 'Category of data', 'When erased', 'Legal basis'],
        rows
          .filter((row) => row.service === service)
          .map(({ type, field, category, onErase, legalBasis }) => [type, field, category, onErase, legalBasis ?? '']),
      ),
    ]),
    '',
  ].join('\n');
}

const formatters: Record<Format, (rows: InventoryRow[]) => string> = {
  markdown,
  // A spreadsheet runs what begins like a formula.
  csv: (rows) => stringify(rows, { header: true, columns, escape_formulas: true }),
  json: (rows) => `${JSON.stringify(rows, null, 2)}\n`,
};

/** The register as a document. @throws for a service that the supergraph does not know */
export function inventory(supergraphSdl: string, format: Format, service?: string): string {
  const register = dataInventoryOf(supergraphSdl);
  const rows = rowsOf(register, service);
  if (!rows)
    throw new Error(`There is no service "${service}" in the supergraph; it has ${register.services.join(', ')}.`);
  return formatters[format](rows);
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
  if (!existsSync(supergraph)) throw new Error(`There is no supergraph ${path.resolve(supergraph)}.`);
  const text = inventory(readFileSync(supergraph, 'utf8'), format, service);
  if (output) await writeFile(output, text);
  else process.stdout.write(text);
}
