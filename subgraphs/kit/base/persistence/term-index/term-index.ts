/**
 * The term index: keyed digests of every identifying value, and of the words of names and addresses, each with its record. A search
 * is a lookup of digests (R3), however many people there are, and the index holds no personal value.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../security/organization-context';
import { rememberingNormalization } from './term-index-state';
import { isValueType, isWordType, normalizeValue, sourcedKey, valueTypes, type Identifier } from '../../terms';

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

/** The digest of a text of a type, as the index holds it. */
export const digestOf = (type: string, text: string) => currentKeys().digest(`${type}:${text}`);

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

/** The types whose digests are of whole values. */
const wholeTypes = valueTypes.filter((type) => !isWordType(type));

/**
 * Adds rows of records that the index already holds. A value that another field of the record holds has been held for as long as there:
 * it was moved or copied. This is not so for words of names and addresses, of which one field must have held all (R25).
 */
async function addChanged(
  manager: EntityManager,
  recordType: string,
  { types, digests, ids, fields }: IndexRows,
): Promise<void> {
  if (ids.length === 0) return;
  const parameters: unknown[] = [currentKeys().organizationId, recordType, types, digests, ids, fields, wholeTypes];
  await manager.query(
    `WITH ${rememberingNormalization(parameters)}
     INSERT INTO personal_data_term (organization_id, type, digest, record_type, record_id, field, held_since, held_by_transaction)
     SELECT $1, type, digest, $2, record_id, field, coalesce(elsewhere.held_since, clock_timestamp()),
       CASE WHEN elsewhere.held_since IS NULL THEN pg_current_xact_id() ELSE elsewhere.held_by_transaction END
     FROM ${given}
     LEFT JOIN LATERAL (
       SELECT held_since, held_by_transaction FROM personal_data_term term
       WHERE term.organization_id = $1 AND term.type = given.type AND term.digest = given.digest
         AND term.record_type = $2 AND term.record_id = given.record_id AND given.type = ANY($7::text[])
         AND term.held_since < 'infinity'
       ORDER BY held_since LIMIT 1) elsewhere ON true
     ON CONFLICT DO NOTHING`,
    parameters,
  );
}

/**
 * Brings the index up to date after the values of records have changed. Rows of values that stay are left as they are, so that they
 * keep their age (R25), and so does a whole value that is moved to another field.
 */
export async function replaceInTermIndex(
  manager: EntityManager,
  recordType: string,
  records: IndexedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const rows = rowsOf(records);
  // Before the removal: the rows of former fields tell since when the record has held a value.
  await addChanged(manager, recordType, rows);
  await manager.query(
    `DELETE FROM personal_data_term term
     WHERE organization_id = $1 AND record_type = $2 AND record_id = ANY($7::uuid[]) AND NOT EXISTS (
       SELECT 1 FROM ${given} WHERE given.record_id = term.record_id AND given.type = term.type
         AND given.digest = term.digest AND given.field = term.field)`,
    [
      currentKeys().organizationId,
      recordType,
      rows.types,
      rows.digests,
      rows.ids,
      rows.fields,
      records.map(({ id }) => id),
    ],
  );
}
