/** What every replica is notified of: PostgreSQL NOTIFY, delivered when the change commits. */

/** On this channel triggers tell which work has become due; see the migration `WorkDue`. */
export const workChannel = 'gdpr_work_due';

/** Jobs of the queue, deliveries of webhooks, and what sweeps look for. */
export type DueWork = 'jobs' | 'deliveries' | 'sweeps';

/** Changes of requests. */
export const changeChannel = 'gdpr_request_changed';

/** A change of a request or of one of its related requests; ids only. */
export interface RequestChange {
  organizationId: string;
  /** The family's parent. */
  requestId: string;
}
