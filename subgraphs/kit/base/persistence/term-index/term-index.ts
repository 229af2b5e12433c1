/**
 * The term index: keyed digests of every identifying value, and of the words of names and addresses, each with its record. A search
 * is a lookup of digests (R3), however many people there are, and the index holds no personal value.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../security/organization-context';
import type { OrganizationEntity } from '../entity-loader';
import { coveredBy, type Coverage } from './mark';
import { rowReader } from '../read-rows';
import { formerNormalization, rememberingNormalization } from './term-index-state';
import { formerlySearched } from '../../terms/normalization';
import { isValueType, normalizeValue, sourcedKey, type Identifier, type ValueTerm } from '../../terms';

/** A value by which a record can be found; `field` names the record's field that holds it, and is empty for the record as a whole. */
export interface IndexedIdentifier extends Identifier {
  field: string;
  /** The value cannot be searched for: the index only lists it as unreachable (R18). */
  unreachable?: boolean;
}

/** Stands in place of the digest of a value that cannot be read as its stated type. */
export const unreadable = Buffer.alloc(0);

/** A record with all values by which it can be found. */
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

/**
 * The digests of a value; {@link unreadable} for one that cannot be read (R18); none for an empty one.
 * @param digest makes the digest of a text of a type
 */
function digestsOf(
  { type, value, source, unreachable = false }: IndexedIdentifier,
  digest: (type: string, text: string) => Buffer,
): Buffer[] {
  if (!isValueType(type) || value.trim() === '') return [];
  const normalized = unreachable ? null : normalizeValue(type, value);
  if (!normalized) return [unreadable];
  // An external id is found with and without the system that gave it.
  const texts = new Set(normalized.indexed.flatMap((text) => [text, sourcedKey(text, source?.trim())]));
  return [...texts].map((text) => digest(type, text));
}

interface IndexRows {
  types: string[];
  digests: Buffer[];
  ids: string[];
  fields: string[];
}

/** The index's rows for records. A value that cannot be read is marked as such. */
function rowsOf(records: IndexedRecord[]): IndexRows {
  const rows: IndexRows = { types: [], digests: [], ids: [], fields: [] };
  // Records share many words (first names, towns), and a digest costs more than the rest of its row.
  const known = new Map<string, Buffer>();
  const digest = (type: string, text: string) => {
    const key = `${type}:${text}`;
    const made = known.get(key) ?? digestOf(type, text);
    known.set(key, made);
    return made;
  };
  for (const { id, identifiers } of records)
    for (const identifier of identifiers)
      for (const each of digestsOf(identifier, digest)) {
        rows.types.push(identifier.type);
        rows.digests.push(each);
        rows.ids.push(id);
        rows.fields.push(identifier.field);
      }
  return rows;
}

const given = 'unnest($3::text[], $4::bytea[], $5::uuid[], $6::text[]) AS given (type, digest, record_id, field)';

/** Adds records to the index. Rows that exist keep their age (R25). */
export async function addToTermIndex(
  manager: EntityManager,
  recordType: string,
  records: IndexedRecord[],
): Promise<void> {
  const { types, digests, ids, fields } = rowsOf(records);
  if (ids.length === 0) return;
  const parameters = [currentKeys().organizationId, recordType, types, digests, ids, fields];
  await manager.query(
    `WITH ${rememberingNormalization(parameters)}
     INSERT INTO personal_data_term (organization_id, type, digest, record_type, record_id, field)
     SELECT $1, type, digest, $2, record_id, field FROM ${given} ON CONFLICT DO NOTHING`,
    parameters,
  );
}

/** Removes records from the index. */
export async function removeFromTermIndex(manager: EntityManager, recordType: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await manager.query(
    'DELETE FROM personal_data_term WHERE organization_id = $1 AND record_type = $2 AND record_id = ANY($3::uuid[])',
    [currentKeys().organizationId, recordType, ids],
  );
}

/**
 * Brings the index up to date after the values of records have changed. Rows of values that stay are left as they are, so that they
 * keep their age (R25).
 */
export async function replaceInTermIndex(
  manager: EntityManager,
  recordType: string,
  records: IndexedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const { types, digests, ids, fields } = rowsOf(records);
  await manager.query(
    `DELETE FROM personal_data_term term
     WHERE organization_id = $1 AND record_type = $2 AND record_id = ANY($7::uuid[]) AND NOT EXISTS (
       SELECT 1 FROM ${given} WHERE given.record_id = term.record_id AND given.type = term.type
         AND given.digest = term.digest AND given.field = term.field)`,
    [currentKeys().organizationId, recordType, types, digests, ids, fields, records.map(({ id }) => id)],
  );
  await addToTermIndex(manager, recordType, records);
}

