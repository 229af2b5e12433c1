/** A case as it is stored (R28, R29): dates, an outcome, and who did what. Words and names are encrypted with the organisation's key. */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { encryptedText } from '../../../subgraphs/kit';

export type CaseOutcome = 'FULFILLED' | 'PARTLY_FULFILLED' | 'REFUSED' | 'WITHDRAWN' | 'NOBODY_FOUND';

/** The law's two reasons (Art. 12(3)). */
export type ExtensionReason = 'COMPLEXITY' | 'NUMBER_OF_REQUESTS';

export type IdentityMeans = 'ID_DOCUMENT' | 'KNOWN_ACCOUNT' | 'CALL_BACK' | 'AUTHORISED_AGENT' | 'OTHER';

const timestamp = { type: 'timestamptz' } as const;
const optionalTime = { type: 'timestamptz', nullable: true } as const;

@Entity({ name: 'gdpr_case' })
export class GdprCase {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'received_at', ...timestamp })
  receivedAt!: Date;

  /** One calendar month from the receipt. */
  @Column({ name: 'first_due_at', ...timestamp })
  firstDueAt!: Date;

  /** The law's limit: the first one, or the end of the extension. */
  @Column({ name: 'due_at', ...timestamp })
  dueAt!: Date;

  @Column(encryptedText('gdpr_case.reference'))
  reference!: string | null;

  /** Keyed digest of the case number, by which cases are found. */
  @Column({ name: 'reference_digest', type: 'bytea', nullable: true })
  referenceDigest!: Buffer | null;

  @Column({ name: 'created_by', ...encryptedText('gdpr_case.created_by') })
  createdBy!: string | null;

  @Column({ name: 'created_at', ...timestamp })
  createdAt!: Date;

  /** Keyed digests of the idempotency key that it was opened with, and of what was asked then. */
  @Column({ name: 'key_digest', type: 'bytea', nullable: true })
  keyDigest!: Buffer | null;

  @Column({ name: 'input_digest', type: 'bytea', nullable: true })
  inputDigest!: Buffer | null;

  @Column({ name: 'extended_at', ...optionalTime })
  extendedAt!: Date | null;

  @Column({ name: 'extended_by', ...encryptedText('gdpr_case.extended_by') })
  extendedBy!: string | null;

  @Column({ name: 'extension_reason', type: 'text', nullable: true })
  extensionReason!: ExtensionReason | null;

  /** When the person was told of the extension. */
  @Column({ name: 'informed_at', ...optionalTime })
  informedAt!: Date | null;

  @Column({ name: 'identity_means', type: 'text', nullable: true })
  identityMeans!: IdentityMeans | null;

  @Column({ name: 'identified_at', ...optionalTime })
  identifiedAt!: Date | null;

  @Column({ name: 'identified_by', ...encryptedText('gdpr_case.identified_by') })
  identifiedBy!: string | null;

  @Column({ name: 'closed_at', ...optionalTime })
  closedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  outcome!: CaseOutcome | null;

  @Column(encryptedText('gdpr_case.note'))
  note!: string | null;
}
