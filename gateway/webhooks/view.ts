/** Endpoints and deliveries as the API shows them. */
import { unreadable } from '../../subgraphs/kit/base/security/encrypted-column';
import type { Resolvers } from '../gdpr/schema.generated';
import { statusOf } from './delivery/deliveries';
import { webhookEvents } from './events';

export const webhookResolvers: Pick<Resolvers, 'WebhookEndpoint' | 'WebhookDelivery'> = {
  WebhookEndpoint: {
    url: ({ url }) => url ?? unreadable,
    events: ({ events }) => events ?? webhookEvents,
  },
  WebhookDelivery: {
    status: statusOf,
    nextAttemptAt: ({ nextAttemptAt, leasedUntil }) => (leasedUntil && leasedUntil > new Date() ? null : nextAttemptAt),
  },
};
