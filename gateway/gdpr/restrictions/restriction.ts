/** Restrictions of processing as they are stored (Art. 18, R34). Whom one is on is an id, encrypted; everything else is looked up. */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { encryptedJson, encryptedText, type IdTerm } from '../../../subgraphs/kit';

/** The four grounds of Art. 18(1). */
export type RestrictionGround = 'ACCURACY_CONTESTED' | 'UNLAWFUL' | 'LEGAL_CLAIMS' | 'OBJECTION';

/** How a restriction stands in a service. */
export type RestrictionStatus = 'PENDING' | 'ENFORCED' | 'NOT_ENFORCED' | 'LIFTED' | 'FAILED';

const timestamp = { type: 'timestamptz' } as const;
const optionalTime = { type: 'timestamptz', nullable: true } as const;

@Entity({ name: 'gdpr_restriction' })
export class GdprRestriction {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** Whom it was asked for; null once the organisation's keys were destroyed. */
  @Column(encryptedJson('gdpr_restriction.term'))
  term!: IdTerm | null;

  /** Keyed digest of the subject that it was asked for. */
  @Column({ name: 'subject_digest', type: 'bytea' })
  subjectDigest!: Buffer;

  @Column({ type: 'text' })
  ground!: RestrictionGround;

  @Column(encryptedText('gdpr_restriction.reference'))
  reference!: string | null;

  @Column({ name: 'created_by', ...encryptedText('gdpr_restriction.created_by') })
  createdBy!: string | null;

  @Column({ name: 'created_at', ...timestamp })
  createdAt!: Date;

  @Column({ name: 'lifted_at', ...optionalTime })
  liftedAt!: Date | null;

  /** When the person was told that it would be lifted (Art. 18(3)). */
  @Column({ name: 'informed_at', ...optionalTime })
  informedAt!: Date | null;

  /** When the services are told, or asked, next; null when nothing is left to do. */
  @Column({ name: 'run_at', ...optionalTime })
  runAt!: Date | null;

  /** How often they were told without all of them taking it. */
  @Column({ type: 'integer' })
  attempts!: number;
}

/** A subject that a restriction is on: the members of the merge set of whom it was asked for (R8). */
@Entity({ name: 'gdpr_restricted_subject' })
export class GdprRestrictedSubject {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ name: 'restriction_id', type: 'uuid' })
  restrictionId!: string;

  /** Keyed digest of the subject: that of a request on it. */
  @PrimaryColumn({ name: 'subject_digest', type: 'bytea' })
  subjectDigest!: Buffer;

  @Column(encryptedJson('gdpr_restricted_subject.term'))
  term!: IdTerm | null;
}

/** How a restriction stands in one service. */
@Entity({ name: 'gdpr_restriction_service' })
export class GdprRestrictionService {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ name: 'restriction_id', type: 'uuid' })
  restrictionId!: string;

  @PrimaryColumn({ type: 'text' })
  service!: string;

  @Column({ type: 'text' })
  status!: RestrictionStatus;
}

/** Whom the controller tells of a restriction (Art. 19, R36). */
@Entity({ name: 'gdpr_restriction_recipient' })
export class GdprRestrictionRecipient {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ name: 'restriction_id', type: 'uuid' })
  restrictionId!: string;

  @PrimaryColumn({ type: 'text' })
  service!: string;

  /** As the service declares it. */
  @PrimaryColumn({ type: 'text' })
  recipient!: string;

  @Column({ name: 'informed_at', ...optionalTime })
  informedAt!: Date | null;

  @Column({ name: 'informed_by', ...encryptedText('gdpr_restriction_recipient.informed_by') })
  informedBy!: string | null;
}
