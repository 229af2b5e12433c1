/**
 * The format in which an operation is answered. The operation decides: queries and mutations get JSON (GraphQL over HTTP),
 * subscriptions a stream of events (GraphQL over SSE, distinct connections). `Accept` says whether the client can read it; clients
 * list every format that they know with every operation.
 */
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import Negotiator from 'negotiator';
import { codedError } from '../../../subgraphs/kit/base/errors';

/** JSON, or server-sent events. */
export type AnswerFormat = 'json' | 'events';

const mediaTypes: Record<AnswerFormat, string[]> = {
  json: ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8'],
  events: ['text/event-stream; charset=utf-8'],
};

/** @throws NOT_ACCEPTABLE when the client accepts no format in which the operation could be answered; nothing has run then */
export function answerFormat(accept: string | undefined, subscription: boolean): AnswerFormat {
  // An empty header means the same as none.
  const negotiator = new Negotiator({ headers: accept ? { accept } : {} });
  const formats: AnswerFormat[] = subscription ? ['events'] : ['json', 'events'];
  const format = formats.find((name) => negotiator.mediaTypes(mediaTypes[name]).length > 0);
  if (format) return format;
  throw codedError(
    'NOT_ACCEPTABLE',
    subscription
      ? 'A subscription is answered as text/event-stream, which the Accept header does not name.'
      : 'An operation is answered as application/graphql-response+json, application/json or text/event-stream. ' +
          'The Accept header names none of them.',
  );
}

/**
 * Whether a client accepts `application/json` but not `application/graphql-response+json`. Such a client is older than GraphQL over
 * HTTP and takes any status but 200 for a network fault.
 */
export function readsPlainJsonAlone(accept: string | undefined): boolean {
  if (!accept) return false;
  const negotiator = new Negotiator({ headers: { accept } });
  const [plain, full] = mediaTypes.json.map((type) => negotiator.mediaTypes([type]).length > 0);
  return plain === true && full === false;
}

/** Whether the operation is a subscription. A document that cannot be parsed is none; it is refused later. */
export function isSubscription(text: string, operationName: unknown, maximumTokens: number): boolean {
  // This recognises nearly every operation without parsing it a second time.
  if (!text.includes('subscription')) return false;
  try {
    const document = parse(text, { maxTokens: maximumTokens, noLocation: true });
    const name = typeof operationName === 'string' ? operationName : undefined;
    return getOperationAST(document, name)?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    return false;
  }
}

/** A response as the only event of a stream. */
export const asEvents = (response: string): string => `event: next\ndata: ${response}\n\nevent: complete\ndata: \n\n`;
