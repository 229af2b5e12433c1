/**
 * The term index: keyed digests of every identifying value and of the words of names and addresses, each pointing to its
 * record. A search is a lookup of digests (R3), on however many people, and the index holds no personal value.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../security/organization-context';
import type { OrganizationEntity } from './entity-loader';
import { rowReader } from './read-rows';
import { isValueType, isWordType, normalizeValue, type Identifier, type ValueTerm } from '../terms';

/** A value that a record is to be found by; `field` says which of the record's fields holds it. */
export interface IndexedIdentifier extends Identifier {
  field: string;
}

/** A record with all the values that it is to be found by. */
export interface IndexedRecord {
  id: string;
  identifiers: IndexedIdentifier[];
}

/** A page of ids in ascending order. */
export interface IdPage {
  after: string | null;
  limit: number;
}

const digestOf = (type: string, text: string) => currentKeys().digest(`${type}:${text}`);

/** Words are looked up one by one, so a name or address is indexed by its words, any other value as a whole. */
function digests(type: Identifier['type'], normalized: { key: string; tokens: string[] }): Buffer[] {
  return (isWordType(type) ? normalized.tokens : [normalized.key]).map((text) => digestOf(type, text));
}

/** Indexes records that are not in the index yet. Values that identify nobody are left out. */
export async function addToTermIndex(
  manager: EntityManager,
  recordType: string,
  records: IndexedRecord[],
): Promise<void> {
  const rows: { type: string; digest: Buffer; id: string; field: string }[] = [];
  for (const { id, identifiers } of records) {
    for (const { type, value, field } of identifiers) {
      const normalized = isValueType(type) ? normalizeValue(type, value) : null;
      for (const digest of normalized ? digests(type, normalized) : []) rows.push({ type, digest, id, field });
    }
  }
  if (rows.length === 0) return;
  await manager.query(
    `INSERT INTO personal_data_term (organization_id, type, digest, record_type, record_id, field)
     SELECT $1, type, digest, $2, record_id, field
     FROM unnest($3::text[], $4::bytea[], $5::uuid[], $6::text[]) AS given (type, digest, record_id, field)
     ON CONFLICT DO NOTHING`,
    [
      currentKeys().organizationId,
      recordType,
      rows.map((row) => row.type),
      rows.map((row) => row.digest),
      rows.map((row) => row.id),
      rows.map((row) => row.field),
    ],
  );
}

/** Takes records out of the index. */
export async function removeFromTermIndex(manager: EntityManager, recordType: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await manager.query(
    'DELETE FROM personal_data_term WHERE organization_id = $1 AND record_type = $2 AND record_id = ANY($3::uuid[])',
    [currentKeys().organizationId, recordType, ids],
  );
}

/** Indexes records anew after their values changed. */
export async function replaceInTermIndex(
  manager: EntityManager,
  recordType: string,
  records: IndexedRecord[],
): Promise<void> {
  await removeFromTermIndex(
    manager,
    recordType,
    records.map((record) => record.id),
  );
  await addToTermIndex(manager, recordType, records);
}

/** The index's rows of a term, as SQL: the column `record_id`, ascending, one page. */
function termSearch(recordType: string, term: ValueTerm, page: IdPage): { sql: string; parameters: unknown[] } {
  // The longest word is the likeliest to be rare: the lookup starts there and the other words are checked against it.
  const ordered = isWordType(term.type) ? [...term.tokens].sort((a, b) => b.length - a.length) : [term.key];
  const [first, ...others] = ordered.map((text) => digestOf(term.type, text));
  const parameters: unknown[] = [currentKeys().organizationId, term.type, recordType, page.after, page.limit, first];
  const checks = others.map((digest) => {
    parameters.push(digest);
    return `AND EXISTS (
      SELECT 1 FROM personal_data_term other
      WHERE other.organization_id = $1 AND other.type = $2 AND other.digest = $${parameters.length}
        AND other.record_type = $3 AND other.record_id = found.record_id AND other.field = found.field)`;
  });
  const sql = `SELECT DISTINCT record_id FROM personal_data_term found
     WHERE organization_id = $1 AND type = $2 AND digest = $6 AND record_type = $3
       AND ($4::uuid IS NULL OR record_id > $4) ${checks.join(' ')}
     ORDER BY record_id LIMIT $5`;
  return { sql, parameters };
}

/**
 * Ids of the records that a term identifies, ascending, a page at a time. For names and addresses every word of the term
 * must stand in one field of the record.
 */
export async function searchTermIndex(
  db: EntityManager,
  recordType: string,
  term: ValueTerm,
  page: IdPage,
): Promise<string[]> {
  const { sql, parameters } = termSearch(recordType, term, page);
  const rows: { record_id: string }[] = await db.query(sql, parameters);
  return rows.map((row) => row.record_id);
}

/** The records that {@link searchTermIndex} finds, from their own table, in the same statement. */
export async function searchRows<T extends OrganizationEntity>(
  db: EntityManager,
  entity: new () => T,
  recordType: string,
  term: ValueTerm,
  page: IdPage,
): Promise<T[]> {
  const rows = rowReader(db, entity);
  const { sql, parameters } = termSearch(recordType, term, page);
  // LIMIT keeps it a lookup for each id, however many the planner expects: never a walk through the whole table.
  return rows.read(
    db,
    `FROM (${sql}) found
     CROSS JOIN LATERAL (SELECT * FROM ${rows.table} WHERE organization_id = $1 AND id = found.record_id LIMIT 1) item
     ORDER BY item.id`,
    parameters,
  );
}
