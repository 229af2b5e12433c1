/** Searches the term index: which records a term identifies (R3), and which of them a mark covers (R25). */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../security/organization-context';
import { sourcedKey, type ValueTerm } from '../../terms';
import { formerlySearched } from '../../terms/normalization';
import type { OrganizationEntity } from '../entity-loader';
import { rowReader } from '../read-rows';
import { coveredBy, type Coverage } from './mark';
import { digestOf } from './term-index';
import { formerNormalization } from './term-index-state';

/** A page of ids in ascending order. */
export interface IdPage {
  after: string | null;
  limit: number;
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
