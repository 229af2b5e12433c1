/** The normalisation that an organisation's term index was built with, and the progress of its reindexing (R3). */
import type { DataSource, EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { LRUCache } from 'lru-cache';
import { currentKeys } from '../../security/organization-context';
import { currentNormalization, firstNormalization } from '../../terms/normalization';

/** The state of an organisation's index. */
export interface TermIndexState {
  organization_id: string;
  /** The normalisation of all rows of the index; while it is reindexed, the former one of the remaining rows. */
  normalization: string;
  /**
   * The normalisation that it is being brought to; null unless `habeas reindex` was called. A migration that changed what a service
   * indexes adds `+` and a name, which keeps processes of the version before away: they would write the index as it was.
   */
  target: string | null;
  /** Where the next batch continues: after the record `after_id` of this type. */
  record_type: string | null;
  after_id: string | null;
  /** The number of records that are done. */
  done: string;
}

/** The normalisation in the target of an index. */
export const normalizationOf = (target: string): string => target.replace(/\+.*$/, '');

/** The advisory lock of the transaction that writes an organisation's first rows. */
const rememberLock = 7_213_002;

/** Creates the table. The existing rows of the index were made with the first normalisation. */
export class TermIndexState1700000000003 implements MigrationInterface {
  name = 'TermIndexState1700000000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE term_index_state (
        organization_id text PRIMARY KEY,
        normalization text NOT NULL,
        target text,
        record_type text,
        after_id uuid,
        done bigint NOT NULL DEFAULT 0,
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(
      `INSERT INTO term_index_state (organization_id, normalization)
       SELECT DISTINCT organization_id, '${firstNormalization}' FROM organization_key`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE term_index_state');
  }
}

/**
 * Requests that indexes of version 2 are brought to version 3 (`habeas reindex`), since version 2 took some numbers for another
 * person's. Where the organisation has another region by now, it waits for the command. Processes of the version before keep away
 * from a target that is not theirs.
 */
export class NormalizationVersion31700000000006 implements MigrationInterface {
  name = 'NormalizationVersion31700000000006';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `UPDATE term_index_state SET target = regexp_replace(coalesce(target, normalization), '^2/([^+]*).*$', '3/\\1'),
         record_type = NULL, after_id = NULL, done = 0, updated_at = now()
       WHERE coalesce(target, normalization) LIKE '2/%'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `UPDATE term_index_state SET target = NULL, record_type = NULL, after_id = NULL
       WHERE target LIKE '3/%' AND normalization LIKE '2/%'`,
    );
  }
}

/**
 * A part of the statement that writes rows of the index: with the first rows of an organisation it records their normalisation.
 * If another transaction is recording it at the moment, this one does not wait.
 */
export const rememberingNormalization = (parameters: unknown[]): string =>
  `remembered AS (
     INSERT INTO term_index_state (organization_id, normalization)
     SELECT $1, $${parameters.push(currentNormalization())} WHERE CASE
       WHEN EXISTS (SELECT 1 FROM term_index_state WHERE organization_id = $1) THEN false
       ELSE pg_try_advisory_xact_lock(${rememberLock}, hashtext($1)) END
     ON CONFLICT DO NOTHING)`;

/** How long the state of an index is cached, in milliseconds. A stale state can only cause more lookups than needed. */
const freshFor = 5_000;
const known = new WeakMap<DataSource, LRUCache<string, { normalization: string | null }>>();

/** The former normalisation that some of the organisation's rows still have; null when none has. */
export async function formerNormalization(db: EntityManager): Promise<string | null> {
  const { organizationId } = currentKeys();
  const states = known.get(db.dataSource) ?? new LRUCache({ max: 1_000, ttl: freshFor });
  known.set(db.dataSource, states);
  let state = states.get(organizationId);
  if (!state) {
    const rows: Pick<TermIndexState, 'normalization'>[] = await db.query(
      'SELECT normalization FROM term_index_state WHERE organization_id = $1',
      [organizationId],
    );
    states.set(organizationId, (state = { normalization: rows[0]?.normalization ?? null }));
  }
  return state.normalization === currentNormalization() ? null : state.normalization;
}