/** The digests that find a term. For each way of reading the term, all digests of a list must be found in one field. */
const readingsOf = ({ type, searched, source }: ValueTerm): Buffer[][] =>
  searched.map((texts) =>
    // The longest word is probably the rarest: the lookup starts with it, and the other words are checked against its rows.
    [...texts].sort((a, b) => b.length - a.length).map((text) => digestOf(type, sourcedKey(text, source))),
  );

/** A term with the digests that find it in rows of a former normalisation, while such rows may exist. */
async function asIndexed(db: EntityManager, term: ValueTerm): Promise<ValueTerm> {
  const former = await formerNormalization(db);
  if (former === null) return term;
  return { ...term, searched: [...term.searched, ...formerlySearched(term.type, term.value, former)] };
}

/**
 * SQL: the index's rows of a term, as the column `record_id`, ascending, one page. A term that can be read in several ways finds
 * what any reading finds. A covered record held all words of a reading in one field at the mark; a record on the NEWER side matches
 * now, and did not match at the mark in any reading.
 */
function termSearch(
  recordType: string,
  term: ValueTerm,
  page: IdPage,
  coverage: Coverage | null,
): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [currentKeys().organizationId, term.type, recordType, page.after, page.limit];
  const place = (value: unknown) => `$${parameters.push(value)}`;
  const covered = (row: string) => (coverage ? coveredBy(row, coverage.mark, parameters) : 'true');
  const anyAge = () => 'true';
  const readings = readingsOf(term).map(([first, ...others]) => ({
    first: place(first),
    others: others.length === 0 ? null : place(others),
  }));
  type Reading = (typeof readings)[number];
  const holds = (row: string, { first, others }: Reading, age: (row: string) => string) =>
    `${row}.organization_id = $1 AND ${row}.type = $2 AND ${row}.digest = ${first} AND ${row}.record_type = $3 AND ${age(row)}${
      others
        ? ` AND NOT EXISTS (SELECT 1 FROM unnest(${others}::bytea[]) AS word WHERE NOT EXISTS (
            SELECT 1 FROM personal_data_term other
            WHERE other.organization_id = $1 AND other.type = $2 AND other.digest = word AND other.record_type = $3
              AND other.record_id = ${row}.record_id AND other.field = ${row}.field AND ${age('other')}))`
        : ''
    }`;
  const meant = (reading: Reading) =>
    coverage?.side === 'NEWER'
      ? [
          holds('found', reading, anyAge),
          ...readings.map(
            (other) => `NOT EXISTS (SELECT 1 FROM personal_data_term held
              WHERE held.record_id = found.record_id AND ${holds('held', other, covered)})`,
          ),
        ].join(' AND ')
      : holds('found', reading, covered);
  const selects = readings.map(
    (reading) => `(SELECT DISTINCT record_id FROM personal_data_term found
     WHERE ${meant(reading)} AND ($4::uuid IS NULL OR record_id > $4) ORDER BY record_id LIMIT $5)`,
  );
  if (selects.length === 1) return { sql: selects.join(''), parameters };
  return { sql: `SELECT record_id FROM (${selects.join(' UNION ')}) read ORDER BY record_id LIMIT $5`, parameters };
}

/**
 * The ids of the records that a term identifies, ascending, one page at a time. Every word of a name or address must stand in one
 * field of the record.
 * @param coverage which of them, by a mark; null for all
 */
export async function searchTermIndex(
  db: EntityManager,
  recordType: string,
  term: ValueTerm,
  page: IdPage,
  coverage: Coverage | null = null,
): Promise<string[]> {
  const { sql, parameters } = termSearch(recordType, await asIndexed(db, term), page, coverage);
  const rows: { record_id: string }[] = await db.query(sql, parameters);
  return rows.map((row) => row.record_id);
}

/** The records that {@link searchTermIndex} finds, read from their own table in the same statement. */
export async function searchRows<T extends OrganizationEntity>(
  db: EntityManager,
  entity: new () => T,
  recordType: string,
  term: ValueTerm,
  page: IdPage,
  coverage: Coverage | null = null,
): Promise<T[]> {
  const rows = rowReader(db, entity);
  const { sql, parameters } = termSearch(recordType, await asIndexed(db, term), page, coverage);
  // LIMIT makes the planner look each id up, however many it expects, and never scan the whole table.
  return rows.read(
    db,
    `FROM (${sql}) found
     CROSS JOIN LATERAL (SELECT * FROM ${rows.table} WHERE organization_id = $1 AND id = found.record_id LIMIT 1) item
     ORDER BY item.id`,
    parameters,
  );
}
