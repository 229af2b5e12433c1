/** A receiver of webhooks that keeps every attempt, and answers as a test wants. */
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../eventually';

/** A received attempt. */
export interface ReceivedWebhook {
  /** The header `webhook-id`. */
  id: string;
  headers: Record<string, string>;
  body: string;
  path: string;
  /** When it arrived, by this process's clock. */
  at: number;
}

/** The content of a body. */
export interface WebhookBody {
  type: string;
  timestamp: string;
  data: {
    requestId: string | null;
    type: string | null;
    status: string | null;
    parentRequestId: string | null;
    caseId: string | null;
    dueAt: string | null;
    sequence: number;
  };
}

/** How an attempt is answered: with a status, also with headers, or never. */
export type ReceiverAnswer = number | { status: number; headers: Record<string, string> } | 'never';

export interface WebhookReceiver {
  url: string;
  received: ReceivedWebhook[];
  /** Answers the next attempts; 204 by default. It may take time. */
  answer: (attempt: ReceivedWebhook, response: http.ServerResponse) => ReceiverAnswer | Promise<ReceiverAnswer>;
  /** Waits for this number of attempts of a type, and returns them. */
  of(type: string, count?: number): Promise<ReceivedWebhook[]>;
  /** The number of connections that were made to it. */
  connections(): number;
  close(): Promise<void>;
}

/** @param tls a certificate and its key, for a receiver with https */
export async function startReceiver(tls?: { cert: Buffer; key: Buffer }): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const listener: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const attempt: ReceivedWebhook = {
        id: headers['webhook-id'] ?? '',
        headers,
        body: Buffer.concat(chunks).toString(),
        path: request.url ?? '',
        at: Date.now(),
      };
      received.push(attempt);
      void Promise.resolve(receiver.answer(attempt, response)).then((answer) => {
        if (answer === 'never') return;
        const { status, headers: further } = typeof answer === 'number' ? { status: answer, headers: {} } : answer;
        response.writeHead(status, further).end();
      });
    });
  };
  let connected = 0;
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  server.on('connection', () => (connected += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/hook`,
    received,
    answer: () => 204,
    of: (type, count = 1) =>
      eventually(() => {
        const found = received.filter(({ body }) => bodyOf({ body }).type === type);
        return Promise.resolve(found.length >= count && found);
      }),
    connections: () => connected,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

export const bodyOf = ({ body }: Pick<ReceivedWebhook, 'body'>): WebhookBody => JSON.parse(body) as WebhookBody;

/** Verifies an attempt with the library of the standard. @throws when no signature was made with the secret */
export const verified = (secret: string, { body, headers }: ReceivedWebhook): WebhookBody =>
  new Webhook(secret).verify(body, headers) as WebhookBody;

/** Whether an attempt was signed with the secret too. */
export function verifies(secret: string, attempt: ReceivedWebhook): boolean {
  try {
    verified(secret, attempt);
    return true;
  } catch {
    return false;
  }
}
