/**
 * The events of webhooks (R32), and the changes of requests that cause them.
 *
 * Terminology
 *
 * - **Event**: that something happened to a request, a case or a package. It holds ids, types, states and times.
 * - **Endpoint**: a URL of an organisation that events are sent to, with the secret that they are signed with.
 * - **Delivery**: one event on its way to one endpoint. Its id is the `webhook-id` of every attempt.
 * - **Attempt**: one HTTP request of a delivery. Attempts come in rounds: one after the event, and one after each redelivery.
 * - **Outbox**: the deliveries that are pending, written in the transaction of the change.
 * - **Dispatcher**: takes deliveries that are due, a bounded number at once, and makes their attempts.
 */
import type { RequestStatus } from '../gdpr/lifecycle';

/** Every event, and its type on the wire. */
export const eventTypes = {
  GDPR_REQUEST_CREATED: 'gdpr_request.created',
  GDPR_REQUEST_WAITING: 'gdpr_request.waiting',
  GDPR_REQUEST_COMPLETED: 'gdpr_request.completed',
  GDPR_REQUEST_FAILED: 'gdpr_request.failed',
  GDPR_REQUEST_CANCELLED: 'gdpr_request.cancelled',
  GDPR_REQUEST_DUE_SOON: 'gdpr_request.due_soon',
  GDPR_REQUEST_OVERDUE: 'gdpr_request.overdue',
  GDPR_REQUEST_RESIDUAL: 'gdpr_request.residual',
  GDPR_PACKAGE_REMOVED: 'gdpr_package.removed',
  GDPR_SUBJECT_REAPPEARED: 'gdpr_subject.reappeared',
  GDPR_CASE_DUE_SOON: 'gdpr_case.due_soon',
  GDPR_CASE_OVERDUE: 'gdpr_case.overdue',
} as const;
export type WebhookEvent = keyof typeof eventTypes;

export const webhookEvents = Object.keys(eventTypes) as WebhookEvent[];

/** The type on the wire of what `testWebhookEndpoint` sends. */
export const testType = 'webhook.test';

/** The event of a request that reaches a status; null for the steps of its work. */
const toldOf: Record<RequestStatus, WebhookEvent | null> = {
  AWAITING_APPROVAL: 'GDPR_REQUEST_WAITING',
  ON_HOLD: 'GDPR_REQUEST_WAITING',
  INITIATED: null,
  SEARCHING: null,
  EXPORTING: null,
  UPDATING: null,
  DELETING: null,
  FINALIZING: null,
  COMPLETED: 'GDPR_REQUEST_COMPLETED',
  ERROR: 'GDPR_REQUEST_FAILED',
  CANCELLED: 'GDPR_REQUEST_CANCELLED',
  // Somebody stopped it before it began; the status says how.
  REJECTED: 'GDPR_REQUEST_CANCELLED',
};

/** The event of a request that has reached its status. */
export const eventsOfStatus = (status: RequestStatus): WebhookEvent[] => {
  const event = toldOf[status];
  return event ? [event] : [];
};
