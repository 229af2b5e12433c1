/**
 * In which form an operation is answered. The operation decides: queries and mutations get JSON (GraphQL over HTTP),
 * subscriptions a stream of events (GraphQL over SSE, distinct connections). `Accept` says whether the client can read it; clients name
 * every form that they know with every operation.
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

/** @throws NOT_ACCEPTABLE when the client reads nothing that the operation could be answered with; nothing has run then */
export function answerFormat(accept: string | undefined, subscription: boolean): AnswerFormat {
  // An empty header says as little as none.
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
 * Whether a client reads `application/json` and not `application/graphql-response+json`: one from before GraphQL over HTTP, which
 * takes any status but 200 for a fault of the network.
 */
export function readsPlainJsonAlone(accept: string | undefined): boolean {
  if (!accept) return false;
  const negotiator = new Negotiator({ headers: { accept } });
  const [plain, full] = mediaTypes.json.map((type) => negotiator.mediaTypes([type]).length > 0);
  return plain === true && full === false;
}

/** Whether the operation is a subscription. What cannot be parsed is none, and is refused where operations are parsed. */
export function isSubscription(text: string, operationName: unknown, maximumTokens: number): boolean {
  // Nearly every operation is told by this, and not parsed a second time.
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
