/**
 * Executes planned calls in the services, over HTTP. A service's response is untrusted: it is bounded in time and size, checked for
 * the form of a GraphQL response, and its errors are reduced to what a caller may see.
 */
import { print, type DocumentNode } from 'graphql';
import { countNodes } from '../../../subgraphs/kit/base/execution/count-nodes';
import { traceHeaders } from '../../../subgraphs/kit/base/telemetry/tracing';
import type { SubgraphLimits } from './subgraph-limits';
import type { ServiceTokens } from '../../security/service-tokens';
import { MergeableDocument, type Answer } from './merging/merge-document';
import { MergedCalls, type MergeableCall } from './merging/merged-calls';
import { entityLists } from './planned-call';
import { CallFailure, isRecord, ServiceConnection } from './service-connection';
import { remoteErrors, unavailableErrors } from './subgraph-errors';
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from './subgraph-request';

/** The connections to the services, by origin. They outlive a supergraph, so that a reload interrupts no call. */
export class SubgraphConnections {
  private readonly connections = new Map<string, ServiceConnection>();
  private readonly mergedCalls: MergedCalls<TokenCall & MergeableCall>;

  constructor(
    private readonly limits: SubgraphLimits,
    private readonly tokens: ServiceTokens,
  ) {
    this.mergedCalls = new MergedCalls((text, variables, calls, waiting) => this.send(text, variables, calls, waiting));
  }

  /** Returns the executor of one service. @param url the service's GraphQL endpoint, as the supergraph states it */
  executor(service: string, url: string): SubgraphExecutor {
    const { origin, pathname, search } = new URL(url);
    return (request) => this.execute(service, origin, pathname + search, request);
  }

  /** Closes all connections, after the calls under way have ended. */
  async close(): Promise<void> {
    await Promise.all([...this.connections.values()].map((connection) => connection.close()));
    this.connections.clear();
  }

  /** Closes the connections to addresses that are no longer in use, late enough for every call that may still use them. */
  retain(urls: Iterable<string>): void {
    const used = new Set([...urls].map((url) => new URL(url).origin));
    for (const [origin, connection] of this.connections) {
      if (used.has(origin)) continue;
      this.connections.delete(origin);
      setTimeout(() => void connection.close(), this.limits.timeout * 2).unref();
    }
  }

  private connection(origin: string): ServiceConnection {
    const known = this.connections.get(origin);
    if (known) return known;
    const connection = new ServiceConnection(origin, this.limits);
    this.connections.set(origin, connection);
    return connection;
  }

  private async execute(
    service: string,
    origin: string,
    path: string,
    request: SubgraphRequest,
  ): Promise<SubgraphResult> {
    const { context, document, variables } = request;
    try {
      const { data, errors } = await this.ask(service, origin, path, request);
      const { budget } = context;
      if (!budget.spend(countNodes(data, budget.left)) && budget.ended) return { errors: [budget.ended] };
      if (!errors || errors.length === 0) return { data };
      return { data, errors: remoteErrors(service, errors, context.logger) };
    } catch (error) {
      const { ended } = context.budget;
      if (ended) return { errors: [ended] };
      const reason = error instanceof CallFailure ? error.reason : (error as Error).name;
      context.logger.warn({ service, reason }, 'service unavailable');
      return { errors: unavailableErrors(service, document, variables) };
    }
  }

  private async ask(service: string, origin: string, path: string, request: SubgraphRequest): Promise<Answer> {
    const { caller, requestId } = request.context;
    const { subject, organizationId, scopes } = caller;
    const token = await this.tokens.sign({ service, subject, organizationId, scopes, purpose: 'query' });
    const { text, entityLists, merged } = prepareCall(request.document);
    const { mutation, variables = {} } = request;
    const { signal } = request.context.budget;
    const trace = traceHeaders();
    const call = { origin, path, token, requestId, trace, mutation, text, variables, signal };
    const answer =
      merged && !mutation
        ? await this.mergedCalls.ask(token, { ...call, merged })
        : await this.send(text, variables, [call], [call.signal]);
    for (const key of entityLists) {
      if (answer.data && !isEntityList(answer.data[key]))
        throw new CallFailure('INVALID', 'answered with entities that are no list of objects');
    }
    return answer;
  }

  /** Sends one operation for calls that differ only in their variables. */
  private async send(text: string, variables: object, calls: TokenCall[], waiting: AbortSignal[]): Promise<Answer> {
    const { origin, path, token, mutation, trace } = calls[0] as TokenCall;
    const { status, data, errors } = await this.connection(origin).send({
      path,
      token,
      query: text,
      variables,
      repeatable: !mutation,
      headers: { ...trace, 'x-request-id': calls.map(({ requestId }) => requestId).join(', ') },
      // A mutation runs to its end even when its caller has left, so that its outcome is known.
      waiting: mutation ? [] : waiting,
    });
    if (status === 401) throw new CallFailure('INVALID', 'refused the service token');
    if (status === 503) throw new CallFailure('UNREACHABLE', 'is unavailable');
    return { data, ...(errors.length > 0 ? { errors } : {}) };
  }
}

/** A call with everything needed to send it. */
interface TokenCall {
  origin: string;
  path: string;
  token: string;
  requestId: string;
  /** Headers by which the service continues the trace of this call. Merged calls send those of the first call. */
  trace: Readonly<Record<string, string>>;
  mutation: boolean;
  /** Aborts when nobody needs the answer any more. */
  signal: AbortSignal;
}

const isEntityList = (value: unknown) =>
  Array.isArray(value) && value.every((entity) => entity === null || isRecord(entity));

/** A planned operation as it is sent, and what must be checked in its response. */
interface PreparedCall {
  text: string;
  /** The response keys that must hold lists of objects or nulls. */
  entityLists: string[];
  /** The operation for several calls at once; null when it cannot be merged. */
  merged: MergeableDocument | null;
}

const preparedCalls = new WeakMap<DocumentNode, PreparedCall>();

/** Prepares a call of a plan once: a cached plan uses the same document object every time. */
function prepareCall(document: DocumentNode): PreparedCall {
  const known = preparedCalls.get(document);
  if (known) return known;
  const call = {
    text: print(document),
    entityLists: entityLists(document),
    merged: MergeableDocument.of(document),
  };
  preparedCalls.set(document, call);
  return call;
}
