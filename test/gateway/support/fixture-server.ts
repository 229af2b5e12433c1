/** A subgraph over real HTTP whose behaviour a test can change. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { execute, parse, validate, type GraphQLSchema } from 'graphql';
import type { ErrorCode } from '../../../subgraphs/kit/base/errors';

/** One call that the subgraph received. */
export interface ReceivedCall {
  query: string;
  variables: Record<string, unknown>;
  headers: IncomingMessage['headers'];
}

/** Answers a call instead of the subgraph. */
export type Answer = (response: ServerResponse, call: ReceivedCall) => void | Promise<void>;

export class FixtureServer {
  readonly calls: ReceivedCall[] = [];
  /** If set, it answers every call. */
  answer: Answer | undefined;
  /** How long a call waits for its answer, in milliseconds. */
  delay: (call: ReceivedCall) => number = () => 0;
  /** What else a call waits for. */
  hold: (call: ReceivedCall) => Promise<void> | undefined = () => undefined;
  private server: Server | undefined;

  private constructor(
    private readonly schema: GraphQLSchema,
    private port = 0,
  ) {}

  static async start(schema: GraphQLSchema): Promise<FixtureServer> {
    const server = new FixtureServer(schema);
    await server.listen();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/graphql`;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Starts listening, on the same port as before. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      this.handle(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Stops listening and closes every connection. */
  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { query, variables = {} } = JSON.parse(Buffer.concat(chunks).toString()) as {
      query: string;
      variables?: Record<string, unknown>;
    };
    const call = { query, variables, headers: request.headers };
    this.calls.push(call);
    const delay = this.delay(call);
    if (delay > 0) await pause(delay);
    await this.hold(call);
    if (this.answer) return this.answer(response, call);
    const document = parse(query);
    const problems = validate(this.schema, document);
    if (problems.length > 0) return send(response, { errors: problems.map((problem) => problem.toJSON()) }, 400);
    const { data, errors } = await execute({ schema: this.schema, document, variableValues: variables });
    return send(response, {
      data,
      ...(errors
        ? { errors: errors.map((error) => ({ ...error.toJSON(), extensions: withCode(error.extensions) })) }
        : {}),
    });
  }
}

const withCode = (extensions: Record<string, unknown>) => ({
  code: 'INTERNAL_SERVER_ERROR' satisfies ErrorCode,
  stacktrace: ['at secret.ts'],
  ...extensions,
});

export function send(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
