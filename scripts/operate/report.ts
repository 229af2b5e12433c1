/** `habeas report`: counts the requests of one organisation in a period; without personal data. */
import { writeFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { reportOf } from '../../gateway/gdpr/cases/report';
import { checkedPeriod, type ReportPeriod } from '../../gateway/gdpr/cases/report-period';
import { openGatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import type { Environment } from '../../subgraphs/kit/base/config';
import { reasonOf, WrongCall } from '../cli/failure';
import { withGatewayConfig } from './gateway-config';
import { assertKnownOrganization } from './known-organization';

export type ReportFormat = 'json' | 'csv';

const columns = ['type', 'status', 'count', 'overdue', 'extended', 'medianDays', 'maximumDays'];

/** The report as a document. */
export const report = (
  organization: string,
  period: ReportPeriod,
  format: ReportFormat,
  environment: Environment = process.env,
): Promise<string> =>
  withGatewayConfig(environment, async (config) => {
    const dataSource = await openGatewayDatabase({ ...config, databasePoolSize: 1 });
    try {
      await assertKnownOrganization(dataSource, organization);
      const rows = await reportOf(dataSource, organization, period);
      if (format === 'csv') return stringify(rows, { header: true, columns });
      return `${JSON.stringify({ ...period, rows }, null, 2)}\n`;
    } finally {
      await dataSource.destroy();
    }
  });

interface CommandOptions {
  organization: string;
  from: Date;
  to: Date;
  format: ReportFormat;
  output?: string;
}

/** The period between two times. @throws WrongCall naming the option */
function periodOf(from: Date, to: Date): ReportPeriod {
  try {
    return checkedPeriod({ from: from.toISOString(), to: to.toISOString() });
  } catch (error) {
    throw new WrongCall(`--${reasonOf(error)}`);
  }
}

/** Writes the report into a file or to the terminal. */
export async function run({ organization, from, to, format, output }: CommandOptions): Promise<void> {
  const period = periodOf(from, to);
  const text = await report(organization, period, format);
  if (output) await writeFile(output, text);
  else process.stdout.write(text);
}
