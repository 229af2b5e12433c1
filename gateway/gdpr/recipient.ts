import { Column, Entity, PrimaryColumn } from 'typeorm';
import { encryptedText } from '../../subgraphs/kit';

/** Somebody who is to be told of an erasure or rectification (R36). */
@Entity({ name: 'gdpr_recipient' })
export class GdprRecipient {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ name: 'request_id', type: 'uuid' })
  requestId!: string;

  @PrimaryColumn({ type: 'text' })
  service!: string;

  /** As the service declares it. */
  @PrimaryColumn({ type: 'text' })
  recipient!: string;

  @Column({ name: 'informed_at', type: 'timestamptz', nullable: true })
  informedAt!: Date | null;

  @Column({ name: 'informed_by', ...encryptedText('gdpr_recipient.informed_by') })
  informedBy!: string | null;
}
