/**
 * `habeas verify-audit`: follows every organisation's chain of the audit log from its first entry, and compares it with what was
 * signed: the heads in the certificates of finished requests, and the checkpoints outside the database (R21). These contradict a
 * chain that was rewritten, cut off or set back as a whole.
 */
import { createLocalJWKSet } from 'jose';
import { acknowledgeRestore } from '../../gateway/audit/anchors/acknowledge';
import type { AnchorTools } from '../../gateway/audit/anchors/anchor';
import { CheckpointStore } from '../../gateway/audit/anchors/checkpoint-store';
import { describeLoss } from '../../gateway/audit/anchors/describe-loss';
import type { Loss } from '../../gateway/audit/anchors/loss';
import { verifyAnchors, type AnchorVerdict } from '../../gateway/audit/anchors/verify-anchors';
import { verifyOrganizations, type AuditVerdict } from '../../gateway/audit/verify-organizations';
import type { GatewayConfig } from '../../gateway/config';
import { recoverRestrictions } from '../../gateway/gdpr/restrictions/recover-restrictions';
import { recoverTombstones } from '../../gateway/gdpr/tombstones/recover-tombstones';
import { openGatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { ServiceTokens } from '../../gateway/security/service-tokens';
import type { Environment } from '../../subgraphs/kit/base/config';
import { withGatewayConfig } from './gateway-config';
import { recoverDecisions } from './recover-decisions';
import { printTable, seldom } from '../cli/terminal';

/** The result for each organisation, and for the checkpoints. */
export interface LogVerdict {
  organizations: AuditVerdict[];
  checkpoints: Omit<AnchorVerdict, 'organizations'>;
}

/** Opens the gateway's database and its checkpoints, and closes them after the work. */
const withLog = <T>(
  environment: Environment,
  work: (tools: AnchorTools, keys: ReturnType<typeof createLocalJWKSet>, config: GatewayConfig) => Promise<T>,
): Promise<T> =>
  withGatewayConfig(environment, async (config) => {
    const tokens = await ServiceTokens.configured(config);
    const keys = createLocalJWKSet(tokens.publicKeys);
    const store = await CheckpointStore.open(config.auditAnchors.place, keys);
    const dataSource = await openGatewayDatabase({ ...config, databasePoolSize: 2 });
    try {
      const sign: AnchorTools['sign'] = (statement, type) => tokens.signStatement(statement, type);
      return await work({ dataSource, store, sign }, keys, config);
    } finally {
      await dataSource.destroy();
    }
  });

/**
 * Verifies the log of one organisation, or of all.
 * @param onProgress is called for every verified entry, with a line of text
 */
export const verifyAudit = (
  organization?: string,
  environment: Environment = process.env,
  onProgress: (line: string) => void = () => {},
): Promise<LogVerdict> =>
  withLog(environment, async ({ dataSource: { manager }, store }, keys) => {
    const { organizations: anchors, ...checkpoints } = await verifyAnchors(manager, store);
    const organizations = await verifyOrganizations(manager, keys, anchors, organization, (id, entry, entries) =>
      onProgress(`${id}: entry ${entry} of ${entries}`),
    );
    return { organizations, checkpoints };
  });

/** Lets the gateway work with a database that was restored from a backup. @returns what was lost; null when nothing was */
export const acknowledge = (environment: Environment = process.env): Promise<Loss | null> =>
  withLog(environment, (tools, _keys, config) =>
    acknowledgeRestore(tools, async ({ erasures, restrictions, ...decisions }) => {
      await recoverTombstones(tools.dataSource.manager, erasures, config.keep.tombstones);
      await recoverRestrictions(tools.dataSource.manager, restrictions);
      await recoverDecisions(config, tools.dataSource, decisions);
    }),
  );

const holds = 'holds';
/** The most faults of checkpoints that are listed; the others are only counted. */
const shownFaults = 50;

function verdictOf({ fault, uncertified, unanchoredSince }: AuditVerdict): string {
  const faults = [
    ...(fault ? [`${fault.fault} at entry ${fault.sequence}`] : []),
    ...(uncertified > 0 ? [`${uncertified} finished requests without a certificate that holds`] : []),
    ...(unanchoredSince ? [`no checkpoint since ${unanchoredSince.toISOString()}`] : []),
  ];
  return faults.join(', ') || holds;
}

/** Prints a verdict for each organisation. The exit code is 1 when something does not hold. */
export async function run(options: { organization?: string; acknowledgeRestore?: boolean }): Promise<void> {
  if (options.acknowledgeRestore) {
    const lost = await acknowledge();
    console.log(lost ? `${describeLoss(lost)}\nAcknowledged: the gateway may start.` : 'Nothing was lost.');
    return;
  }
  const { say, end } = seldom();
  const { organizations, checkpoints } = await verifyAudit(options.organization, process.env, say).finally(end);
  if (options.organization !== undefined && organizations.length === 0)
    throw new Error(`there is no audit log of an organisation ${options.organization}.`);
  printTable(
    ['organisation', 'entries', 'anchored', 'certificates', 'verdict'],
    organizations.map((verdict) => [
      verdict.organizationId,
      verdict.entries,
      verdict.anchored,
      verdict.certificates,
      verdictOf(verdict),
    ]),
  );
  console.log(`${checkpoints.checkpoints} checkpoints`);
  for (const { number, at, organizations: count } of checkpoints.restores)
    console.log(
      `checkpoint ${number}: a restored backup was acknowledged at ${at.toISOString()}, ${count} organisations`,
    );
  for (const { number, fault } of checkpoints.faults.slice(0, shownFaults))
    console.log(`checkpoint ${number}: ${fault}`);
  if (checkpoints.faults.length > shownFaults) console.log(`and ${checkpoints.faults.length - shownFaults} more`);
  if (checkpoints.faults.length > 0 || organizations.some((each) => verdictOf(each) !== holds)) process.exitCode = 1;
}
