/** An endpoint as it is stored (R32). Its address and its secrets are encrypted with the organisation's key. */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { encryptedJson, encryptedText } from '../../../subgraphs/kit';
import type { WebhookEvent } from '../events';

/** Why an endpoint is disabled. */
export type DisabledReason = 'BY_CALLER' | 'GONE' | 'FAILING' | 'ADDRESS_REFUSED';

/** A secret that was replaced, and until when it signs too, in ISO 8601. */
export interface ReplacedSecret {
  secret: string;
  until: string;
}

const timestamp = { type: 'timestamptz' } as const;
const optionalTime = { type: 'timestamptz', nullable: true } as const;

@Entity({ name: 'webhook_endpoint' })
export class WebhookEndpoint {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** Encrypted, because paths of webhooks may hold secrets of their receivers. */
  @Column(encryptedText('webhook_endpoint.url'))
  url!: string | null;

  /** The events that it is sent; null for all. */
  @Column({ type: 'text', array: true, nullable: true })
  events!: WebhookEvent[] | null;

  /** `whsec_` and the key in base64. */
  @Column(encryptedText('webhook_endpoint.secret'))
  secret!: string | null;

  /** The previous secret, which signs too until {@link previousUntil}. */
  @Column({ name: 'previous_secret', ...encryptedText('webhook_endpoint.previous_secret') })
  previousSecret!: string | null;

  @Column({ name: 'previous_until', ...optionalTime })
  previousUntil!: Date | null;

  /** Those that were replaced before {@link previousSecret} and still sign. The version before neither reads nor writes them. */
  @Column({ name: 'earlier_secrets', ...encryptedJson('webhook_endpoint.earlier_secrets') })
  earlierSecrets!: ReplacedSecret[] | null;

  @Column({ type: 'boolean' })
  enabled!: boolean;

  @Column({ name: 'disabled_reason', type: 'text', nullable: true })
  disabledReason!: DisabledReason | null;

  /** The first failed attempt since the last successful one. */
  @Column({ name: 'failing_since', ...optionalTime })
  failingSince!: Date | null;

  @Column({ name: 'created_at', ...timestamp })
  createdAt!: Date;
}
