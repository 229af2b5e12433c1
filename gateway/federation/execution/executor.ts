/**
 * Executes planned calls in the services, over HTTP. What a service answers is another team's word: it is bounded in time
 * and size, checked for the form of a GraphQL response, and its errors are reduced to what a caller may see.
 */
import { print, type DocumentNode } from 'graphql';
import { Pool } from 'undici';
import type { SubgraphLimits } from './subgraph-limits';
import type { ServiceTokens } from '../../security/service-tokens';
import { within } from '../../../subgraphs/kit/base/http/deadline';
import { MergeableDocument, type Answer } from './merging/merge-document';
import { MergedCalls, type MergeableCall } from './merging/merged-calls';
import { entityLists } from './planned-call';
import { remoteErrors, unavailableErrors } from './subgraph-errors';
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from './subgraph-request';

/** A service could not be asked, or gave no GraphQL response; `reason` is ours, and fit for a log. */
class UnusableAnswer extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** How long a connection may take to open, in milliseconds. */
const connectTimeout = 3_000;
/** The connection ended before an answer came: as happens when a service restarts between two calls. */
const droppedConnection = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** The connections to the services, one pool for each address. They outlive a supergraph, so that a reload drops no call. */
export class SubgraphConnections {
  private readonly pools = new Map<string, Pool>();
  private readonly mergedCalls: MergedCalls<TokenCall & MergeableCall>;

  constructor(
    private readonly limits: SubgraphLimits,
    private readonly tokens: ServiceTokens,
  ) {
    this.mergedCalls = new MergedCalls(
      (text, variables, calls, deadline) => this.send(text, variables, calls, deadline),
      limits.timeout,
    );
  }

  /** @param url the service's GraphQL endpoint, as the supergraph names it */
  executor(service: string, url: string): SubgraphExecutor {
    const { origin, pathname, search } = new URL(url);
    return (request) => this.execute(service, origin, pathname + search, request);
  }

  /** Closes the connections once the calls under way have ended. */
  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
    this.pools.clear();
  }

  /** Closes the connections to addresses that are no longer in use, after every call that could still use them. */
  retain(urls: Iterable<string>): void {
    const used = new Set([...urls].map((url) => new URL(url).origin));
    for (const [origin, pool] of this.pools) {
      if (used.has(origin)) continue;
      this.pools.delete(origin);
      setTimeout(() => void pool.close(), this.limits.timeout * 2).unref();
    }
  }

  private pool(origin: string): Pool {
    const known = this.pools.get(origin);
    if (known) return known;
    const pool = new Pool(origin, {
      connections: this.limits.connections,
      connectTimeout: Math.min(connectTimeout, this.limits.timeout),
      connect: { ...this.limits.tls },
      keepAliveTimeout: 30_000,
      maxResponseSize: this.limits.maximumResponseBytes,
      headersTimeout: this.limits.timeout,
      bodyTimeout: this.limits.timeout,
    });
    this.pools.set(origin, pool);
    return pool;
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
      if (!errors || errors.length === 0) return { data };
      return { data, errors: remoteErrors(service, errors, context.logger) };
    } catch (error) {
      const reason = error instanceof UnusableAnswer ? error.reason : failureReason(error);
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
    const call = { origin, path, token, requestId, mutation, text, variables };
    const answer =
      merged && !mutation
        ? await this.mergedCalls.ask(token, { ...call, merged })
        : await this.send(text, variables, [call], this.limits.timeout);
    for (const key of entityLists) {
      if (answer.data && !isEntityList(answer.data[key]))
        throw new UnusableAnswer('answered with entities that are no list of objects');
    }
    return answer;
  }

  /** Sends an operation on behalf of calls that differ in nothing but their variables. */
  private async send(text: string, variables: object, calls: TokenCall[], deadline: number): Promise<Answer> {
    const { origin, path, token, mutation } = calls[0] as TokenCall;
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      'x-request-id': calls.map(({ requestId }) => requestId).join(', '),
    };
    const body = JSON.stringify({ query: text, variables });
    return within(deadline, async (signal) => {
      const request = () => this.pool(origin).request({ path, method: 'POST', headers, body, signal });
      const response = await request().catch((error: unknown) => {
        // What only reads may be asked once more.
        if (mutation || !droppedConnection.has((error as { code?: string }).code ?? '')) throw error;
        return request();
      });
      return checkedAnswer(response.statusCode, await response.body.text());
    });
  }
}

/** A call, with all that it takes to make it. */
interface TokenCall {
  origin: string;
  path: string;
  token: string;
  requestId: string;
  mutation: boolean;
}

function checkedAnswer(status: number, text: string): Answer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new UnusableAnswer(`answered ${status} with no JSON`);
  }
  const { data, errors } = (isRecord(answer) ? answer : {}) as { data?: unknown; errors?: unknown };
  if (status === 401) throw new UnusableAnswer('refused the service token');
  if (status === 503) throw new UnusableAnswer('is unavailable');
  const failed = Array.isArray(errors) && errors.length > 0;
  if (!failed && (status !== 200 || !isRecord(data)))
    throw new UnusableAnswer(`answered ${status} with no GraphQL response`);
  return { data: isRecord(data) ? data : null, ...(failed ? { errors: errors as unknown[] } : {}) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEntityList = (value: unknown) =>
  Array.isArray(value) && value.every((entity) => entity === null || isRecord(entity));

/** Why a call failed, in a word: never an address. */
function failureReason(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || name === 'AbortError') return 'took too long';
  return code ?? name ?? 'unknown';
}

/** A planned operation as it is sent, and what must be looked at in its answer. */
interface PreparedCall {
  text: string;
  entityLists: string[];
  /** The operation for several calls at once; null when it cannot be repeated. */
  merged: MergeableDocument | null;
}

const preparedCalls = new WeakMap<DocumentNode, PreparedCall>();

/** Made once for each call of a plan: the plan has the same document every time. */
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
