/** What columns of requests and tasks hold that is more than a word or a number. */
import type { Identifier, PersonalDataDisposition } from '../../subgraphs/kit';

/** What a service did with records of one type, as it reported it. */
export interface StoredDisposition {
  recordType: string;
  disposition: PersonalDataDisposition;
  count: number;
  reason: string | null;
  retainUntil: string | null;
}

interface Disposed {
  dispositions: StoredDisposition[];
}

const erasing: readonly PersonalDataDisposition[] = ['ERASED', 'ANONYMIZED'];
const changing: readonly PersonalDataDisposition[] = [...erasing, 'RECTIFIED'];

const hasDone = ({ dispositions }: Disposed, what: readonly PersonalDataDisposition[]): boolean =>
  dispositions.some(({ disposition, count }) => count > 0 && what.includes(disposition));

/** Whether a service has removed anything. */
export const hasRemoved = (task: Disposed): boolean => hasDone(task, erasing);

/** Whether a service has removed or corrected anything. */
export const hasChanged = (task: Disposed): boolean => hasDone(task, changing);

/** SQL: {@link hasRemoved}, of a column of dispositions. */
export const removedIn = (column: string): string =>
  `${column} @? '$[*] ? ((${erasing.map((each) => `@.disposition == "${each}"`).join(' || ')}) && @.count > 0)'`;

/** How the audit log says what was done with records. */
export const dispositionsText = (dispositions: StoredDisposition[]): string =>
  dispositions.map(({ recordType, disposition, count }) => `${recordType} ${disposition} ${count}`).join(', ');

/** How many records, of which type or category. */
export type Counts = Record<string, number>;

/** An identifier that a service found and that the request did not search for. */
export interface FoundIdentifier extends Identifier {
  contactListId?: string | null;
}

/** What became of one replacement in one service (R14), by its place in the request. */
export interface ReplacementOutcome {
  index: number;
  replaced: number;
  notSupported: number;
  found: boolean;
}

/** What the caller of an erasure or rectification agreed to (R16). */
export interface AgreedPlan {
  activeEmployeeAcknowledged: boolean;
  /** What it was to touch: when a legal hold has ended it begins if that is still so (R31). Absent on older requests. */
  planHash?: string;
  /** Of a request by a value that an earlier version made: the subjects that it matched, as digests in hexadecimal. */
  subjects?: string[];
}

/** Why somebody rejected a request that waited for their approval (R30). */
export type RejectionReason =
  'IDENTITY_NOT_CONFIRMED' | 'WRONG_PERSON' | 'UNFOUNDED' | 'EXCESSIVE' | 'NOT_OUR_DATA' | 'OTHER';
