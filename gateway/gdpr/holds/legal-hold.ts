/**
 * A legal hold as it is stored (R31): on a person by id. The id, words and names are encrypted with the organisation's key; whom it
 * covers is found by keyed digest (`store/holds/holds.ts`).
 */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { encryptedJson, encryptedText, type IdTerm } from '../../../subgraphs/kit';

/** Art. 17(3): the establishment, exercise or defence of legal claims, a duty to keep, or an authority's order. */
export type HoldGround = 'LEGAL_CLAIMS' | 'LEGAL_OBLIGATION' | 'AUTHORITY';

const optionalTime = { type: 'timestamptz', nullable: true } as const;

@Entity({ name: 'gdpr_legal_hold' })
export class LegalHold {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** The id by which the person is looked up; null once the organisation's keys were destroyed. */
  @Column({ name: 'subject_term', ...encryptedJson('gdpr_legal_hold.subject_term') })
  subjectTerm!: IdTerm | null;

  @Column({ type: 'text' })
  ground!: HoldGround;

  @Column(encryptedText('gdpr_legal_hold.reason'))
  reason!: string | null;

  @Column(encryptedText('gdpr_legal_hold.reference'))
  reference!: string | null;

  /** The services whose data are kept; null: all. */
  @Column({ type: 'text', array: true, nullable: true })
  services!: string[] | null;

  @Column({ name: 'placed_by', ...encryptedText('gdpr_legal_hold.placed_by') })
  placedBy!: string | null;

  @Column({ name: 'placed_at', type: 'timestamptz' })
  placedAt!: Date;

  @Column({ ...optionalTime })
  until!: Date | null;

  @Column({ name: 'released_by', ...encryptedText('gdpr_legal_hold.released_by') })
  releasedBy!: string | null;

  @Column({ name: 'released_at', ...optionalTime })
  releasedAt!: Date | null;

  @Column({ name: 'release_reference', ...encryptedText('gdpr_legal_hold.release_reference') })
  releaseReference!: string | null;

  /** The time at which everything that waited for its end had begun, or waited for another hold. */
  @Column({ name: 'resumed_at', ...optionalTime })
  resumedAt!: Date | null;
}

/** Whether it has ended: it was released, or its time is over. */
export const hasEnded = ({ releasedAt, until }: Pick<LegalHold, 'releasedAt' | 'until'>, now: Date): boolean =>
  releasedAt !== null || (until !== null && until <= now);
