/**
 * `habeas replay-erasures --since TIME --service NAME --dry-run`: shows what erasures would erase again in services that were
 * restored from a backup older than the erasures (R23); with `--confirm` it erases. It covers what a request had done, however the
 * request ended, and requests in flight. A replay may be repeated, because erasing what is already gone does nothing. Later data
 * are left alone and counted, and what cannot be done is reported (R25, R26).
 */
import type { GatewayConfig } from '../../gateway/config';
import { erasuresSince } from '../../gateway/gdpr/store/retention/erasure-records';
import { emptyCounts, replayErasure, type ReplayCounts } from '../../gateway/gdpr/closing/replay-erasure';
import { finishedStatuses } from '../../gateway/gdpr/lifecycle';
import { sqlSet } from '../../gateway/gdpr/lifecycle-sql';
import { PiiServices } from '../../gateway/gdpr/services/pii-services';
import { openGatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { ServiceTokens } from '../../gateway/security/service-tokens';
import type { Environment } from '../../subgraphs/kit/base/config';
import { describeError } from '../../subgraphs/kit/base/logger';
import { KeyRing } from '../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../subgraphs/kit/base/security/organization-context';
import { discoveredServices } from './discovered-services';
import { withGatewayConfig } from './gateway-config';
import { assertKnownOrganization } from './known-organization';
import { WrongCall } from '../cli/failure';
import { printTable, progress } from '../cli/terminal';

/** Which erasures to replay, and how. */
export interface ReplayOptions {
  since: Date;
  /** The restored services. @default all */
  services?: string[];
  organization?: string;
  /** Erase; otherwise nothing is changed, and the counts say what would be erased. */
  confirm?: boolean;
  /** Called now and then with the number of erasures that are done. */
  onProgress?: (erasures: number) => void;
}

/** Progress is reported after each such number of erasures. */
const saidEvery = 100;

/** The counts, the number of erasures, and why each failed service failed. */
export interface ReplayResult extends ReplayCounts {
  erasures: number;
  failed: Map<string, string>;
  /** Organisations whose keys were destroyed: nobody can know any more whom their erasures were about. */
  unknowable: string[];
  /** Organisations whose erasures could not be looked at, or not to the end, and why: such as a master key that is not configured. */
  broken: Map<string, string>;
}

/**
 * Replays erasures with the configuration of the environment. A service that fails is not asked again in this run, and the
 * others go on (R11). An organisation whose erasures cannot be looked at does not keep the others from it (R27).
 */
export const replayErasures = (options: ReplayOptions, environment: Environment = process.env): Promise<ReplayResult> =>
  withGatewayConfig(environment, (config) => replayWith(config, options));

async function replayWith(
  config: GatewayConfig,
  { since, services: names, organization, confirm = false, onProgress = () => {} }: ReplayOptions,
): Promise<ReplayResult> {
  const dataSource = await openGatewayDatabase({ ...config, databasePoolSize: 2 });
  const tokens = await ServiceTokens.configured(config);
  const services = new PiiServices(
    (name, { organizationId, actor, requestId }) =>
      tokens.sign({
        service: name,
        organizationId,
        subject: actor,
        scopes: new Set(),
        purpose: 'gdpr',
        ...(requestId ? { requestId } : {}),
      }),
    config.serviceCalls,
  );
  try {
    if (organization !== undefined) await assertKnownOrganization(dataSource, organization);
    services.update(await discoveredServices(config, dataSource));
    const unknown = names?.find((name) => !services.get(name));
    if (unknown !== undefined)
      throw new WrongCall(
        `--service names "${unknown}", which is no PII service of the supergraph. Nothing was changed.`,
      );
    const targets = services.all().filter(({ name }) => names === undefined || names.includes(name));
    const keys = new KeyRing(dataSource, config.masterKeys, config.profiles);
    const tools = { dataSource, services, keepTombstones: config.keep.tombstones, confirm };
    let seen = 0;
    const result: ReplayResult = {
      erasures: 0,
      failed: new Map(),
      unknowable: [],
      broken: new Map(),
      ...emptyCounts(),
    };
    const organizations: { organization_id: string }[] = await dataSource.query(
      `SELECT organization_id FROM gdpr_erasure WHERE completed_at >= $1 AND ($2::text IS NULL OR organization_id = $2)
       UNION SELECT organization_id FROM gdpr_request
       WHERE type = 'DELETE' AND status NOT IN ${sqlSet(finishedStatuses)} AND ($2::text IS NULL OR organization_id = $2)`,
      [since, organization ?? null],
    );
    for (const { organization_id: organizationId } of organizations) {
      const organizationKeys = await keys.evenDestroyed(organizationId).catch((error: Error) => error);
      if (organizationKeys instanceof Error) {
        result.broken.set(organizationId, organizationKeys.message);
        continue;
      }
      if (organizationKeys.destroyed) {
        result.unknowable.push(organizationId);
        continue;
      }
      await inOrganization(organizationKeys, async () => {
        for await (const erasure of erasuresSince(dataSource.manager, since)) {
          const left = targets.filter(({ name }) => !result.failed.has(name));
          const { replayed, failed } = await replayErasure(tools, left, erasure, result);
          for (const [name, message] of failed) result.failed.set(name, message);
          if (replayed.length > 0) result.erasures += 1;
          seen += 1;
          if (seen % saidEvery === 0) onProgress(seen);
        }
      }).catch((error: unknown) => result.broken.set(organizationId, kindOf(error)));
    }
    return result;
  } finally {
    await services.close();
    await dataSource.destroy();
  }
}

/** What kind of error it is. Its message may repeat what somebody's data are (R21). */
function kindOf(error: unknown): string {
  const { errorType, code } = describeError(error);
  return `${[errorType, code].filter((word) => typeof word === 'string').join(' ')}.`;
}

function print(what: string, counts: ReplayCounts['counts']): void {
  printTable(
    ['service', what, 'count'],
    [...counts].flatMap(([name, totals]) => [...totals].map(([key, count]) => [name, key, count])),
  );
}

/** The options of the command. */
type CommandOptions = Omit<ReplayOptions, 'services'> & { service: string[] };

/**
 * Shows what a replay would do, or with `confirm` replays; prints what the services did, what was left alone and what could not be
 * done. Ends with 1 when anything could not be done.
 */
export async function run({ service, ...options }: CommandOptions): Promise<void> {
  const { say, end } = progress(process.stderr);
  const onProgress = (erasures: number) => say(`${erasures} erasures looked at`);
  const result = await replayErasures({ ...options, services: service, onProgress });
  end();
  const { erasures, counts, skipped, refused, failed, unknowable, broken } = result;
  console.log(`In ${service.join(', ')}:`);
  console.log(
    options.confirm
      ? `${erasures} erasures were replayed.`
      : `${erasures} erasures would be replayed. Nothing was changed; --confirm erases.`,
  );
  print('records', counts);
  if (skipped.size > 0) print('left alone', skipped);
  if (refused.size > 0) print('not erased: ask for these by a new request', refused);
  for (const name of unknowable)
    console.error(`The keys of the organisation ${name} were destroyed: whom its erasures were about cannot be known.`);
  for (const [name, why] of broken)
    console.error(
      `The erasures of the organisation ${name} could not all be replayed: ${why} Mend that, and run it again with --organization ${name}: what is done stays done.`,
    );
  for (const [name, message] of failed)
    console.error(`${name} failed: ${message} Run it again with --service ${name}: what is done stays done.`);
  if (failed.size + refused.size + unknowable.length + broken.size > 0) process.exitCode = 1;
}
