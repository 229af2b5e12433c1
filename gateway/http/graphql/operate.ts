/**
 * Runs the gateway's own operations, for routes with another format than GraphQL's. They pass the same checks, scopes, costs and limits
 * as a client's, in the same order (R35).
 */
import type { ApolloServer } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { codedError, type ErrorCode } from '../../../subgraphs/kit/base/errors';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import { RequestContext, type GatewayContext } from '../context';

/** An operation with its variables. */
export interface OwnOperation {
  query: string;
  variables: Record<string, unknown>;
}

/**
 * Runs an operation for the caller of a request.
 * @returns its data
 * @throws GraphQLError its first error, with the headers of the answer as `extensions.http`
 */
export type Operate = <Data>(operation: OwnOperation, request: FastifyRequest, reply: FastifyReply) => Promise<Data>;

/** How near a caller is to a limit. */
const isLimit = (name: string): boolean => name.startsWith('ratelimit-');

function refusal({ message, extensions }: GraphQLFormattedError, headers: ReadonlyMap<string, string>): GraphQLError {
  const kept = [...headers].filter(([name]) => name === 'retry-after' || isLimit(name));
  return codedError(extensions?.code as ErrorCode, message, { ...extensions, http: { headers: new Map(kept) } });
}

export const operateWith =
  (apollo: ApolloServer<GatewayContext>, logger: Logger): Operate =>
  async <Data>({ query, variables }: OwnOperation, request: FastifyRequest, reply: FastifyReply) => {
    const contextValue = new RequestContext(request, reply, logger);
    const { body, http } = await apollo.executeOperation({ query, variables }, { contextValue });
    const { data, errors } = body.kind === 'single' ? body.singleResult : body.initialResult;
    if (errors?.[0]) throw refusal(errors[0], http.headers);
    for (const [name, value] of http.headers) if (isLimit(name)) void reply.header(name, value);
    return data as Data;
  };
