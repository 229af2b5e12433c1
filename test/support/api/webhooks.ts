/** Manages webhooks by the API, and reads them directly in the database. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { gatewaySql } from '../run/database';
import { eventually } from '../eventually';
import type { TestSystem } from '../run/system';
import { startReceiver, type WebhookReceiver } from '../servers/webhook-receiver';

/** The environment of a gateway that may send webhooks to receivers on this machine. */
export const openLoopback = { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' };

export interface EndpointView {
  id: string;
  url: string;
  events: string[];
  enabled: boolean;
  disabledReason: string | null;
  failingSince: string | null;
}

export interface DeliveryView {
  id: string;
  endpointId: string;
  event: string | null;
  requestId: string | null;
  caseId: string | null;
  status: 'PENDING' | 'DELIVERED' | 'FAILED';
  attempts: number;
  lastStatusCode: number | null;
  lastError: string | null;
  nextAttemptAt: string | null;
  createdAt: string;
}

const endpointFields = 'id url events enabled disabledReason failingSince createdAt';
const deliveryFields =
  'id endpointId event requestId caseId status attempts lastStatusCode lastError nextAttemptAt createdAt';

export const createDocument = `mutation ($input: WebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) { secret endpoint { ${endpointFields} } } }`;

/** Registers an endpoint. */
export const createEndpoint = async (api: ApiClient, url: string, events?: string[]) =>
  (
    await api.ask<{ createWebhookEndpoint: { secret: string; endpoint: EndpointView } }>(createDocument, {
      input: { url, ...(events ? { events } : {}) },
    })
  ).createWebhookEndpoint;

/** Starts the receivers of a suite, and closes them at its end. */
export function suiteReceivers() {
  const receivers: WebhookReceiver[] = [];
  afterAll(() => Promise.all(receivers.map((receiver) => receiver.close())));
  const start = async () => {
    const receiver = await startReceiver();
    receivers.push(receiver);
    return receiver;
  };
  /** A receiver and its endpoint. By default it gets the events of all requests. */
  const receiving = async (api: ApiClient, events?: string[]) => {
    const receiver = await start();
    return { receiver, ...(await createEndpoint(api, receiver.url, events)) };
  };
  return { start, receiving };
}

/** An event that occurs in no test: an endpoint for it gets only test events. */
export const quiet = ['GDPR_SUBJECT_REAPPEARED'];

export const removeEndpoint = (api: ApiClient, id: string) =>
  api.ask('mutation ($id: ID!) { deleteWebhookEndpoint(id: $id) }', { id });

export const listEndpoints = async (api: ApiClient): Promise<EndpointView[]> =>
  (await api.ask<{ webhookEndpoints: EndpointView[] }>(`{ webhookEndpoints { ${endpointFields} } }`)).webhookEndpoints;

export const readEndpoint = async (api: ApiClient, id: string): Promise<EndpointView> => {
  const found = (await listEndpoints(api)).find((each) => each.id === id);
  if (!found) throw new Error('There is no such endpoint.');
  return found;
};

export const updateDocument = `mutation ($id: ID!, $input: WebhookEndpointInput!, $enabled: Boolean) {
  updateWebhookEndpoint(id: $id, input: $input, enabled: $enabled) { ${endpointFields} } }`;

export const rotateDocument = `mutation ($id: ID!, $overlapHours: Int) {
  rotateWebhookSecret(id: $id, overlapHours: $overlapHours) { secret endpoint { id } } }`;

export const testDocument = `mutation ($id: ID!) { testWebhookEndpoint(id: $id) { ${deliveryFields} } }`;

/** Sends a test event. */
export const sendTest = async (api: ApiClient, id: string): Promise<DeliveryView> =>
  (await api.ask<{ testWebhookEndpoint: DeliveryView }>(testDocument, { id })).testWebhookEndpoint;

export const redeliverDocument = `mutation ($endpointId: ID!, $deliveryId: ID, $failedSince: DateTime) {
  redeliverWebhooks(endpointId: $endpointId, deliveryId: $deliveryId, failedSince: $failedSince) }`;

export const listDocument = `query ($endpointId: ID, $status: WebhookDeliveryStatus, $first: Int, $after: String) {
  webhookDeliveries(endpointId: $endpointId, status: $status, first: $first, after: $after) {
    nodes { ${deliveryFields} } pageInfo { hasNextPage endCursor } } }`;

export const listDeliveries = async (api: ApiClient, variables: Record<string, unknown>) =>
  (
    await api.ask<{
      webhookDeliveries: { nodes: DeliveryView[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
    }>(listDocument, variables)
  ).webhookDeliveries;

/** Waits until a delivery meets the condition. */
export const deliveryOnce = (
  api: ApiClient,
  { id, endpointId }: Pick<DeliveryView, 'id' | 'endpointId'>,
  holds: (delivery: DeliveryView) => boolean,
): Promise<DeliveryView> =>
  eventually(async () => {
    const { nodes } = await listDeliveries(api, { endpointId, first: 200 });
    return nodes.find((each) => each.id === id && holds(each));
  });

/** Makes a delivery's next attempt due now. */
export const makeDue = (system: Pick<TestSystem, 'databasePrefix'>, id: string): Promise<unknown> =>
  gatewaySql(system)('UPDATE webhook_delivery SET next_attempt_at = now() WHERE id = $1 AND next_attempt_at > now()', [
    id,
  ]);
