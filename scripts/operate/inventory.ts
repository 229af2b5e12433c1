/** `npm run inventory`: the register of processing activities (Article 30, R22), from the supergraph's own directives. */
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { dataInventoryOf, rowsOf, type InventoryRow } from '../../gateway/federation/supergraph/data-inventory';
import { markdownTable } from '../../subgraphs/kit/base/markdown';
import { committedSupergraph } from '../develop/compose';

const formats = ['markdown', 'csv', 'json'] as const;
type Format = (typeof formats)[number];

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

if (require.main === module) {
  const options = new Command('inventory')
    .description(
      'Prints which fields hold personal data, why, and what an erasure does with them: the register of Article 30.',
    )
    .addOption(new Option('--format <format>', 'how to write it').choices([...formats]).default('markdown'))
    .option('--service <name>', 'one service; all when absent')
    .option('--supergraph <file>', 'the supergraph to read', committedSupergraph())
    .option('--output <file>', 'where to write; the terminal when absent')
    .parse()
    .opts<{ format: Format; service?: string; supergraph: string; output?: string }>();
  const run = async () => {
    if (!existsSync(options.supergraph)) throw new Error(`There is no supergraph ${path.resolve(options.supergraph)}.`);
    const text = inventory(readFileSync(options.supergraph, 'utf8'), options.format, options.service);
    if (options.output) await writeFile(options.output, text);
    else process.stdout.write(text);
  };
  run().catch((error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
  });
}
