/** Carries out `habeas reindex` in a service: in the background, in whichever replica comes to it first. */
import type { DataSource } from 'typeorm';
import { describeError, type Logger } from './base/logger';
import { reindexBatch, type IndexedKind, type ReindexStep } from './base/persistence/term-index/reindex';
import type { KeyRing } from './base/security/key-ring';
import { inOrganization } from './base/security/organization-context';
import type { OrganizationProfiles } from './base/security/organization-profiles';
import { normalizationIn } from './base/terms/normalization';

/** Milliseconds between two looks for organisations to reindex. */
const lookEvery = 2_000;

/** The most organisations that one look handles. */
const maximumOrganizations = 1_000;

interface ReindexerTools {
  dataSource: DataSource;
  keys: KeyRing;
  profiles: OrganizationProfiles;
  kinds: readonly IndexedKind[];
  logger: Logger;
}

export class Reindexer {
  private stopped = false;
  private work: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tools: ReindexerTools) {}

  /** Warns of organisations whose index has a former normalisation, and begins to look for work. */
  async start(): Promise<void> {
    await this.warn();
    this.timer = setInterval(() => {
      this.work ??= this.look().finally(() => (this.work = undefined));
    }, lookEvery).unref();
  }

  /** Ends after the current batch. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.work;
  }

  private async warn(): Promise<void> {
    const { dataSource, profiles, logger } = this.tools;
    const rows: { organization_id: string; normalization: string }[] = await dataSource.query(
      'SELECT organization_id, normalization FROM term_index_state WHERE target IS NULL ORDER BY organization_id LIMIT $1',
      [maximumOrganizations],
    );
    const profileOf = (id: string) => profiles.of(id);
    const former = rows.filter(
      (row) => row.normalization !== normalizationIn(profileOf(row.organization_id).phoneRegion),
    );
    if (former.length === 0) return;
    const unstated = former.map((row) => row.organization_id).filter((id) => !profileOf(id).phoneRegionStated);
    logger.warn(
      { organizations: former.length, withoutPhoneRegion: unstated.slice(0, 20) },
      'indexes are of a former normalisation: state the phoneRegion of each organisation in ORGANIZATION_PROFILES_FILE, then run habeas reindex',
    );
  }

  private async look(): Promise<void> {
    const { dataSource, logger } = this.tools;
    try {
      const rows: { organization_id: string }[] = await dataSource.query(
        'SELECT organization_id FROM term_index_state WHERE target IS NOT NULL ORDER BY updated_at LIMIT $1',
        [maximumOrganizations],
      );
      for (const { organization_id: organizationId } of rows) {
        if (this.stopped) return;
        await this.reindex(organizationId).catch((error: unknown) => {
          logger.error(
            { organizationId, error: describeError(error) },
            "an organisation's index could not be brought up to date; it is tried again",
          );
        });
      }
    } catch (error) {
      logger.warn({ error: describeError(error) }, 'indexes could not be brought up to date; it is tried again');
    }
  }

  private async reindex(organizationId: string): Promise<void> {
    const { dataSource, keys, kinds, logger } = this.tools;
    const organizationKeys = await keys.evenDestroyed(organizationId);
    if (organizationKeys.destroyed) return;
    for (let step: ReindexStep = 'MORE'; step === 'MORE' && !this.stopped;) {
      step = await inOrganization(organizationKeys, () => dataSource.transaction((db) => reindexBatch(db, kinds)));
      if (step === 'DONE') logger.info({ organizationId }, 'the index is up to date');
      if (step === 'ELSEWHERE')
        logger.warn({ organizationId }, 'habeas reindex and this service go by different files of organisations');
    }
  }
}
