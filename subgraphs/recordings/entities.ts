import { Column, Entity, PrimaryColumn } from 'typeorm';
import { encryptedText } from '../kit';

/** A recorded conversation; its audio is in the blob store. */
@Entity({ name: 'recording' })
export class Recording {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'conversation_id', type: 'uuid', nullable: true })
  conversationId!: string | null;

  /** Null when it is associated with nobody: then no request reaches it (R18). */
  @Column({ name: 'external_contact_id', type: 'uuid', nullable: true })
  externalContactId!: string | null;

  @Column({ name: 'agent_id', type: 'uuid', nullable: true })
  agentId!: string | null;

  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt!: Date;

  @Column({ name: 'duration_ms', type: 'integer' })
  durationMs!: number;

  @Column({ name: 'media_type', type: 'text' })
  mediaType!: string;

  @Column({ name: 'byte_size', type: 'integer' })
  byteSize!: number;

  @Column({ type: 'text' })
  sha256!: string;

  @Column({ name: 'blob_path', type: 'text' })
  blobPath!: string;

  @Column(encryptedText('recording.transcript'))
  transcript!: string | null;
}
