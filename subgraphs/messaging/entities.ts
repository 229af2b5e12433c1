import { Column, Entity, PrimaryColumn } from 'typeorm';
import { encryptedJson, encryptedText } from '../kit';

/** A value that an integration attached to a conversation. */
export interface CustomAttribute {
  key: string;
  value: string;
}

/** An exchange of messages over one channel. */
@Entity({ name: 'conversation' })
export class Conversation {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  channel!: string;

  /** Null when it is associated with nobody: then no request reaches it (R18). */
  @Column({ name: 'external_contact_id', type: 'uuid', nullable: true })
  externalContactId!: string | null;

  @Column({ name: 'agent_id', type: 'uuid', nullable: true })
  agentId!: string | null;

  @Column({ name: 'custom_attributes', ...encryptedJson('conversation.custom_attributes') })
  customAttributes!: CustomAttribute[] | null;

  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt!: Date;
}

/** One message of a conversation. */
@Entity({ name: 'message' })
export class Message {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'conversation_id', type: 'uuid' })
  conversationId!: string;

  /** The conversation's contact, repeated here so that a person's messages are paged and erased by one index. */
  @Column({ name: 'external_contact_id', type: 'uuid', nullable: true })
  externalContactId!: string | null;

  @Column({ type: 'text' })
  direction!: 'INBOUND' | 'OUTBOUND';

  @Column({ name: 'sender', ...encryptedText('message.sender') })
  from!: string | null;

  /** Whether the sender is the organisation itself, rather than somebody who works there. */
  @Column({ name: 'from_organization', type: 'boolean' })
  fromOrganization!: boolean;

  /** The conversation's agent, repeated here when the sender is the agent's name or address. */
  @Column({ name: 'agent_id', type: 'uuid', nullable: true })
  agentId!: string | null;

  @Column(encryptedText('message.text'))
  text!: string | null;

  @Column({ name: 'sent_at', type: 'timestamptz' })
  sentAt!: Date;
}

/** A file that came with a message; its bytes are in the blob store. */
@Entity({ name: 'message_attachment' })
export class MessageAttachment {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column(encryptedText('message_attachment.filename'))
  filename!: string;

  @Column({ name: 'media_type', type: 'text' })
  mediaType!: string;

  @Column({ name: 'byte_size', type: 'integer' })
  byteSize!: number;

  @Column({ type: 'text' })
  sha256!: string;

  @Column({ name: 'blob_path', type: 'text' })
  blobPath!: string;
}
