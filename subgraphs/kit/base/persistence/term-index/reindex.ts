/**
 * Brings an organisation's term index to the current normalisation (R3) while the service runs: in batches, each in a transaction
 * that also stores where the next one continues. A stop at any moment loses nothing and repeats nothing.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../security/organization-context';
import { currentNormalization } from '../../terms/normalization';
import type { OrganizationEntity } from '../entity-loader';
import { rowReader } from '../read-rows';
import { addToTermIndex, replaceInTermIndex, type IndexedRecord } from './term-index';
import { normalizationOf, type TermIndexState } from './term-index-state';

/** A kind of record that is found by its values. */
export interface IndexedKind<T extends OrganizationEntity = OrganizationEntity> {
  /** Its record type in the term index. */
  recordType: string;
  /** The entity. Its table needs the columns `held_since` and `held_by_transaction` (`addMarkColumns`). */
  entity: new () => T;
  /** What the index is to hold of the rows, in any order. A row that nobody is to be found by has no identifiers. */
  index(rows: T[], db: EntityManager): IndexedRecord[] | Promise<IndexedRecord[]>;
}

/** Records in one transaction. */
const batchSize = 200;

/**
 * The result of a batch: MORE is left, DONE, BUSY (another process is working on it), or ELSEWHERE: the requested normalisation is
 * not this process's, which reads another file of organisations' settings.
 */
export type ReindexStep = 'MORE' | 'DONE' | 'BUSY' | 'ELSEWHERE';

/** Indexes the next batch of the organisation again, in the transaction `db`. */
export async function reindexBatch(db: EntityManager, kinds: readonly IndexedKind[]): Promise<ReindexStep> {
  const { organizationId } = currentKeys();
  const states: TermIndexState[] = await db.query(
    'SELECT * FROM term_index_state WHERE organization_id = $1 AND target IS NOT NULL FOR UPDATE SKIP LOCKED',
    [organizationId],
  );
  const [state] = states;
  if (!state) return 'BUSY';
  const target = normalizationOf(state.target ?? '');
  if (target !== currentNormalization()) return 'ELSEWHERE';
  const position = Math.max(
    0,
    kinds.findIndex(({ recordType }) => recordType === state.record_type),
  );
  const kind = kinds[position];
  const ids = kind ? await indexAnew(db, kind, state.after_id) : [];
  const next = ids.length < batchSize ? kinds[position + 1] : kind;
  if (!next) {
    await db.query(
      `UPDATE term_index_state SET normalization = $3, target = NULL, record_type = NULL, after_id = NULL,
         done = done + $2, updated_at = now() WHERE organization_id = $1`,
      [organizationId, ids.length, target],
    );
    return 'DONE';
  }
  await db.query(
    `UPDATE term_index_state SET record_type = $2, after_id = $3, done = done + $4, updated_at = now()
     WHERE organization_id = $1`,
    [organizationId, next.recordType, next === kind ? ids.at(-1) : null, ids.length],
  );
  return 'MORE';
}

/** Indexes the records after an id again. They are locked, so that no change of them is lost. @returns their ids */
async function indexAnew<T extends OrganizationEntity>(
  db: EntityManager,
  kind: IndexedKind<T>,
  after: string | null,
): Promise<string[]> {
  const { organizationId } = currentKeys();
  const { entity, recordType } = kind;
  const reader = rowReader(db, entity);
  const rows = await reader.read(
    db,
    `FROM ${reader.table} item WHERE item.organization_id = $1 AND ($2::uuid IS NULL OR item.id > $2)
     ORDER BY item.id LIMIT $3 FOR NO KEY UPDATE`,
    [organizationId, after, batchSize],
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return ids;
  const records = await kind.index(rows, db);
  await addToTermIndex(db, recordType, records);
  // Indexing a value again does not make it younger (R25): it keeps the age of its field. What was in another field of the index keeps
  // its age too; a value that is put together from several is as old as the newest; and one that was not there as old as its record.
  await db.query(
    `UPDATE personal_data_term fresh SET (held_since, held_by_transaction) = (
       SELECT held_since, held_by_transaction FROM (
         SELECT held_since, held_by_transaction,
           CASE WHEN old.field = fresh.field THEN 0 WHEN old.digest = fresh.digest THEN 1 ELSE 2 END AS rank
         FROM personal_data_term old
         WHERE old.organization_id = $1 AND old.record_type = $2 AND old.record_id = fresh.record_id
           AND old.type = fresh.type AND old.held_by_transaction IS DISTINCT FROM pg_current_xact_id()
         UNION ALL
         SELECT held_since, held_by_transaction, 3 FROM ${reader.table} WHERE organization_id = $1 AND id = fresh.record_id
       ) ages ORDER BY rank, held_since DESC LIMIT 1)
     WHERE organization_id = $1 AND record_type = $2 AND record_id = ANY($3::uuid[])
       AND held_by_transaction = pg_current_xact_id()`,
    [organizationId, recordType, ids],
  );
  await replaceInTermIndex(db, recordType, records);
  return ids;
}
