import { Column, Entity, PrimaryColumn } from 'typeorm';
import { encryptedJson, encryptedText, type SocialPlatform } from '../kit';

/** A postal address, as the schema has it. */
export interface PostalAddress {
  address1?: string | null;
  address2?: string | null;
  city?: string | null;
  state?: string | null;
  postalCode?: string | null;
  countryCode?: string | null;
}

/** A name on a social platform. */
export interface SocialHandle {
  platform: SocialPlatform;
  handle: string;
}

/** The id that another system gave. */
export interface ExternalIdentity {
  source?: string | null;
  value: string;
}

/** A person outside the organisation. Every value of the person is encrypted at rest. */
@Entity({ name: 'external_contact' })
export class ExternalContact {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** The contact that stands for the whole merge set; its own id when it is not merged. */
  @Column({ name: 'canonical_id', type: 'uuid' })
  canonicalId!: string;

  @Column({ name: 'first_name', ...encryptedText('external_contact.first_name') })
  firstName!: string | null;

  @Column({ name: 'last_name', ...encryptedText('external_contact.last_name') })
  lastName!: string | null;

  @Column({ name: 'work_email', ...encryptedText('external_contact.work_email') })
  workEmail!: string | null;

  @Column({ name: 'personal_email', ...encryptedText('external_contact.personal_email') })
  personalEmail!: string | null;

  @Column({ name: 'other_email', ...encryptedText('external_contact.other_email') })
  otherEmail!: string | null;

  @Column({ name: 'work_phone', ...encryptedText('external_contact.work_phone') })
  workPhone!: string | null;

  @Column({ name: 'cell_phone', ...encryptedText('external_contact.cell_phone') })
  cellPhone!: string | null;

  @Column({ name: 'home_phone', ...encryptedText('external_contact.home_phone') })
  homePhone!: string | null;

  @Column({ name: 'other_phone', ...encryptedText('external_contact.other_phone') })
  otherPhone!: string | null;

  @Column(encryptedJson('external_contact.address'))
  address!: PostalAddress | null;

  @Column({ name: 'social_handles', ...encryptedJson('external_contact.social_handles') })
  socialHandles!: SocialHandle[] | null;

  /** Rows from before version 2 of the contract hold plain ids, so read it with `externalIdentitiesOf`. */
  @Column({ name: 'external_ids', ...encryptedJson('external_contact.external_ids') })
  externalIdentities!: (ExternalIdentity | string)[] | null;

  @Column({ name: 'created_at', type: 'timestamptz', update: false })
  createdAt!: Date;
}

/** A note about a contact. */
@Entity({ name: 'contact_note' })
export class ContactNote {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'external_contact_id', type: 'uuid' })
  externalContactId!: string;

  @Column(encryptedText('contact_note.text'))
  text!: string;

  /** Internal notes are the organisation's own thoughts: they are erased with the contact and never exported. */
  @Column({ type: 'boolean' })
  internal!: boolean;

  @Column({ name: 'created_at', type: 'timestamptz', update: false })
  createdAt!: Date;
}
