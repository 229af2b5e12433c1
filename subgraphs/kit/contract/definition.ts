/**
 * What a service declares about the personal data that it holds. From this the kit builds the contract's three fields
 * (`schema/contract.graphql`): it parses terms, pages, keeps the account of each request, and makes repeated calls harmless.
 */
import type { EntityManager } from 'typeorm';
import type { BlobStore } from '../base/blobs/blob-store';
import type { Coverage } from '../base/persistence/term-index/mark';
import type { IndexedKind } from '../base/persistence/term-index/reindex';
import type { IdPage } from '../base/persistence/term-index/search';
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
  /** Why the value is not shown; absent or null when it is. */
  withheld?: PersonalDataWithholding | null;
}

/** The contract's `PersonalDataAttachment`. This service serves the bytes at `path`. */
export interface PersonalDataAttachment {
  id: string;
  filename: string;
  mediaType: string;
  byteSize: number;
  sha256: string;
  path: string;
}

/** One stored item about the person. Pages are in the order of `id`. */
export interface FoundRecord {
  id: string;
  createdAt: Date | null;
  fields: PersonalDataField[];
  attachments?: PersonalDataAttachment[];
  /** The subject whose own record this is. Only the service that owns the subject sets it, in a source that `holdsSubjects`. */
  subject?: DataSubject;
}

/** A number of records that were changed, and how. */
export interface DispositionCount {
  /** Only when it differs from the source's own record type: for an attachment that was erased with its message. */
  recordType?: string;
  disposition: PersonalDataDisposition;
  count: number;
}

/** Records that are kept, and why. Each counts once in a request, however often it is reported. */
export interface KeptRecords {
  recordType?: string;
  disposition: 'RETAINED' | 'NOT_SUPPORTED';
  recordIds: string[];
  /** The reason, in words for the data subject. */
  reason: string;
  retainUntil?: Date;
}

/** A correction (Art. 16): every value of this type that equals `existing` becomes `updated`. */
export interface Replacement {
  type: IdentifierType;
  existing: string;
  updated: string;
  /** Called for each value that equals `existing`, with its fate, so that each replacement can be reported by itself. */
  onFound?: (fate: ReplacementFate) => void;
}

/**
 * What became of a value that a replacement names. REPLACED: it was corrected. RIGHT: it was already correct. UNPLACED: it is
 * held and was not changed, since the correction cannot be split into the stored parts, or a text without spaces does not tell where
 * it ends. UNREADABLE: it may be in something that the service can neither read nor change, or cannot tell from something else.
 */
export type ReplacementFate = 'REPLACED' | 'RIGHT' | 'UNPLACED' | 'UNREADABLE';

/** A person whom a record is about beside the one that the term identifies: the contract's `LinkedSubject`. */
export type LinkedSubject = Pick<DataSubject, 'type' | 'id' | 'contactListId'>;

/** What a record source works with. `db` is the connection of the call, in a transaction for a change; a source uses no other. */
export interface ContractContext {
  organizationId: string;
  term: Term;
  db: EntityManager;
  blobs: BlobStore;
  /** Which of the records that the term identifies are meant (R25); null for all of them. */
  coverage: Coverage | null;
}

/**
 * One kind of record that a service holds: `Message`, `Recording`. Every method works on the records that the context's term
 * identifies and its `coverage` includes, and on no more than `limit` of them.
 */
export interface RecordSource {
  /** The type's name in the service's schema. */
  recordType: string;

  /** Whether its records are subjects' own records. A source without any is skipped when an operation wants no records. */
  holdsSubjects: boolean;

  /** The records that the term identifies, ascending by id, after `page.after`, `page.limit` at most. */
  find(context: ContractContext, page: IdPage): Promise<FoundRecord[]>;

  /** The number of records that the term identifies, up to `limit`. Only asked about records that a mark does not cover. */
  count(context: ContractContext, limit: number): Promise<number>;

  /**
   * Erases or anonymises at most `limit` records; which of the two is the service's decision (R12). Fewer than `limit` handled
   * means that none is left. A record that has been handled must not be found again.
   */
  erase(
    context: ContractContext,
    limit: number,
  ): Promise<{ handled: number; done: DispositionCount[]; kept?: KeptRecords[] }>;

  /**
   * Replaces values in the records of one page (R14). `seen` are the ids of the page's records, changed or not. What cannot
   * be changed is reported as NOT_SUPPORTED, never as done.
   */
  rectify(
    context: ContractContext,
    replacements: Replacement[],
    page: IdPage,
  ): Promise<{ seen: string[]; done: DispositionCount[]; kept?: KeptRecords[] }>;

  /**
   * The other persons whom the records of one page are about (R31), for a service whose schema imports `linked.graphql`. `seen` are the
   * ids of the page's records, as of `rectify`.
   */
  linked?(context: ContractContext, page: IdPage): Promise<{ seen: string[]; subjects: LinkedSubject[] }>;
}

/** What a service declares about the personal data that it holds. */
export interface PersonalDataDefinition {
  /** True when data are found by ids only. Every other term is then answered with `subjectRequired` (R7). */
  requiresSubject: boolean;
  /**
   * The sources, a subject's own record first. Pages list them in this order. Erasure and rectification go from the last to the
   * first, so that a subject's own record goes last.
   */
  records: RecordSource[];
  /** The kinds of record in the term index, so that `habeas reindex` can move it to another normalisation while the service runs. */
  indexed?: IndexedKind[];
  /** Places that no request reaches (R18), for a service whose schema imports `unreachable.graphql`. */
  unreachable?: UnreachableSource[];
  /** The subjects of the rows of its own types (R34), for a service whose schema imports `restriction.graphql`. */
  restricted?: RestrictedTypes;
}
