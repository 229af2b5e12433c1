/**
 * `npm run replay-erasures -- --since TIME`: runs completed erasures again, against services that were restored from a backup
 * that is older than the erasures (R23). Erasing what is gone already does nothing, so a replay may be repeated.
 */
import Table from 'cli-table3';
import { uuidv7 } from 'uuidv7';
import { appendAudit } from '../../gateway/audit/audit-log';
import { loadConfig } from '../../gateway/config';
import { discoverPiiServices } from '../../gateway/federation/supergraph/discovery';
import { sourceOf } from '../../gateway/federation/supergraph/source';
import { erasuresSince } from '../../gateway/gdpr/closing/erasure-record';
import { PiiServices } from '../../gateway/gdpr/services/pii-services';
import { openGatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { ServiceTokens } from '../../gateway/security/service-tokens';
import { termInput } from '../../subgraphs/kit';
import { KeyRing } from '../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../subgraphs/kit/base/security/organization-context';

/** What is replayed. */
export interface ReplayOptions {
  since: Date;
  /** One service only; all when absent. */
  service?: string;
  organization?: string;
}

/** Counts by service and disposition, and how many erasures were replayed. */
export interface ReplayResult {
  erasures: number;
  counts: Map<string, Map<string, number>>;
}

const limit = 5_000;

/** Replays erasures with the configuration of the environment. @throws when a service fails; run it again then */
export async function replayErasures(
  { since, service, organization }: ReplayOptions,
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
    const result: ReplayResult = { erasures: 0, counts: new Map() };
    const organizations: { organization_id: string }[] = await dataSource.query(
      'SELECT DISTINCT organization_id FROM gdpr_erasure WHERE completed_at >= $1 AND ($2::text IS NULL OR organization_id = $2)',
      [since, organization ?? null],
    );
    for (const { organization_id: organizationId } of organizations) {
      const organizationKeys = await keys.evenDestroyed(organizationId);
      // Nobody can know any more whom its erasures were about.
      if (organizationKeys.destroyed) continue;
      await inOrganization(organizationKeys, async () => {
        for await (const { requestId, createdBy, term } of erasuresSince(dataSource.manager, since)) {
          const replayId = `${requestId}/replay/${uuidv7()}`;
          const scope = { organizationId, actor: createdBy, requestId: replayId };
          for (const { name, client } of targets) {
            if ((await client.find(scope, termInput(term), 1)).subjectRequired) continue;
            let report = await client.erase(scope, termInput(term), limit);
            while (!report.complete) report = await client.erase(scope, termInput(term), limit);
            const counts = result.counts.get(name) ?? new Map<string, number>();
            result.counts.set(name, counts);
            for (const { recordType, disposition, count } of report.dispositions) {
              const key = `${recordType} ${disposition}`;
              counts.set(key, (counts.get(key) ?? 0) + count);
            }
          }
          result.erasures += 1;
          await dataSource.transaction((db) =>
            appendAudit(db, [
              {
                actor: 'habeas',
                action: 'ERASURE_REPLAYED',
                requestId,
                detail: targets.map(({ name }) => name).join(', '),
              },
            ]),
          );
        }
      });
    }
    return result;
  } finally {
    await services.close();
    await dataSource.destroy();
  }
}

/** Replays, and prints what the services did. */
export async function run(options: ReplayOptions): Promise<void> {
  const { erasures, counts } = await replayErasures(options);
  console.log(`${erasures} erasures were replayed.`);
  const table = new Table({ head: ['service', 'records', 'count'], style: { head: [], border: [] } });
  for (const [name, totals] of counts) for (const [key, count] of totals) table.push([name, key, count]);
  console.log(table.toString());
}
