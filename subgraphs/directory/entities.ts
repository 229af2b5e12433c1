import { Column, Entity, PrimaryColumn } from 'typeorm';
import { encryptedText } from '../kit';

/** A person who works, or worked, for the organisation. Every value of the person is encrypted at rest. */
@Entity({ name: 'directory_user' })
export class User {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column(encryptedText('directory_user.name'))
  name!: string | null;

  @Column(encryptedText('directory_user.email'))
  email!: string | null;

  @Column({ name: 'work_phone', ...encryptedText('directory_user.work_phone') })
  workPhone!: string | null;

  @Column(encryptedText('directory_user.department'))
  department!: string | null;

  @Column(encryptedText('directory_user.title'))
  title!: string | null;

  @Column({ name: 'status_text', ...encryptedText('directory_user.status_text') })
  statusText!: string | null;

  /** Whether the person still works here (R16). */
  @Column({ type: 'boolean' })
  active!: boolean;

  /** When an erasure anonymised the user. The row stays, because interactions refer to it. */
  @Column({ name: 'anonymized_at', type: 'timestamptz', nullable: true })
  anonymizedAt!: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz', update: false })
  createdAt!: Date;
}
