/**
 * What a service says about the personal data it holds. From this the kit makes the contract's three fields
 * (`schema/contract.graphql`): it parses terms, pages, keeps the account of each request, and makes every repetition
 * harmless.
 */
import type { EntityManager } from 'typeorm';
import type { BlobStore } from '../base/blobs/blob-store';
import type { Coverage } from '../base/persistence/term-index/mark';
import type { IndexedKind } from '../base/persistence/term-index/reindex';
import type { IdPage } from '../base/persistence/term-index/term-index';
import type { RestrictedTypes } from './restriction/restrict-schema';
import type { UnreachableSource } from './unreachable';
import {
  PersonalDataCategory as Category,
  PersonalDataDisposition as Disposition,
  type PersonalDataWithholding,
} from '../base/schema.generated';
import type { Identifier, IdentifierType, SubjectType, Term } from '../base/terms';

/** The contract's `PersonalDataCategory`. */
export const personalDataCategories = Object.values(Category);
export type PersonalDataCategory = Category;

/** The contract's `PersonalDataDisposition`. */
export const personalDataDispositions = Object.values(Disposition);
export type PersonalDataDisposition = Disposition;

/** The contract's `DataSubject`. */
export interface DataSubject {
  type: SubjectType;
  id: string;
  contactListId?: string | null;
  canonicalContactId?: string | null;
  mergeSet: string[];
  activeEmployee?: boolean | null;
  identifiers: Identifier[];
}

/** The contract's `PersonalDataField`. */
export interface PersonalDataField {
  name: string;
  category: PersonalDataCategory;
  value: string;
  /** Why the value itself is not shown, when it is not. */
  withheld?: PersonalDataWithholding | null;
}

/** The contract's `PersonalDataAttachment`; `path` is where this service serves the bytes. */
export interface PersonalDataAttachment {
  id: string;
  filename: string;
  mediaType: string;
  byteSize: number;
  sha256: string;
  path: string;
}

/** One stored item about the person. `id` orders the pages. */
export interface FoundRecord {
  id: string;
  createdAt: Date | null;
  fields: PersonalDataField[];
  attachments?: PersonalDataAttachment[];
  /** Set by the service that owns the subject, on the subject's own record, in a source that `holdsSubjects`. */
  subject?: DataSubject;
}

/** What was done with records. */
export interface DispositionCount {
  /** When it differs from the source's own record type: an attachment erased with its message. */
  recordType?: string;
  disposition: PersonalDataDisposition;
  count: number;
}

/** Records that stay, and why: counted once for each request, however often it is repeated. */
export interface KeptRecords {
  recordType?: string;
  disposition: 'RETAINED' | 'NOT_SUPPORTED';
  recordIds: string[];
  /** The ground, in words that a data subject can be given. */
  reason: string;
  retainUntil?: Date;
}

/** Article 16: every `existing` of this type becomes `updated`. */
export interface Replacement {
  type: IdentifierType;
  existing: string;
  updated: string;
  /** Told of each value that is `existing`, and what became of it: what each replacement did is reported by itself. */
  onFound?: (fate: ReplacementFate) => void;
}

/**
 * What became of a value that a replacement names: corrected; right already; held and not changed, since the correction cannot
 * be placed; or in something that nobody can read or change, where it may be.
 */
export type ReplacementFate = 'REPLACED' | 'RIGHT' | 'UNPLACED' | 'UNREADABLE';

/** What a record source works with. `db` is the transaction of the call; nothing else may touch the database. */
export interface ContractContext {
  organizationId: string;
  term: Term;
  db: EntityManager;
  blobs: BlobStore;
  /** Which of the records that the term identifies are meant (R25); all of them when null. */
  coverage: Coverage | null;
}

/**
 * One kind of record that a service holds: `Message`, `Recording`. All its methods answer for the term in the context, for
 * the records alone that its `coverage` means, and are bounded by `limit`.
 */
export interface RecordSource {
  /** The type's name in the service's schema. */
  recordType: string;

  /** Whether its records are subjects' own. What holds none is not read for an operation that wants no records. */
  holdsSubjects: boolean;

  /** The records that the term identifies, ascending by id, after `page.after`, `page.limit` at most. */
  find(context: ContractContext, page: IdPage): Promise<FoundRecord[]>;

  /** How many records the term identifies, `limit` at most. Asked only of those that a mark does not cover. */
  count(context: ContractContext, limit: number): Promise<number>;

  /**
   * Erases or anonymises `limit` records at most, the service decides which (R12). Fewer than `limit` handled means that
   * none is left. A record that is handled must not be found again.
   */
  erase(
    context: ContractContext,
    limit: number,
  ): Promise<{ handled: number; done: DispositionCount[]; kept?: KeptRecords[] }>;

  /**
   * Replaces values in the records of one page (R14); `seen` are the ids of the page's records, changed or not. What cannot
   * be changed is reported as NOT_SUPPORTED, never as done.
   */
  rectify(
    context: ContractContext,
    replacements: Replacement[],
    page: IdPage,
  ): Promise<{ seen: string[]; done: DispositionCount[]; kept?: KeptRecords[] }>;
}

/** What a service declares. */
export interface PersonalDataDefinition {
  /** True: data are found by an id only, and any other term is answered with `subjectRequired` (R7). */
  requiresSubject: boolean;
  /**
   * The sources, a subject's own record first. Pages list them in this order; erasure and rectification go from the last to
   * the first, so that a subject's record goes when all that hangs on it is gone.
   */
  records: RecordSource[];
  /** The kinds of record in the term index, so that it can be brought to another normalisation while it is served. */
  indexed?: IndexedKind[];
  /** Places that no request reaches (R18), for a service whose schema imports `unreachable.graphql`. */
  unreachable?: UnreachableSource[];
  /** Whose the rows of its own types are (R34), for a service whose schema imports `restriction.graphql`. */
  restricted?: RestrictedTypes;
}
