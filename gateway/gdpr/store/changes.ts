/** Changes of requests, as every replica hears of them: PostgreSQL NOTIFY, sent when the change commits. */

export const changeChannel = 'gdpr_request_changed';

/** A change of a request or of one of its related requests; ids only. */
export interface RequestChange {
  organizationId: string;
  /** The family's parent. */
  requestId: string;
}
