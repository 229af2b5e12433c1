/**
 * What a service says about the personal data it holds. From this the kit makes the contract's three fields
 * (`schema/contract.graphql`): it parses terms, pages, keeps the account of each request, and makes every repetition
 * harmless.
 */
import type { EntityManager } from 'typeorm';
import type { BlobStore } from '../base/blobs/blob-store';
import type { IdPage } from '../base/persistence/term-index';
import type { UnreachableSource } from './unreachable';
import type { PersonalDataCategory, PersonalDataDisposition } from '../base/schema.generated';
import type { Identifier, IdentifierType, Term } from '../base/terms';

export type { PersonalDataCategory, PersonalDataDisposition };

/** The contract's `DataSubject`. */
export interface DataSubject {
  type: 'USER' | 'EXTERNAL_CONTACT' | 'DIALER_CONTACT';
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
}

/** What a record source works with. `db` is the transaction of the call; nothing else may touch the database. */
export interface ContractContext {
  organizationId: string;
  term: Term;
  db: EntityManager;
  blobs: BlobStore;
}

/**
 * One kind of record that a service holds: `Message`, `Recording`. All its methods answer for the term in the context and
 * are bounded by `limit`.
 */
export interface RecordSource {
  /** The type's name in the service's schema. */
  recordType: string;

  /** Whether its records are subjects' own. What holds none is not read for an operation that wants no records. */
  holdsSubjects: boolean;

  /** The records that the term identifies, ascending by id, after `page.after`, `page.limit` at most. */
  find(context: ContractContext, page: IdPage): Promise<FoundRecord[]>;

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
  /** Places that no request reaches (R18), for a service whose schema imports `unreachable.graphql`. */
  unreachable?: UnreachableSource[];
}
