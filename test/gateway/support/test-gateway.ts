/** A gateway over fixture subgraphs, with real HTTP on both sides and real tokens; its log lines are kept. */
import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { isAsyncIterable } from '@graphql-tools/utils';
import { createSourceEventStream, type GraphQLFormattedError } from 'graphql';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import { pino } from 'pino';
import { boundSchema, executeBounded } from '../../../subgraphs/kit/base/execution/bounded-execution';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import type { GatewayConfig } from '../../../gateway/config';
import { inProcessExecutor } from '../../../gateway/federation/execution/in-process-executor';
import { SubgraphConnections } from '../../../gateway/federation/execution/executor';
import { FederationGateway } from '../../../gateway/federation/federation-gateway';
import { SupergraphStore } from '../../../gateway/federation/supergraph/store';
import { Supergraph } from '../../../gateway/federation/supergraph/supergraph';
import { createAuthenticator } from '../../../subgraphs/kit/base/security/caller-token';
import { createLocalJWKSet } from 'jose';
import { MemoryCounters } from '../../../gateway/security/rate-limits/rate-counters';
import { ServiceTokens } from '../../../gateway/security/service-tokens';
import { createGatewayServer, type GatewayServerOptions } from '../../../gateway/http/server';
import { compose, fixtureSchema, ledger, sdl, type FixtureName, type Follow } from './fixture-schemas';
import { FixtureServer } from './fixture-server';

export const allScopes = 'people:view people:edit people:email robots:view';
export const issuer = 'https://issuer.test';
export const audience = 'habeas';

export interface GraphQLAnswer {
  status: number;
  headers: Headers;
  data?: unknown;
  errors?: GraphQLFormattedError[];
}

export interface Ask {
  variables?: unknown;
  operationName?: string;
  token?: string | null;
  headers?: Record<string, string>;
}

/** Makes an issuer's key pair. */
export async function keyPair(kid: string): Promise<{ privateKey: CryptoKey; publicJwk: JWK; privateJwk: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const common = { kid, alg: 'EdDSA' };
  return {
    privateKey,
    publicJwk: { ...(await exportJWK(publicKey)), ...common },
    privateJwk: { ...(await exportJWK(privateKey)), ...common },
  };
}

/** Signs a caller's token; `claims` and the header can be overridden. */
export function signToken(
  key: CryptoKey,
  claims: JWTPayload = {},
  header: { alg?: string; kid?: string; typ?: string } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: issuer,
    aud: audience,
    sub: 'agent-1',
    organization_id: 'acme',
    scope: allScopes,
    exp: now + 600,
    iat: now,
    ...claims,
  };
  return new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', kid: 'caller-1', ...header }).sign(key);
}

/** Returns a logger that keeps the lines which it would write to stdout. */
export function capturedLogger(): { logger: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { logger: pino({ level: 'debug', serializers: { err: describeError, error: describeError } }, stream), lines };
}

const limits: GatewayConfig['subgraphs'] = { timeout: 1_500, connections: 8, maximumResponseBytes: 1024 * 1024 };

const plenty = { caller: { calls: 10_000, seconds: 1 }, organization: { calls: 10_000, seconds: 1 } };

