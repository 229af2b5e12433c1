import { Column, Entity, PrimaryColumn } from 'typeorm';
import { encryptedJson, encryptedText, type DataSubject, type Replacement, type Term } from '../../subgraphs/kit';
import { unreadable } from '../../subgraphs/kit/base/security/encrypted-column';
import type {
  AgreedPlan,
  Counts,
  FoundIdentifier,
  RejectionReason,
  ReplacementOutcome,
  StoredDisposition,
} from './stored-values';
import type { RequestStatus, RequestType, ServiceStatus, Verification } from './lifecycle';

const uuidColumn = { type: 'uuid' } as const;
const timestamp = { type: 'timestamptz' } as const;

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

  /** What was asked for; null once reduced: an erasure when it is completed or cancelled, others when they were kept for their time (R21). */
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

  /** UPDATE only; null once completed or cancelled. */
  @Column(encryptedJson('gdpr_request.replacements'))
  replacements!: Replacement[] | null;

  /** DELETE and UPDATE only; null for requests that an earlier version made. */
  @Column(encryptedJson('gdpr_request.agreed'))
  agreed!: AgreedPlan | null;

  /** The case that it belongs to (R28). */
  @Column({ name: 'case_id', type: 'uuid', nullable: true })
  caseId!: string | null;

  /** The canonical contact's request, of which this is a related one (R8). */
  @Column({ name: 'parent_id', type: 'uuid', nullable: true })
  parentId!: string | null;

  /** The caller's own case number: read {@link reference}. */
  @Column({ name: 'sealed_reference', ...encryptedText('gdpr_request.sealed_reference') })
  sealedReference!: string | null;

  /** Keyed digest of the case number, by which requests are found. */
  @Column({ name: 'reference_digest', type: 'bytea', nullable: true })
  referenceDigest!: Buffer | null;

  /** In clear: of requests that an earlier version made, until they are sealed. */
  @Column({ name: 'reference', type: 'text', nullable: true })
  clearReference!: string | null;

  /** Who asked, by the subject of the token: read {@link createdBy}. */
  @Column({ name: 'sealed_created_by', ...encryptedText('gdpr_request.sealed_created_by') })
  sealedCreatedBy!: string | null;

  /** Keyed digest of who asked (`callerDigest`): whether somebody else acts is told by it. */
  @Column({ name: 'created_by_digest', type: 'bytea', nullable: true })
  createdByDigest!: Buffer | null;

  /** In clear: of requests that an earlier version made, until they are sealed. */
  @Column({ name: 'created_by', type: 'text', nullable: true })
  clearCreatedBy!: string | null;

  @Column({ name: 'created_at', ...timestamp })
  createdAt!: Date;

  /** When it is expected to be done: counted from the receipt of its case's letter, or from its creation; moved by nothing (R15). */
  @Column({ name: 'due_at', ...timestamp })
  dueAt!: Date;

  /** Until when failed attempts are made again: counted from the begin, the last retry, the approval or the end of a hold (R15). */
  @Column({ name: 'attempts_until', ...timestamp })
  attemptsUntil!: Date;

  @Column({ name: 'completed_at', type: 'timestamptz', nullable: true })
  completedAt!: Date | null;

  /** Of a request that waits for an approval, or has waited, and of all that change data: the plan by which it was made (R30, R31). */
  @Column({ name: 'plan_hash', type: 'text', nullable: true })
  planHash!: string | null;

  /** The hash of the plan that was approved, replacements included; null when an earlier version approved it, by `planHash`. */
  @Column({ name: 'approved_plan_hash', type: 'text', nullable: true })
  approvedPlanHash!: string | null;

  /** Who let it begin: {@link unreadable} is shown once the organisation's keys were destroyed. */
  @Column({ name: 'approved_by', ...encryptedText('gdpr_request.approved_by') })
  approvedBy!: string | null;

  @Column({ name: 'approved_at', type: 'timestamptz', nullable: true })
  approvedAt!: Date | null;

  /** Why it was rejected. */
  @Column({ name: 'rejection_reason', type: 'text', nullable: true })
  rejectionReason!: RejectionReason | null;

  /** Contacts of the planned merge set that were no longer merged with this one when the request ran (R8). */
  @Column({ name: 'split_off', type: 'uuid', array: true, default: [] })
  splitOff!: string[];

  /** On a parent: contacts that were merged into the set while the requests of the family ran. They are not touched (R8). */
  @Column({ type: 'text', array: true, default: [] })
  joined!: string[];

  @Column({ type: 'text', nullable: true })
  certificate!: string | null;

  /** A worker finalises it, or verifies it once more, and holds it until then; null when nobody does. */
  @Column({ name: 'lease_expires_at', type: 'timestamptz', nullable: true })
  leaseExpiresAt!: Date | null;

  /** When it is to be finalised, or verified once more; null while somebody does, and when there is nothing to do. */
  @Column({ name: 'run_at', type: 'timestamptz', nullable: true })
  runAt!: Date | null;

  /** When a completed erasure is verified once more in every service; null once it was, and for all else. */
  @Column({ name: 'verify_again_at', type: 'timestamptz', nullable: true })
  verifyAgainAt!: Date | null;

  /** When what it keeps of the person is reduced to digests (R21); null while it is in flight, and once nothing is left. */
  @Column({ name: 'reduce_at', type: 'timestamptz', nullable: true })
  reduceAt!: Date | null;

  /** How often it was claimed for finalising: each attempt has a number of its own. */
  @Column({ name: 'finalize_attempts', type: 'integer' })
  finalizeAttempts!: number;

  /** The caller's own case number; null when there is none, and once the organisation's keys were destroyed. */
  get reference(): string | null {
    return this.sealedReference ?? this.clearReference;
  }

  /** Who asked; {@link unreadable} once the organisation's keys were destroyed. */
  get createdBy(): string {
    return this.sealedCreatedBy ?? this.clearCreatedBy ?? unreadable;
  }
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

  /** UPDATE: what became of each replacement (R14). */
  @Column({ type: 'jsonb' })
  replacements!: ReplacementOutcome[];

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

  /** By a value: the mark of the service, which tells what held the value when the request was made (R25). */
  @Column({ name: 'as_of', type: 'text', nullable: true })
  asOf!: string | null;

  /** The service could not be asked for its mark then: it is the request's time. */
  @Column({ name: 'marked_by_time', type: 'boolean' })
  markedByTime!: boolean;

  /** Records that match and that the mark does not cover, as the service counted them last. */
  @Column({ name: 'newer_records', type: 'integer' })
  newerRecords!: number;

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

  /** The service's own code, when `lastErrorCode` is that: an older process that writes another error leaves it behind. */
  @Column({ name: 'last_error_service_code', type: 'text', nullable: true })
  lastErrorServiceCode!: string | null;

  @Column({ name: 'last_error_message', type: 'text', nullable: true })
  lastErrorMessage!: string | null;
}
