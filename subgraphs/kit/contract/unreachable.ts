/** Places whose personal data no request can reach (R18). A service declares them, so that an auditor can see them. */
import type { EntityManager } from 'typeorm';
import type { ServiceContext } from '../context';
import { currentKeys } from '../base/security/organization-context';
import { checkedFirst } from '../base/persistence/keyset';
import { valueTypes } from '../base/terms';
import { assertRequestPurpose } from './purpose';
import { decodeCursor, encodeCursor } from './source-cursor';

/** One kind of place: the records of one table that meet a condition. */
export interface UnreachableSource {
  /** The type's name in the service's schema. */
  recordType: string;
  /** Where in the record. It never holds a value. */
  location: string;
  reason: string;
  remedy: string;
  /** The table, and the condition on its rows: SQL from the code, never from a caller. */
  table: string;
  condition: string;
}

/**
 * The records with a value that cannot be read as its stated type, as the term index has marked them (R3).
 * @param recordType their type in the term index and in the schema
 */
export const unreadableValues = (recordType: string, table: string): UnreachableSource => ({
  recordType,
  location: 'a value that cannot be read as what its field or column holds, such as a phone number without its country',
  reason:
    'A value that cannot be read is not searched, so that nobody is found by it. A number that cannot be read is not called.',
  remedy:
    'Write it as it is read: a phone number in international form. Or state the phone region of the organisation.',
  table,
  condition: `id IN (SELECT record_id FROM personal_data_term WHERE organization_id = $1 AND digest = ''
    AND type IN (${valueTypes.map((type) => `'${type}'`).join(', ')}) AND record_type = '${recordType}' AND field <> '')`,
});

async function idsOf(
  db: EntityManager,
  { table, condition }: UnreachableSource,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows: { id: string }[] = await db.query(
    `SELECT id FROM ${table} WHERE organization_id = $1 AND ($2::uuid IS NULL OR id > $2) AND ${condition} ORDER BY id LIMIT $3`,
    [currentKeys().organizationId, after, limit],
  );
  return rows.map(({ id }) => id);
}

/** The resolver of `Query.unreachableData`, for a service that declares sources. */
export function unreachableResolvers(sources: readonly UnreachableSource[]) {
  return {
    unreachableData: async (
      _: unknown,
      { first, after }: { first: number; after?: string | null },
      { caller, db }: ServiceContext,
    ) => {
      assertRequestPurpose(caller);
      checkedFirst(first);
      const start = decodeCursor(after, sources.length);
      const places: { recordType: string; recordId: string; location: string; reason: string; remedy: string }[] = [];
      let id = start.id;
      for (let index = start.source; index < sources.length; index += 1, id = null) {
        const source = sources[index] as UnreachableSource;
        const { recordType, location, reason, remedy } = source;
        const room = first - places.length;
        const found = await idsOf(db, source, id, room + 1);
        for (const recordId of found.slice(0, room)) places.push({ recordType, recordId, location, reason, remedy });
        if (found.length > room) {
          // If the page was full before this source, the next one starts with the first record of the source.
          return { places, endCursor: encodeCursor({ source: index, id: found[room - 1] ?? null }) };
        }
      }
      return { places, endCursor: null };
    },
  };
}