export class TestGateway {
  static async start(
    options: {
      operations?: Partial<GatewayConfig['operations']>;
      subgraphs?: Partial<GatewayConfig['subgraphs']>;
      config?: Partial<GatewayServerOptions['config']>;
      server?: Partial<GatewayServerOptions>;
      follow?: Follow;
    } = {},
  ): Promise<TestGateway> {
    const { logger, lines } = capturedLogger();
    const callerKeys = await keyPair('caller-1');
    const signing = await keyPair('service-1');
    const tokens = await ServiceTokens.open(signing.privateJwk);
    const connections = new SubgraphConnections({ ...limits, ...options.subgraphs }, tokens);
    const office = boundSchema(fixtureSchema('office'));
    const inProcess = inProcessExecutor('office', {
      execute: async ({ document, variables, caller, budget, rootValue }) =>
        executeBounded(
          { schema: office, document, rootValue, variableValues: variables, contextValue: { caller } },
          budget,
        ),
      async *events({ document, variables, signal }) {
        const contextValue = { follow: options.follow, signal };
        const events = await createSourceEventStream({
          schema: office,
          document,
          variableValues: variables,
          contextValue,
        });
        if (!isAsyncIterable(events)) throw events.errors?.[0] ?? new Error('There are no events.');
        yield* events;
      },
    });
    const find = (name: string, url: string) => (name === 'office' ? inProcess : connections.executor(name, url));
    const store = new SupergraphStore((sdl, generation) => Supergraph.build(sdl, generation, find), logger);
    const people = await FixtureServer.start(fixtureSchema('people'));
    const mail = await FixtureServer.start(fixtureSchema('mail'));
    await store.replace(supergraphOf({ people: people.url, mail: mail.url }));
    const keys = {
      find: createLocalJWKSet({ keys: [callerKeys.publicJwk] as never }),
      version: 1,
      refresh: () => Promise.resolve(),
    };
    const operations = {
      depth: 10,
      aliases: 10,
      directives: 10,
      tokens: 1_000,
      cost: 5_000,
      timeout: 60_000,
      ...options.operations,
    };
    const app = await createGatewayServer({
      config: {
        introspection: true,
        maximumRequestBytes: 100_000,
        operations,
        rateLimits: { subjects: plenty, personalDataReport: plenty, requests: plenty, reads: plenty },
        refusedTokens: plenty.caller,
        trustedProxies: [],
        allowedOrigins: [],
        persistedOperations: undefined,
        tls: undefined,
        ...options.config,
      },
      api: new FederationGateway(store, operations),
      authenticate: createAuthenticator({ issuer, audience }, keys),
      serviceTokens: tokens,
      counters: new MemoryCounters(),
      logger,
      ...options.server,
    });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    ledger.length = 0;
    const token = await signToken(callerKeys.privateKey);
    return new TestGateway(
      app,
      url,
      store,
      connections,
      { people, mail },
      callerKeys.privateKey,
      token,
      lines,
      signing.publicJwk,
    );
  }

  private constructor(
    readonly app: FastifyInstance,
    readonly url: string,
    readonly store: SupergraphStore<Supergraph>,
    private readonly connections: SubgraphConnections,
    readonly services: { people: FixtureServer; mail: FixtureServer },
    readonly callerKey: CryptoKey,
    readonly token: string,
    readonly logLines: Record<string, unknown>[],
    readonly servicePublicKey: JWK,
  ) {}

  /** Returns a token with other scopes. */
  tokenWith(scope: string): Promise<string> {
    return signToken(this.callerKey, { scope });
  }

  async ask(
    query: string,
    { variables, operationName, token = this.token, headers = {} }: Ask = {},
  ): Promise<GraphQLAnswer> {
    return this.post(JSON.stringify({ query, variables, operationName }), { token, headers });
  }

  async post(body: string, { token = this.token, headers = {} }: Ask = {}): Promise<GraphQLAnswer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body,
    });
    const answer = (await response.json()) as Omit<GraphQLAnswer, 'status' | 'headers'>;
    return { status: response.status, headers: response.headers, ...answer };
  }

  /** Restores the state of the start. */
  async reset(): Promise<void> {
    ledger.length = 0;
    this.logLines.length = 0;
    for (const service of Object.values(this.services)) {
      await service.stop();
      service.answer = undefined;
      service.delay = () => 0;
      service.calls.length = 0;
      await service.listen();
    }
  }

  async stop(): Promise<void> {
    await this.app.close();
    this.store.close();
    await this.connections.close();
    await Promise.all(Object.values(this.services).map((service) => service.stop()));
  }
}

/** The fixtures' supergraph. A subgraph without a URL is left out, except the one inside the process. */
export function supergraphOf(
  urls: Partial<Record<FixtureName, string>>,
  changed: Partial<Record<FixtureName, string>> = {},
): string {
  const names = (Object.keys(sdl) as FixtureName[]).filter((name) => name === 'office' || urls[name] !== undefined);
  return compose(
    names.map((name) => ({
      name,
      sdl: changed[name] ?? sdl[name],
      url: urls[name] ?? 'http://office.invalid/graphql',
    })),
  );
}
