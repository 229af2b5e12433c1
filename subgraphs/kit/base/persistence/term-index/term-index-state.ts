/** By which normalisation an organisation's rows in the term index were made, and how far they are made anew (R3). */
import type { DataSource, EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { LRUCache } from 'lru-cache';
import { currentKeys } from '../../security/organization-context';
import { currentNormalization, firstNormalization } from '../../terms/normalization';

/** Where an organisation's index stands. */
export interface TermIndexState {
  organization_id: string;
  /** By which all rows of the index were made, or a former one that some still are. */
  normalization: string;
  /** That to which it is being brought; null when nobody has asked for it. */
  target: string | null;
  /** Where it goes on: after this record of this type. */
  record_type: string | null;
  after_id: string | null;
  /** Records that are done. */
  done: string;
}

/** Held by the transaction that writes an organisation's first rows. */
const rememberLock = 7_213_002;

/** What is in the index when this table is made was made by the first normalisation. */
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
 * A part of the statement that writes the first rows of an organisation: it remembers by which normalisation they are made.
 * Whoever comes while another transaction is at it leaves it to that one, and does not wait for it.
 */
export const rememberingNormalization = (parameters: unknown[]): string =>
  `remembered AS (
     INSERT INTO term_index_state (organization_id, normalization)
     SELECT $1, $${parameters.push(currentNormalization())} WHERE CASE
       WHEN EXISTS (SELECT 1 FROM term_index_state WHERE organization_id = $1) THEN false
       ELSE pg_try_advisory_xact_lock(${rememberLock}, hashtext($1)) END
     ON CONFLICT DO NOTHING)`;

/** How long it is believed where an index stands, in milliseconds. Meanwhile more is looked up than has to be, and never less. */
const freshFor = 5_000;
const known = new WeakMap<DataSource, LRUCache<string, { normalization: string | null }>>();

/** The former normalisation by which some of the organisation's rows were made; null when none was. */
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
