/** The other persons whom records are about (R31, R34): what keeps the data of one of them keeps the record when the other is erased. */
import type { ServiceContext } from '../context';
import { checkedFirst } from '../base/persistence/keyset';
import { coverageOf } from '../base/persistence/term-index/mark';
import { parseTerm, subjectTypeOf, type IdType, type TermInput } from '../base/terms';
import type { ContractContext, LinkedSubject, PersonalDataDefinition, RecordSource } from './definition';
import { maximumPage } from './find';
import { assertRequestPurpose } from './purpose';
import { decodeCursor, encodeCursor } from './source-cursor';

/**
 * The persons of a table's rows other than the term's own, from columns with their ids: `linked` of a `rowSource`.
 * @param table the table; it and the columns come from the code, never from a caller
 */
export const linkedBy =
  (table: string, columns: Partial<Record<Exclude<IdType, 'DIALER_CONTACT_ID'>, string>>) =>
  async (ids: string[], { db, organizationId, term }: ContractContext): Promise<LinkedSubject[]> => {
    const persons = Object.entries(columns).map(([type, column]) => `('${type}', item.${column})`);
    const rows: { type: keyof typeof columns; id: string }[] = await db.query(
      `SELECT DISTINCT person.type, person.id FROM ${table} item
       CROSS JOIN LATERAL (VALUES ${persons.join(', ')}) AS person (type, id)
       WHERE item.organization_id = $1 AND item.id = ANY($2::uuid[]) AND person.id IS NOT NULL`,
      [organizationId, ids],
    );
    return rows
      .filter(({ type, id }) => term.kind !== 'id' || type !== term.type || id !== term.id.toLowerCase())
      .map(({ type, id }) => ({ type: subjectTypeOf[type], id }));
  };

/** The contract's `LinkedSubjectPage`. */
export interface LinkedSubjectPage {
  subjects: LinkedSubject[];
  endCursor: string | null;
}

/** The persons of at most `first` records, in the order of `personalData`. */
async function findLinked(
  sources: RecordSource[],
  context: ContractContext,
  first: number,
  after: string | null | undefined,
): Promise<LinkedSubjectPage> {
  const start = decodeCursor(after, sources.length);
  const found = new Map<string, LinkedSubject>();
  const page = (endCursor: string | null) => ({ subjects: [...found.values()], endCursor });
  let room = first;
  let id = start.id;
  for (let index = start.source; index < sources.length; index += 1, id = null) {
    const linked = await sources[index]?.linked?.(context, { after: id, limit: room });
    for (const subject of linked?.subjects ?? []) found.set(`${subject.type}:${subject.id}`, subject);
    const seen = linked?.seen ?? [];
    if (seen.length >= room) return page(encodeCursor({ source: index, id: seen.at(-1) ?? null }));
    room -= seen.length;
  }
  return page(null);
}

/** The resolver of `Query.linkedSubjects`, for a service with a source that says `linked`. */
export function linkedResolvers({ records, requiresSubject }: PersonalDataDefinition) {
  if (!records.some((source) => 'linked' in source)) return {};
  return {
    linkedSubjects: (
      _: unknown,
      args: { term: TermInput; first: number; after?: string | null; asOf?: string | null },
      { caller, db, blobs, organizationId }: ServiceContext,
    ): LinkedSubjectPage | Promise<LinkedSubjectPage> => {
      assertRequestPurpose(caller);
      const term = parseTerm(args.term);
      const coverage = coverageOf(args.asOf);
      checkedFirst(args.first, maximumPage, maximumPage);
      const context = { organizationId, term, db, blobs, coverage };
      if (requiresSubject && term.kind !== 'id') return { subjects: [], endCursor: null };
      return findLinked(records, context, args.first, args.after);
    },
  };
}
