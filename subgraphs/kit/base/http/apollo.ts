/** Apollo Server as the gateway and every service have it. */
import type { ApolloServerOptionsWithSchema, ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';
import { codedError, type ErrorCode } from '../errors';
import { errorFormatter } from '../errors/masking';
import type { Logger } from '../logger';
import { withoutExtras } from './apollo-extras';
import { headersOf, httpStatusOf } from './errors';

/** Options that both have in common. */
export const apolloOptions = (logger: Logger) =>
  ({
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    formatError: errorFormatter(logger),
    stringifyResult: (value) => JSON.stringify(value),
    // Apollo logs whole errors; ours are logged, reduced, where they are masked.
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  }) satisfies Partial<ApolloServerOptionsWithSchema<BaseContext>>;

/** Plugins that both have in common. */
export const apolloPlugins = (): ApolloServerPlugin<BaseContext>[] => [
  ...withoutExtras(),
  unavailablePlugin,
  faultPlugin,
];

/**
 * Answers an operation with the status and the `Retry-After` of SERVICE_UNAVAILABLE when it has nothing but that error: for clients,
 * proxies and load balancers. Its data is then null, as GraphQL over HTTP demands of an answer that is not a 200.
 */
const unavailablePlugin: ApolloServerPlugin<BaseContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ response: { body, http } }) {
        if (body.kind === 'single' && isUnavailable(body.singleResult)) {
          http.status = httpStatusOf(unavailable.extensions.code);
          for (const [name, value] of headersOf(unavailable)) http.headers.set(name, value);
          if (body.singleResult.data) body.singleResult.data = null;
        }
        return Promise.resolve();
      },
    }),
};

/** Gives an operation that failed by a fault of ours the status of that fault. Apollo Server blames the caller (400) when there is no data. */
const faultPlugin: ApolloServerPlugin<BaseContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ response: { body, http } }) {
        const { data, errors } = body.kind === 'single' ? body.singleResult : { data: null };
        if (data === undefined && errors?.some(({ extensions }) => extensions?.code === fault))
          http.status = httpStatusOf(fault);
        return Promise.resolve();
      },
    }),
};
const fault = 'INTERNAL_SERVER_ERROR' satisfies ErrorCode;

const unavailable = codedError('SERVICE_UNAVAILABLE');

function isUnavailable({ data, errors }: FormattedExecutionResult<Record<string, unknown>>): boolean {
  if (!errors?.length || !errors.every(({ extensions }) => extensions?.code === unavailable.extensions.code))
    return false;
  return Object.values(data ?? {}).every(isNothing);
}

/** Whether a value is null, or a list of nothing but nulls: entities that could not be read. */
const isNothing = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.length > 0 && value.every((element) => element === null));
