import { Column, Entity, PrimaryColumn } from 'typeorm';
import { encryptedJson, encryptedText, type IdentifierType } from '../kit';

/** A column of a contact list. */
export interface ContactListColumn {
  name: string;
  holds: IdentifierType | null;
}

/** A list of people to call. */
@Entity({ name: 'contact_list' })
export class ContactList {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'jsonb' })
  columns!: ContactListColumn[];

  @Column({ name: 'created_at', type: 'timestamptz', update: false })
  createdAt!: Date;
}

/** A person on a contact list. */
@Entity({ name: 'dialer_contact' })
export class DialerContact {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'contact_list_id', type: 'uuid' })
  contactListId!: string;

  /** Values by column name. */
  @Column({ name: 'contact_values', ...encryptedJson('dialer_contact.contact_values') })
  values!: Record<string, string | null>;

  @Column({ name: 'created_at', type: 'timestamptz', update: false })
  createdAt!: Date;
}

/** A call to a contact, and its result. */
@Entity({ name: 'call_attempt' })
export class CallAttempt {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'contact_id', type: 'uuid' })
  contactId!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column(encryptedText('call_attempt.phone'))
  phone!: string | null;

  @Column({ type: 'text' })
  result!: string;

  @Column({ name: 'agent_id', type: 'uuid', nullable: true })
  agentId!: string | null;
}

/** An objection to calls, as a digest of the number without the number itself. It outlives an erasure. */
@Entity({ name: 'do_not_call_entry' })
export class DoNotCallEntry {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'bytea' })
  digest!: Buffer;

  /** The normalisation with which the number was read (R3). */
  @Column({ type: 'text' })
  normalization!: string;

  @Column({ name: 'created_at', type: 'timestamptz', update: false })
  createdAt!: Date;
}
