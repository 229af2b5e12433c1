/** One supergraph, made ready to serve: the public schema, its scopes, its PII services, and the execution of operations. */
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { isAsyncIterable } from '@graphql-tools/utils';
import {
  buildSchema,
  execute,
  getOperationAST,
  OperationTypeNode,
  parse,
  validateSchema,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { codedError } from '../../../subgraphs/kit/base/errors';
import type { ExecutionContext } from '../../http/context';
import { openSpan, type OpenSpan } from '../../../subgraphs/kit/base/telemetry/tracing';
import { subgraphCalls } from '../../telemetry/calls';
import { ScopeRules } from '../../../subgraphs/kit/base/security/scopes';
import { ResultCompleter } from '../execution/completion/completer';
import { discoverPiiServices, subgraphsOf, type PiiServiceInfo } from './discovery';
import { introspectionOperation, plannedOperation } from '../execution/operation';
import { publicSchemaOf } from './public-schema';
import { ResponseKeys } from '../execution/response-keys';
import type { SubgraphExecutor } from '../execution/subgraph-request';
import { supergraphProblems } from './checks';
import type { LoadedSupergraph } from './store';
import { attempt, messageOf, SupergraphError } from './supergraph-error';

/** Finds what executes the calls to a subgraph; `url` is what the supergraph says. @throws when there is no way to call it */
export type FindExecutor = (service: string, url: string) => SubgraphExecutor;

/** An operation that is valid, with its variables coerced. */
export interface Operation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
  context: ExecutionContext;
}

/** What is made of an operation once, for all its calls. */
interface PreparedOperation {
  /** What the planner is given; null when there is nothing to plan. */
  planned: DocumentNode | null;
  /** What the schema answers itself; null when that is nothing. */
  introspection: DocumentNode | null;
  completer: ResultCompleter;
}

/** What the services returned, by the names on the inside. */
export interface RawResult {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly GraphQLError[] | undefined;
}

/** What of the runtime's request matters here. */
interface PlannedRequest {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  operationType?: string;
  context: ExecutionContext;
}

/** The plannings that are under way and traced, by the context of their operation: each ends with the first call of its plan. */
const plannings = new WeakMap<ExecutionContext, OpenSpan>();

function endPlanning(context: ExecutionContext): void {
  plannings.get(context)?.end();
  plannings.delete(context);
}

type PlanAndExecute = NonNullable<Awaited<ReturnType<typeof unifiedGraphHandler>>['executor']>;

export class Supergraph implements LoadedSupergraph {
  /** Kept for as long as Apollo Server keeps the parsed document. */
  private readonly prepared = new WeakMap<OperationDefinitionNode, PreparedOperation>();

  private constructor(
    readonly sdl: string,
    /** Counts the supergraphs that this process has served, from 1. */
    readonly generation: number,
    /** What callers see. */
    readonly schema: GraphQLSchema,
    /** The same as text. */
    readonly publicSdl: string,
    /** The names that answers have on the inside. */
    private readonly keys: ResponseKeys,
    readonly scopes: ScopeRules,
    /** The services that hold personal data, as far as this supergraph says. */
    readonly piiServices: readonly PiiServiceInfo[],
    /** Every subgraph's name and URL. */
    readonly subgraphs: ReadonlyMap<string, string>,
    private readonly planAndExecute: PlanAndExecute,
  ) {}

