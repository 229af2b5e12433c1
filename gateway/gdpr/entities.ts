import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  encryptedJson,
  type DataSubject,
  type Identifier,
  type PersonalDataDisposition,
  type Replacement,
  type Term,
} from '../../subgraphs/kit';
import type { RequestStatus, RequestType, ServiceStatus, Verification } from './lifecycle';

const uuidColumn = { type: 'uuid' } as const;
const timestamp = { type: 'timestamptz' } as const;

/** What a service did with records of one type, as it reported it. */
export interface StoredDisposition {
  recordType: string;
  disposition: PersonalDataDisposition;
  count: number;
  reason: string | null;
  retainUntil: string | null;
}

/** How many records, of which type or category. */
export type Counts = Record<string, number>;

/** An identifier that a service found and that the request did not search for. */
export interface FoundIdentifier extends Identifier {
  contactListId?: string | null;
}

/** What the caller of an erasure or rectification agreed to (R16, R24); what the value reaches later is not covered (R25). */
export interface AgreedPlan {
  /** By a value: the subjects that it matched, as digests. */
  subjects: string[];
  activeEmployeeAcknowledged: boolean;
}

/** One Article 15, 16 or 17 action on one term. */
@Entity({ name: 'gdpr_request' })
export class GdprRequest {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn(uuidColumn)
  id!: string;

  @Column({ type: 'text' })
  type!: RequestType;

  @Column({ type: 'text' })
  status!: RequestStatus;

  /** What was asked for; null once the request is finished and reduced (R21). */
  @Column(encryptedJson('gdpr_request.term'))
  term!: Term | null;

  /** Keyed digest of the term. */
  @Column({ name: 'term_digest', type: 'bytea' })
  termDigest!: Buffer;

  /** What the id resolved to (R5); null for other terms, and once reduced. */
  @Column(encryptedJson('gdpr_request.subject'))
  subject!: DataSubject | null;

  /** Keyed digest of the resolved subject, or of the term: at most one request of a type is in flight for it (R10). */
  @Column({ name: 'subject_digest', type: 'bytea' })
  subjectDigest!: Buffer;

  /** UPDATE only; null once reduced. */
  @Column(encryptedJson('gdpr_request.replacements'))
  replacements!: Replacement[] | null;

  /** DELETE and UPDATE only; null for requests that an earlier version made. */
  @Column(encryptedJson('gdpr_request.agreed'))
  agreed!: AgreedPlan | null;

  /** The canonical contact's request, of which this is a related one (R8). */
  @Column({ name: 'parent_id', type: 'uuid', nullable: true })
  parentId!: string | null;

  @Column({ type: 'text', nullable: true })
  reference!: string | null;

  @Column({ name: 'created_by', type: 'text' })
  createdBy!: string;

  @Column({ name: 'created_at', ...timestamp })
  createdAt!: Date;

  @Column({ name: 'due_at', ...timestamp })
  dueAt!: Date;

  @Column({ name: 'completed_at', type: 'timestamptz', nullable: true })
  completedAt!: Date | null;

  /** Contacts of the planned merge set that were no longer merged with this one when the request ran (R8). */
  @Column({ name: 'split_off', type: 'uuid', array: true, default: [] })
  splitOff!: string[];

  @Column({ type: 'text', nullable: true })
  certificate!: string | null;

  /** A worker finalises it, or verifies it once more, and holds it until then; null when nobody does. */
  @Column({ name: 'lease_expires_at', type: 'timestamptz', nullable: true })
  leaseExpiresAt!: Date | null;

  /** When it is to be finalised, or verified once more; null while somebody does, and when there is nothing to do. */
  @Column({ name: 'run_at', type: 'timestamptz', nullable: true })
  runAt!: Date | null;

  /** How often it was claimed for finalising: each attempt has a number of its own. */
  @Column({ name: 'finalize_attempts', type: 'integer' })
  finalizeAttempts!: number;
}

/** One PII service's part of a request. */
@Entity({ name: 'gdpr_task' })
export class GdprTask {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ name: 'request_id', ...uuidColumn })
  requestId!: string;

  @PrimaryColumn({ type: 'text' })
  service!: string;

  @Column({ type: 'text' })
  status!: ServiceStatus;

  @Column({ name: 'records_found', type: 'integer', nullable: true })
  recordsFound!: number | null;

  /** EXPORT: bytes gathered so far, records and files. */
  @Column({
    name: 'bytes_found',
    type: 'bigint',
    nullable: true,
    transformer: { to: (value: number | null) => value, from: (value: string | null) => value && Number(value) },
  })
  bytesFound!: number | null;

  /** GET and EXPORT: records so far, by record type. */
  @Column({ name: 'record_counts', type: 'jsonb' })
  recordCounts!: Counts;

  /** GET and EXPORT: values so far, by category. */
  @Column({ name: 'category_counts', type: 'jsonb' })
  categoryCounts!: Counts;

  @Column({ type: 'jsonb' })
  dispositions!: StoredDisposition[];

  @Column({ type: 'text', nullable: true })
  verification!: Verification | null;

  /** What the service found that may deserve a request of its own (R6, R7). */
  @Column(encryptedJson('gdpr_task.found'))
  found!: FoundIdentifier[] | null;

  /** Whether the search has been made: UPDATE and DELETE search before they act. */
  @Column({ type: 'boolean' })
  searched!: boolean;

  /** Where the next page of records starts. */
  @Column({ type: 'text', nullable: true })
  cursor!: string | null;

  @Column({ type: 'integer' })
  attempts!: number;

  /** A worker runs it and holds it until then; null when nobody does. */
  @Column({ name: 'lease_expires_at', type: 'timestamptz', nullable: true })
  leaseExpiresAt!: Date | null;

  /** When it is to be run next; null while it runs, and once it is settled. */
  @Column({ name: 'run_at', type: 'timestamptz', nullable: true })
  runAt!: Date | null;

  @Column({ name: 'last_error_code', type: 'text', nullable: true })
  lastErrorCode!: string | null;

  @Column({ name: 'last_error_message', type: 'text', nullable: true })
  lastErrorMessage!: string | null;
}
