/** A delivery as it is stored: one event on its way to one endpoint (R32). It holds no personal data. */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WebhookEvent } from '../events';

/** Why an attempt failed, or why none was made. Never the receiver's own words, which may hold anything. */
export type DeliveryError =
  | 'STATUS'
  | 'REDIRECT'
  | 'TIMEOUT'
  | 'CONNECTION_FAILED'
  | 'TLS_FAILED'
  | 'NAME_NOT_FOUND'
  | 'ADDRESS_REFUSED'
  | 'ENDPOINT_DISABLED'
  | 'ENDPOINT_DELETED'
  | 'KEYS_DESTROYED'
  | 'INTERNAL';

const optionalTime = { type: 'timestamptz', nullable: true } as const;
const optionalId = { type: 'uuid', nullable: true } as const;

@Entity({ name: 'webhook_delivery' })
export class WebhookDelivery {
  @PrimaryColumn({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  /** The `webhook-id` of every attempt. */
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'endpoint_id', type: 'uuid' })
  endpointId!: string;

  /** Null for the event of `testWebhookEndpoint`. */
  @Column({ type: 'text', nullable: true })
  event!: WebhookEvent | null;

  @Column({ name: 'request_id', ...optionalId })
  requestId!: string | null;

  @Column({ name: 'case_id', ...optionalId })
  caseId!: string | null;

  /** JSON, word for word as it is sent. */
  @Column({ type: 'text' })
  body!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** How many attempts were begun, of all rounds. */
  @Column({ type: 'integer' })
  attempts!: number;

  /** How many attempts of this round were begun. The delay to the next one grows with it. */
  @Column({ type: 'integer' })
  round!: number;

  /** When the next attempt is due; null once it is delivered or has failed. While one is under way: when it is repeated if its worker dies. */
  @Column({ name: 'next_attempt_at', ...optionalTime })
  nextAttemptAt!: Date | null;

  /** Until when an attempt may be under way. */
  @Column({ name: 'leased_until', ...optionalTime })
  leasedUntil!: Date | null;

  @Column({ name: 'delivered_at', ...optionalTime })
  deliveredAt!: Date | null;

  @Column({ name: 'failed_at', ...optionalTime })
  failedAt!: Date | null;

  @Column({ name: 'last_status_code', type: 'integer', nullable: true })
  lastStatusCode!: number | null;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: DeliveryError | null;
}