  /** Builds everything that serving takes. @throws SupergraphError */
  static async build(sdl: string, generation: number, findExecutor: FindExecutor): Promise<Supergraph> {
    const full = attempt('it is no supergraph', () => buildSchema(sdl, { assumeValidSDL: true }));
    const document = parse(sdl, { noLocation: true });
    const subgraphs = new Map(subgraphsOf(document).map(({ name, url }) => [name, url]));
    if (subgraphs.size === 0) throw new SupergraphError(['it names no subgraph (join__Graph)']);
    const { schema, sdl: publicSdl } = attempt('the public schema cannot be made of it', () => publicSchemaOf(sdl));
    const problems = [...validateSchema(schema).map(({ message }) => message), ...supergraphProblems(document)];
    if (problems.length > 0) throw new SupergraphError(problems);
    const executors = attempt(
      'a subgraph cannot be called',
      () => new Map([...subgraphs].map(([name, url]) => [name, findExecutor(name, url)])),
    );
    const keys = attempt('its keys cannot be read', () => ResponseKeys.of(document));
    const piiServices = attempt('its PII services cannot be read', () => discoverPiiServices(sdl));
    const handler = await unifiedGraphHandler({
      unifiedGraph: full,
      getUnifiedGraphSDL: () => sdl,
      onSubgraphExecute: (name, request) => {
        const execute = executors.get(name);
        if (!execute) throw new Error(`The plan calls ${name}, which is no subgraph.`);
        const { document, variables, operationType, context } = request as PlannedRequest;
        const call = { document, variables, mutation: operationType === 'mutation', context };
        if (operationType === 'subscription' && isSubscription(document))
          return execute.subscribe?.(call) ?? Promise.resolve({ errors: [notFollowed(name)] });
        const { ended } = context.budget;
        if (ended) return Promise.resolve({ errors: [ended] });
        endPlanning(context);
        return subgraphCalls.measure(name, operationType ?? 'query', () => execute(call));
      },
    }).catch((error: unknown) => {
      throw new SupergraphError([`the query planner refuses it: ${messageOf(error)}`]);
    });
    const { executor } = handler;
    if (!executor) throw new SupergraphError(['the query planner has no executor']);
    // The runtime reads the subgraphs' own schemas at its first call. It does so now, and no caller waits for it.
    attempt('the schema of a subgraph cannot be read', () =>
      [...subgraphs.keys()].forEach((name) => handler.getSubgraphSchema(name)),
    );
    return new Supergraph(
      sdl,
      generation,
      schema,
      publicSdl,
      keys,
      new ScopeRules(full),
      piiServices,
      subgraphs,
      executor,
    );
  }

  /** Plans the operation, calls the services and merges their answers. The plan of a document is made once. */
  async execute(asked: Operation): Promise<RawResult> {
    return (await this.run(asked)) ?? {};
  }

  /**
   * Plans a subscription: its events come from the subgraph of its field, and what is selected of each is fetched as the plan says.
   * The results stand for as long as the next is not asked for.
   */
  async *subscribe(asked: Operation): AsyncGenerator<RawResult, void, undefined> {
    const results = await this.run(asked);
    if (!isAsyncIterable<RawResult>(results)) return yield results ?? {};
    for await (const { data, errors } of results)
      // The runtime has one list of errors for the whole stream: what one event brought is taken out of it.
      yield { data, errors: (errors as GraphQLError[] | undefined)?.splice(0) };
  }

  /** @returns undefined when the operation leaves nothing to ask for */
  private async run({ document, operation, variables, context }: Operation): Promise<unknown> {
    const { planned } = this.prepare(document, operation);
    if (!planned) return undefined;
    const plan = openSpan({ name: 'plan' });
    if (plan) plannings.set(context, plan);
    try {
      return await this.planAndExecute({
        document: planned,
        variables,
        // The planner keeps its plans by this name and the document; there is one operation in it, so none is needed.
        operationName: undefined,
        operationType: operation.operation,
        // The object under which the runtime files the plan of this operation: one each.
        context,
        // No signal: an aborted planning would be remembered as the plan of the document. The calls end with the budget.
      });
    } finally {
      endPlanning(context);
    }
  }

  /** Makes the response of what {@link execute} returned, which is changed; introspection is answered in the same breath. */
  complete(
    { document, operation, variables }: Omit<Operation, 'context'>,
    raw: Record<string, unknown>,
  ): ReturnType<ResultCompleter['complete']> {
    const { introspection, completer } = this.prepare(document, operation);
    if (!introspection) return completer.complete(raw, variables);
    // Nothing in it is a promise.
    const asked = execute({ schema: this.schema, document: introspection, variableValues: variables });
    const { data, errors = [] } = asked as ExecutionResult;
    const completed = completer.complete({ ...data, ...raw }, variables);
    return { ...completed, errors: [...errors, ...completed.errors] };
  }

  private prepare(document: DocumentNode, operation: OperationDefinitionNode): PreparedOperation {
    const known = this.prepared.get(operation);
    if (known) return known;
    const inner = this.keys.innerDocument(document);
    const innerOperation = inner.definitions[document.definitions.indexOf(operation)] as OperationDefinitionNode;
    const prepared = {
      planned: plannedOperation(this.schema, inner, innerOperation),
      introspection: introspectionOperation(document, operation),
      completer: new ResultCompleter(this.schema, document, operation, this.keys, inner !== document),
    };
    this.prepared.set(operation, prepared);
    return prepared;
  }
}

const isSubscription = (document: DocumentNode) =>
  getOperationAST(document)?.operation === OperationTypeNode.SUBSCRIPTION;

const notFollowed = (service: string) =>
  codedError('GRAPHQL_VALIDATION_FAILED', `Subscriptions of the service "${service}" are not followed here.`);
