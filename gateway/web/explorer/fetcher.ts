/** Sends operations by POST, including subscriptions (GraphQL over SSE), with the current token. */
import type { Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-sse';
import { getOperationAST, OperationTypeNode, parse, type ExecutionResult } from 'graphql';

const endpoint = '/graphql';

/** Whether an operation is a subscription, which the gateway answers with a stream of events. */
function isSubscription(query: string, operationName: string | null | undefined): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    return false;
  }
}

/** @param tokenOf returns the current token; undefined before the sign-in */
export function createFetcher(tokenOf: () => string | undefined): Fetcher {
  const headers = (): Record<string, string> => {
    const token = tokenOf();
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  };
  const events = createClient({ url: endpoint, headers });

  return ({ query, variables, operationName }) => {
    const operation = {
      query,
      variables: variables as Record<string, unknown>,
      operationName: operationName ?? undefined,
    };
    if (isSubscription(query, operationName))
      return events.iterate(operation) as AsyncIterableIterator<ExecutionResult>;
    return ask(JSON.stringify(operation), headers());
  };
}

async function ask(body: string, headers: Record<string, string>): Promise<ExecutionResult> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body,
  });
  return (await response.json()) as ExecutionResult;
}
