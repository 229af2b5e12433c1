/**
 * `npm run replay-erasures -- --since TIME`: runs completed erasures again, against services that were restored from a backup
 * that is older than the erasures (R23). Erasing what is gone already does nothing, so a replay may be repeated.
 */
import { Command, InvalidArgumentError } from 'commander';
import Table from 'cli-table3';
import { uuidv7 } from 'uuidv7';
import { appendAudit } from '../../gateway/audit/audit-log';
import { loadConfig } from '../../gateway/config';
import type { ServiceReport } from '../../gateway/gdpr/services/answers';
import { discoverPiiServices } from '../../gateway/federation/supergraph/discovery';
import { ServiceCallError, type ServiceCallScope } from '../../gateway/gdpr/services/client';
import { ReportProgress } from '../../gateway/gdpr/services/progress';
import { sourceOf } from '../../gateway/federation/supergraph/source';
import { erasuresSince } from '../../gateway/gdpr/closing/erasure-record';
import { PiiServices, type PiiService } from '../../gateway/gdpr/services/pii-services';
import { openGatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { ServiceTokens } from '../../gateway/security/service-tokens';
import { termInput, type Term } from '../../subgraphs/kit';
import { KeyRing } from '../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../subgraphs/kit/base/security/organization-context';

/** What is replayed. */
export interface ReplayOptions {
  since: Date;
  /** One service only; all when absent. */
  service?: string;
  organization?: string;
}

/** Counts by service and disposition, how many erasures were replayed, and the services that failed, with why. */
export interface ReplayResult {
  erasures: number;
  counts: Map<string, Map<string, number>>;
  failed: Map<string, string>;
}

const limit = 5_000;

/**
 * Replays erasures with the configuration of the environment. A service that fails is not asked again in this run, and the
 * others go on (R11).
 */
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
    const result: ReplayResult = { erasures: 0, counts: new Map(), failed: new Map() };
    const organizations: { organization_id: string }[] = await dataSource.query(
      'SELECT DISTINCT organization_id FROM gdpr_erasure WHERE completed_at >= $1 AND ($2::text IS NULL OR organization_id = $2)',
      [since, organization ?? null],
    );
    for (const { organization_id: organizationId } of organizations) {
      await inOrganization(await keys.of(organizationId), async () => {
        for await (const { requestId, createdBy, term } of erasuresSince(dataSource.manager, since)) {
          const replayId = `${requestId}/replay/${uuidv7()}`;
          const scope = { organizationId, actor: createdBy, requestId: replayId };
          const replayed: string[] = [];
          for (const target of targets.filter(({ name }) => !result.failed.has(name))) {
            try {
              add(result, target, await replayIn(target, scope, term));
              replayed.push(target.name);
            } catch (error) {
              if (!(error instanceof ServiceCallError)) throw error;
              result.failed.set(target.name, error.message);
            }
          }
          if (replayed.length === 0) continue;
          result.erasures += 1;
          await dataSource.transaction((db) =>
            appendAudit(db, [
              {
                actor: 'habeas',
                action: 'ERASURE_REPLAYED',
                requestId,
                detail: replayed.join(', '),
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

/** One erasure in one service; nothing where data are found by subject only and the term is none. */
async function replayIn(
  { name, client }: PiiService,
  scope: ServiceCallScope & { requestId: string },
  term: Term,
): Promise<ServiceReport['dispositions']> {
  if ((await client.find(scope, termInput(term), 1)).subjectRequired) return [];
  const progress = new ReportProgress(name, []);
  for (;;) {
    const { complete, dispositions } = await client.erase(scope, termInput(term), limit);
    if (complete) return dispositions;
    await progress.demand(dispositions);
  }
}

function add({ counts }: ReplayResult, { name }: PiiService, dispositions: ServiceReport['dispositions']): void {
  const totals = counts.get(name) ?? new Map<string, number>();
  counts.set(name, totals);
  for (const { recordType, disposition, count } of dispositions) {
    const key = `${recordType} ${disposition}`;
    totals.set(key, (totals.get(key) ?? 0) + count);
  }
}

const time = (value: string): Date => {
  const parsed = new Date(value);
  if (Number.isNaN(parsed.getTime()))
    throw new InvalidArgumentError('takes an ISO 8601 time, for example 2026-03-01T00:00:00Z');
  return parsed;
};

if (require.main === module) {
  const options = new Command('replay-erasures')
    .description('Runs completed erasures again, against services that were restored from a backup.')
    .requiredOption(
      '--since <time>',
      'erasures that were completed at this time or later: when the backup was made',
      time,
    )
    .option('--service <name>', 'the restored service; all when absent')
    .option('--organization <id>', 'one organisation; all when absent')
    .parse()
    .opts<ReplayOptions>();
  replayErasures(options).then(
    ({ erasures, counts, failed }) => {
      console.log(`${erasures} erasures were replayed.`);
      const table = new Table({ head: ['service', 'records', 'count'], style: { head: [], border: [] } });
      for (const [name, totals] of counts) for (const [key, count] of totals) table.push([name, key, count]);
      console.log(table.toString());
      for (const [name, message] of failed)
        console.error(`${name} failed: ${message} Run it again with --service ${name}: what is done stays done.`);
      if (failed.size > 0) process.exitCode = 1;
    },
    (error: unknown) => {
      console.error(`The replay stopped: ${(error as Error).message}. Run it again: what is done stays done.`);
      process.exitCode = 1;
    },
  );
}
