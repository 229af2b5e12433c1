/** Sends errors under `/api/v2` in the form of this API, including errors of the server itself. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { codedError } from '../../../subgraphs/kit/base/errors';
import type { AppOptions } from '../../../subgraphs/kit/base/http/app';
import { codedFailure, headersOf } from '../../../subgraphs/kit/base/http/errors';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import { sentPlace } from '../input';
import type { FieldNames } from './fields';
import { allowedBy, limitHeaders } from './limit-headers';
import type { ErrorBody } from '../model/errors';
import { restPath } from '../names';
import { dotted, refusalOf } from './codes';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Translates the arguments of the route's GraphQL operation into the names that its errors use. */
    fieldNames?: FieldNames;
    /** The name of the rate limit that the route counts against. */
    limit?: string;
    /** The scopes that the route requires. Its operation's error may name others, which would be enough for a part of it. */
    scopes?: readonly string[];
  }
}

const asItIs: FieldNames = (argument) => argument;

/** Replaces the argument that a message names by this API's field. */
function inFields(message: string, argument: unknown, field: string | null): string {
  if (typeof argument !== 'string' || field === null) return message;
  const place = argument.replaceAll(/[.[\]]/g, String.raw`\$&`);
  return message.replaceAll(new RegExp(String.raw`(?<!\w)${place}(?!\w)`, 'g'), field);
}

/** Turns the error for an id in the path that cannot be an id into the error for an unknown id. */
function asNotThere(error: GraphQLError, { params }: FastifyRequest, field: string | null): GraphQLError {
  const named = field !== null && Object.hasOwn(params as object, field);
  if (!named || error.extensions.code !== 'BAD_USER_INPUT') return error;
  return codedError('NOT_FOUND', error.message, { argument: error.extensions.argument });
}

/**
 * Sends an error.
 * @param refusal an error with a code of the table
 */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: GraphQLError): FastifyReply {
  const { fieldNames = asItIs, limit = 'calls', scopes } = request.routeOptions.config;
  const { argument } = refusal.extensions;
  const named = typeof argument === 'string' ? fieldNames(argument) : null;
  const field = named === null ? null : sentPlace(request.body, named);
  const error = asNotThere(refusal, request, field);
  const { extensions } = error;
  const { code, status, message, parameters } = refusalOf(extensions.code, {
    ...extensions,
    ...(scopes && extensions.requiredScopes ? { requiredScopes: scopes } : {}),
  });
  const body: ErrorBody = {
    message: message ?? inFields(error.message, argument, field),
    code,
    status,
    messageParams: parameters,
    contextId: request.id,
    details: field === null ? [] : [{ errorCode: dotted(String(extensions.code)), fieldName: field }],
    errors: [],
    ...(status === 429
      ? { limit: { key: request.caller ? limit : 'refusedTokens', namespace: 'habeas', value: allowedBy(error) } }
      : {}),
  };
  for (const [name, value] of [...headersOf(error), ...(status === 429 ? limitHeaders(error) : [])])
    void reply.header(name, value);
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Sends any failure. The message never repeats a part of the body. */
export function sendFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  failure: unknown,
  logger: Logger,
): FastifyReply {
  return sendRefusal(request, reply, codedFailure(failure, request.id, logger));
}

const isRest = (address: string): boolean => address.startsWith(`${restPath}/`);

/** The refusals under `/api/v2` of what reaches no route. */
export const earlyRefusals: Pick<AppOptions, 'refuseAddress' | 'refuseConnection'> = {
  // What cannot be read is the address of nothing.
  refuseAddress: (request, reply) => {
    if (!isRest(request.url)) return false;
    sendRefusal(request, reply, codedError('NOT_FOUND'));
    return true;
  },
  refuseConnection: (error, address, contextId) => {
    if (!isRest(address)) return null;
    const { code, status } = refusalOf(error.extensions.code, error.extensions);
    return {
      message: error.message,
      code,
      status,
      messageParams: {},
      contextId,
      details: [],
      errors: [],
    } satisfies ErrorBody;
  },
};
