/**
 * `npm run replay-erasures -- --since TIME`: shows what completed erasures would erase again, in services that were restored
 * from a backup that is older than the erasures (R23); with `--confirm` it is erased. Erasing what is gone already does
 * nothing, so a replay may be repeated. What is newer than an erasure's request is left alone and counted (R25, R26).
 */
import Table from 'cli-table3';
import { loadConfig } from '../../gateway/config';
import { discoverPiiServices } from '../../gateway/federation/supergraph/discovery';
import { sourceOf } from '../../gateway/federation/supergraph/source';
import { erasuresSince } from '../../gateway/gdpr/closing/erasure-record';
import { emptyCounts, replayErasure, type ReplayCounts } from '../../gateway/gdpr/closing/replay-erasure';
import { PiiServices } from '../../gateway/gdpr/services/pii-services';
import { openGatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { ServiceTokens } from '../../gateway/security/service-tokens';
import { KeyRing } from '../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../subgraphs/kit/base/security/organization-context';

/** What is replayed. */
export interface ReplayOptions {
  since: Date;
  /** One service only; all when absent. */
  service?: string;
  organization?: string;
  /** Erases; without it nothing is changed, and the counts say what would be erased. */
  confirm?: boolean;
}

/** Counts, of how many erasures, and the services that failed, with why. */
export interface ReplayResult extends ReplayCounts {
  erasures: number;
  failed: Map<string, string>;
}

/**
 * Replays erasures with the configuration of the environment. A service that fails is not asked again in this run, and the
 * others go on (R11).
 */
export async function replayErasures(
  { since, service, organization, confirm = false }: ReplayOptions,
  environment = process.env,
): Promise<ReplayResult> {
  const config = loadConfig(environment);
  const dataSource = await openGatewayDatabase({
    serverUrl: config.databaseUrl,
    prefix: config.databasePrefix,
    poolSize: 2,
  });
  const tokens = await ServiceTokens.open(config.serviceSigningKey, config.serviceKeys);
  const services = new PiiServices((name, { organizationId, actor, requestId }) =>
    tokens.sign({
      service: name,
      organizationId,
      subject: actor,
      scopes: new Set(),
      purpose: 'gdpr',
      ...(requestId ? { requestId } : {}),
    }),
  );
  try {
    services.update(discoverPiiServices(await sourceOf(config.supergraph).read()));
    const targets = services.all().filter(({ name }) => service === undefined || name === service);
    if (targets.length === 0) throw new Error(`The supergraph has no PII service ${service ?? ''}.`);
    const keys = new KeyRing(dataSource, config.masterKeys);
    const result: ReplayResult = { erasures: 0, failed: new Map(), ...emptyCounts() };
    const organizations: { organization_id: string }[] = await dataSource.query(
      'SELECT DISTINCT organization_id FROM gdpr_erasure WHERE completed_at >= $1 AND ($2::text IS NULL OR organization_id = $2)',
      [since, organization ?? null],
    );
    for (const { organization_id: organizationId } of organizations) {
      const organizationKeys = await keys.evenDestroyed(organizationId);
      // Nobody can know any more whom its erasures were about.
      if (organizationKeys.destroyed) continue;
      await inOrganization(organizationKeys, async () => {
        for await (const erasure of erasuresSince(dataSource.manager, since)) {
          const left = targets.filter(({ name }) => !result.failed.has(name));
          const { replayed, failed } = await replayErasure(dataSource, left, erasure, confirm, result);
          for (const [name, message] of failed) result.failed.set(name, message);
          if (replayed.length > 0) result.erasures += 1;
        }
      });
    }
    return result;
  } finally {
    await services.close();
    await dataSource.destroy();
  }
}

function print(what: string, counts: ReplayCounts['counts']): void {
  const table = new Table({ head: ['service', what, 'count'], style: { head: [], border: [] } });
  for (const [name, totals] of counts) for (const [key, count] of totals) table.push([name, key, count]);
  console.log(table.toString());
}

/** Shows what a replay would do, or with `confirm` replays, and prints what the services did and what was left alone. */
export async function run(options: ReplayOptions): Promise<void> {
  const { erasures, counts, skipped, failed } = await replayErasures(options);
  console.log(
    options.confirm
      ? `${erasures} erasures were replayed.`
      : `${erasures} erasures would be replayed. Nothing was changed; --confirm erases.`,
  );
  print('records', counts);
  if (skipped.size > 0) print('left alone', skipped);
  for (const [name, message] of failed)
    console.error(`${name} failed: ${message} Run it again with --service ${name}: what is done stays done.`);
  if (failed.size > 0) process.exitCode = 1;
}
