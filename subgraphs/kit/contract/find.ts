import { checkedFirst } from '../base/persistence/keyset';
import { matchIdentifier, type Identifier } from '../base/terms';
import type { ContractContext, DataSubject, FoundRecord, PersonalDataDefinition } from './definition';
import { decodeCursor, encodeCursor } from './source-cursor';

/** The contract's `PersonalData`. */
export interface PersonalDataPage {
  subjects: (DataSubject & { matchedOn: Identifier[] })[];
  subjectRequired: boolean;
  records: (Omit<FoundRecord, 'subject'> & { recordType: string })[];
  endCursor: string | null;
  newerRecords: number;
}

/** The most records that one page may hold. */
export const maximumPage = 1_000;

/** The most newer records of one kind that are counted. */
const mostCounted = 10_000;

/** The number of records that match and that the context's mark does not cover (R25); 0 without a mark. */
export async function countNewer(definition: PersonalDataDefinition, context: ContractContext): Promise<number> {
  const { coverage, term } = context;
  if (!coverage || (definition.requiresSubject && term.kind !== 'id')) return 0;
  const newer: ContractContext = { ...context, coverage: { ...coverage, side: 'NEWER' } };
  let count = 0;
  for (const source of definition.records) count += await source.count(newer, mostCounted);
  return count;
}

/**
 * One page of what the service holds about the person: records ordered by source and id. Erasures do not change this order, so
 * no page is skipped or repeated. A page's subjects are those whose own records are on it.
 * @param wanted with `records: false` only subjects are wanted: sources without subjects are skipped, and the pages end with
 * the last subject.
 * @throws BAD_USER_INPUT for a page size outside 1 to {@link maximumPage}, or a foreign cursor.
 */
export async function findPersonalData(
  definition: PersonalDataDefinition,
  context: ContractContext,
  first: number,
  after: string | null | undefined,
  wanted: { records: boolean; newerRecords: boolean },
): Promise<PersonalDataPage> {
  checkedFirst(first, maximumPage, maximumPage);
  const start = decodeCursor(after, definition.records.length);
  if (definition.requiresSubject && context.term.kind !== 'id') {
    return { subjects: [], subjectRequired: true, records: [], endCursor: null, newerRecords: 0 };
  }
  const newerRecords = wanted.newerRecords ? await countNewer(definition, context) : 0;
  const page: PersonalDataPage = { subjects: [], subjectRequired: false, records: [], endCursor: null, newerRecords };
  let id = start.id;
  for (let source = start.source; source < definition.records.length; source += 1, id = null) {
    const records = definition.records[source] as PersonalDataDefinition['records'][number];
    if (!wanted.records && !records.holdsSubjects) continue;
    const room = first - page.records.length;
    // One record more than there is room for tells whether another page follows.
    const found = await records.find(context, { after: id, limit: room + 1 });
    for (const { subject, ...record } of found.slice(0, room)) {
      page.records.push({ ...record, recordType: records.recordType });
      if (subject && !records.holdsSubjects) throw new Error(`${records.recordType} is said to hold no subjects.`);
      if (subject) page.subjects.push(explained(subject, context));
      id = record.id;
    }
    if (found.length > room) {
      page.endCursor = encodeCursor({ source, id });
      break;
    }
  }
  return page;
}

/** Says which of the subject's identifiers the term matched (R3). */
function explained(subject: DataSubject, { term }: ContractContext) {
  const matchedOn =
    term.kind === 'id' ? [] : subject.identifiers.filter((identifier) => matchIdentifier(term, identifier));
  return { ...subject, matchedOn };
}
