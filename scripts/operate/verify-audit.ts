/**
 * `npm run verify-audit`: follows the audit log's chain of every organisation from its first entry, and compares it with the
 * heads that signed certificates state: a chain that was rewritten or cut off as a whole contradicts them (R21).
 */
import Table from 'cli-table3';
import { createLocalJWKSet } from 'jose';
import { verifyOrganizations, type AuditVerdict } from '../../gateway/audit/verify-audit-log';
import { loadConfig } from '../../gateway/config';
import { openGatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { ServiceTokens } from '../../gateway/security/service-tokens';
import { parseEnvironment, type Environment } from '../../subgraphs/kit/base/config';
import { runningDatabase, toolVariables } from './running-database';

/** Verifies the log of one organisation, or of all. */
export async function verifyAudit(
  organization?: string,
  environment: Environment = process.env,
): Promise<AuditVerdict[]> {
  const server = await runningDatabase(parseEnvironment(toolVariables, environment));
  try {
    const config = loadConfig({ ...environment, DATABASE_URL: server.url, DATABASE_PASSWORD_FILE: undefined });
    const { publicKeys } = await ServiceTokens.open(config.serviceSigningKey, config.serviceKeys);
    const dataSource = await openGatewayDatabase({
      serverUrl: config.databaseUrl,
      prefix: config.databasePrefix,
      poolSize: 2,
    });
    try {
      return await verifyOrganizations(dataSource.manager, createLocalJWKSet(publicKeys), organization);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await server.stop();
  }
}

/** Prints a verdict for each organisation; the exit code is 1 when one does not hold. */
export async function run({ organization }: { organization?: string }): Promise<void> {
  const verdicts = await verifyAudit(organization);
  const table = new Table({
    head: ['organisation', 'entries', 'certificates', 'verdict'],
    style: { head: [], border: [] },
  });
  for (const { organizationId, entries, certificates, fault } of verdicts)
    table.push([organizationId, entries, certificates, fault ? `${fault.fault} at entry ${fault.sequence}` : 'holds']);
  console.log(table.toString());
  if (verdicts.some(({ fault }) => fault)) process.exitCode = 1;
}
