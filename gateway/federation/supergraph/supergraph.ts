/** One supergraph, ready to serve: its public schema, scopes and PII services, and the execution of operations. */
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
import { withoutTypes } from './without-types';
import type { LoadedSupergraph } from './store';
import { attempt, messageOf, SupergraphError } from './supergraph-error';

/** Finds the executor of a subgraph. `url` is its address in the supergraph. @throws when the subgraph cannot be called */
export type FindExecutor = (service: string, url: string) => SubgraphExecutor;

/** A validated operation with coerced variables. */
export interface Operation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
  context: ExecutionContext;
}

/** What is prepared once for an operation, and used each time it runs. */
interface PreparedOperation {
  /** The part for the planner; null when there is nothing to plan. */
  planned: DocumentNode | null;
  /** The part that is answered from the schema; null when there is none. */
  introspection: DocumentNode | null;
  completer: ResultCompleter;
}

/** What the services returned, with inner names (see {@link ResponseKeys}). */
export interface RawResult {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly GraphQLError[] | undefined;
}

/** The properties of the runtime's request that are used here. */
interface PlannedRequest {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  operationType?: string;
  context: ExecutionContext;
}

/** The open trace spans of planning, by the context of their operation. A span ends with the first call of the plan. */
const plannings = new WeakMap<ExecutionContext, OpenSpan>();

function endPlanning(context: ExecutionContext): void {
  plannings.get(context)?.end();
  plannings.delete(context);
}

type PlanAndExecute = NonNullable<Awaited<ReturnType<typeof unifiedGraphHandler>>['executor']>;

export class Supergraph implements LoadedSupergraph {
  /** Weak keys: an entry lives as long as Apollo Server caches the parsed document. */
  private readonly prepared = new WeakMap<OperationDefinitionNode, PreparedOperation>();

  private constructor(
    readonly sdl: string,
    /** Its number among the supergraphs that this process has served, from 1. */
    readonly generation: number,
    /** The schema that callers see. */
    readonly schema: GraphQLSchema,
    /** The schema as SDL. */
    readonly publicSdl: string,
    private readonly keys: ResponseKeys,
    readonly scopes: ScopeRules,
    /** The services of this supergraph that hold personal data. */
    readonly piiServices: readonly PiiServiceInfo[],
    /** Every subgraph's name and URL. */
    readonly subgraphs: ReadonlyMap<string, string>,
    private readonly planAndExecute: PlanAndExecute,
  ) {}

  /** Builds everything that serving needs. @throws SupergraphError */
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
    const options: Parameters<typeof unifiedGraphHandler>[0] = {
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
    };
    const handler = await unifiedGraphHandler(options).catch((error: unknown) => {
      throw new SupergraphError([`the query planner refuses it: ${messageOf(error)}`]);
    });
    const { executor } = handler;
    if (!executor) throw new SupergraphError(['the query planner has no executor']);
    options.unifiedGraph = withoutTypes(subgraphs);
    // Made now, so that no caller waits for it.
    attempt('its subgraphs cannot be read', () =>
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

  /** Plans an operation, calls the services and merges their responses. The plan of a document is cached. */
  async execute(asked: Operation): Promise<RawResult> {
    return (await this.run(asked)) ?? {};
  }

  /**
   * Plans a subscription. Its events come from the subgraph of its field, and the rest of the selection is fetched for each event. A
   * result is valid until the next one is requested.
   */
  async *subscribe(asked: Operation): AsyncGenerator<RawResult, void, undefined> {
    const results = await this.run(asked);
    if (!isAsyncIterable<RawResult>(results)) return yield results ?? {};
    for await (const { data, errors } of results)
      // The runtime uses one list of errors for the whole stream, so the errors of this event are removed from it.
      yield { data, errors: (errors as GraphQLError[] | undefined)?.splice(0) };
  }

  /** @returns undefined when there is nothing to plan */
  private async run({ document, operation, variables, context }: Operation): Promise<unknown> {
    const { planned } = this.prepare(document, operation);
    if (!planned) return undefined;
    const plan = openSpan({ name: 'plan' });
    if (plan) plannings.set(context, plan);
    try {
      return await this.planAndExecute({
        document: planned,
        variables,
        // The document has only one operation, so the planner's cache needs no name.
        operationName: undefined,
        operationType: operation.operation,
        // The runtime stores the plan of an operation under this object, so each operation needs its own.
        context,
        // No signal, because an aborted planning would be cached as the document's plan. The budget ends the calls.
      });
    } finally {
      endPlanning(context);
    }
  }

  /** Completes what {@link execute} returned into a response, and adds introspection results. Changes `raw` in place. */
  complete(
    { document, operation, variables }: Omit<Operation, 'context'>,
    raw: Record<string, unknown>,
  ): ReturnType<ResultCompleter['complete']> {
    const { introspection, completer } = this.prepare(document, operation);
    if (!introspection) return completer.complete(raw, variables);
    // Introspection resolves synchronously, so the result is not a promise.
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
