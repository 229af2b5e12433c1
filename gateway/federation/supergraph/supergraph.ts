/** One supergraph, made ready to serve: the public schema, its scopes, its PII services, and the execution of operations. */
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import {
  buildSchema,
  parse,
  validateSchema,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { ExecutionContext } from '../../http/context';
import { ScopeRules } from '../../../subgraphs/kit/base/security/scopes';
import type { RawResult } from '../execution/complete-result';
import { discoverPiiServices, subgraphsOf, type PiiServiceInfo } from './discovery';
import { executableOperation } from '../execution/operation';
import { publicSchemaOf } from './public-schema';
import { ResponseKeys } from '../execution/response-keys';
import type { SubgraphExecutor } from '../execution/subgraph-request';
import { supergraphProblems } from './checks';
import { ResultVerifier } from '../execution/verification';

/** Finds what executes the calls to a subgraph; `url` is what the supergraph says. @throws when there is no way to call it */
export type FindExecutor = (service: string, url: string) => SubgraphExecutor;

/** A supergraph that cannot be served; `problems` say why, one a line. */
export class SupergraphError extends Error {
  constructor(readonly problems: string[]) {
    super(`The supergraph cannot be served:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'SupergraphError';
  }
}

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
  executable: DocumentNode | null;
  /** Null when the names in the answer are not those on the inside: such an answer is always made anew. */
  verifier: ResultVerifier | null;
}

/** What of the runtime's request matters here. */
interface PlannedRequest {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  operationType?: string;
  context: ExecutionContext;
}

type PlanAndExecute = NonNullable<Awaited<ReturnType<typeof unifiedGraphHandler>>['executor']>;

export class Supergraph {
  /** Kept for as long as Apollo Server keeps the parsed document. */
  private readonly prepared = new WeakMap<OperationDefinitionNode, PreparedOperation>();

  private constructor(
    readonly sdl: string,
    /** Counts the supergraphs that this process has served, from 1. */
    readonly generation: number,
    /** What callers see. */
    readonly schema: GraphQLSchema,
    /** The names that answers have on the inside. */
    readonly keys: ResponseKeys,
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
    const { schema } = attempt('the public schema cannot be made of it', () => publicSchemaOf(sdl));
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
        const { ended } = context.budget;
        if (ended) return Promise.resolve({ errors: [ended] });
        return execute({ document, variables, mutation: operationType === 'mutation', context });
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
    return new Supergraph(sdl, generation, schema, keys, new ScopeRules(full), piiServices, subgraphs, executor);
  }

  /** Plans the operation, calls the services and merges their answers. The plan of a document is made once. */
  async execute({ document, operation, variables, context }: Operation): Promise<RawResult> {
    const { executable } = this.prepare(document, operation);
    if (!executable) return {};
    return (await this.planAndExecute({
      document: executable,
      variables,
      // The planner keeps its plans by this name and the document; there is one operation in it, so none is needed.
      operationName: undefined,
      operationType: operation.operation,
      // The object under which the runtime files the plan of this operation: one each.
      context,
      // No signal: an aborted planning would be remembered as the plan of the document. The calls end with the budget.
    })) as RawResult;
  }

  /** Whether what {@link execute} returned is the response as it stands. */
  isComplete({ document, operation, variables }: Omit<Operation, 'context'>, data: Record<string, unknown>): boolean {
    return this.prepare(document, operation).verifier?.passes(data, variables) ?? false;
  }

  private prepare(document: DocumentNode, operation: OperationDefinitionNode): PreparedOperation {
    const known = this.prepared.get(operation);
    if (known) return known;
    const inner = this.keys.innerDocument(document);
    const innerOperation = inner.definitions[document.definitions.indexOf(operation)] as OperationDefinitionNode;
    const prepared = {
      executable: executableOperation(this.schema, inner, innerOperation),
      verifier: inner === document ? new ResultVerifier(this.schema, document, operation) : null,
    };
    this.prepared.set(operation, prepared);
    return prepared;
  }
}

function attempt<T>(problem: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof SupergraphError ? error : new SupergraphError([`${problem}: ${messageOf(error)}`]);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
