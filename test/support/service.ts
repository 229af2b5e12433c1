/** One PII service in the test's own process, over real HTTP and real PostgreSQL, with real service tokens. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import type { AddressInfo } from 'node:net';
import type { ServiceDefinition } from '../../subgraphs/kit';
import type { ServerTls } from '../../subgraphs/kit/base/config';
import type { OperationBounds } from '../../subgraphs/kit/base/execution/operation-budget';
import { createLogger } from '../../subgraphs/kit/base/logger';
import { createServer } from '../../subgraphs/kit/server';
import { startService, type RunningService } from '../../subgraphs/kit/start-service';
import { databaseName } from '../../subgraphs/kit/base/persistence/create-database';
import { inOrganization } from '../../subgraphs/kit/base/security/organization-context';
import type { Answer } from '../../scripts/develop/api-client';
import { dropDatabases, testServerUrl, uniquePrefix } from './database';

/** What a service token of a test says. */
export interface TokenOptions {
  organizationId?: string;
  purpose?: 'query' | 'gdpr';
  scopes?: string[];
  audience?: string;
  expiresIn?: string;
  key?: CryptoKey;
  issuer?: string;
  /** Seconds from now until it is valid. */
  notBefore?: number;
  /** A whole token, instead of one that is made. */
  raw?: string;
}

export interface TestService {
  url: string;
  database: string;
  service: RunningService;
  /** Signs the service's tokens. */
  signingKey: CryptoKey;
  token(options?: TokenOptions): Promise<string>;
  /** Sends an operation with a token of all the service's scopes. */
  send<T = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    options?: TokenOptions,
  ): Promise<Answer<T>>;
  /** Sends an operation that must succeed. */
  ask<T = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    options?: TokenOptions,
  ): Promise<T>;
  /** Runs code as one of the service's own, on behalf of an organisation. */
  as<T>(organizationId: string, work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export const testOrganization = 'test-organization';

/** Starts a service on a free port with a database of its own. */
export async function startTestService(
  definition: ServiceDefinition,
  { tls, operations }: { tls?: ServerTls; operations?: OperationBounds } = {},
): Promise<TestService> {
  const prefix = uniquePrefix();
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-service-'));
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA' };
  const config = {
    databaseUrl: testServerUrl(),
    databasePrefix: prefix,
    databasePoolSize: 5,
    masterKeys: { current: 'test', keys: new Map([['test', randomBytes(32)]]) },
    blobs: { directory },
    serviceTokenKeys: { keys: [key] },
    tls,
    ...(operations ? { operations } : {}),
  };
  const service = await startService(definition, config, createLogger(definition.name, 'silent'));
  const server = await createServer(definition, service, config);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${(server.server.address() as AddressInfo).port}/graphql`;

  const token = ({
    organizationId = testOrganization,
    purpose = 'query',
    scopes,
    audience = definition.name,
    expiresIn = '60s',
    key: signingKey = privateKey,
    issuer = 'habeas-gateway',
    notBefore = 0,
    raw,
  }: TokenOptions = {}) =>
    raw
      ? Promise.resolve(raw)
      : new SignJWT({
          organization_id: organizationId,
          purpose,
          scope: (scopes ?? [`${definition.name}:view`, `${definition.name}:edit`]).join(' '),
        })
          .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
          .setIssuer(issuer)
          .setNotBefore(Math.floor(Date.now() / 1_000) + notBefore)
          .setAudience(audience)
          .setSubject('tester')
          .setExpirationTime(expiresIn)
          .sign(signingKey);

  const send = async <T>(
    query: string,
    variables: Record<string, unknown> = {},
    options: TokenOptions = {},
  ): Promise<Answer<T>> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await token(options)}` },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    return { status: response.status, text, ...(JSON.parse(text) as Pick<Answer<T>, 'data' | 'errors'>) };
  };

  return {
    url,
    database: databaseName(prefix, definition.name),
    service,
    signingKey: privateKey,
    token,
    send,
    async ask<T>(query: string, variables?: Record<string, unknown>, options?: TokenOptions) {
      const { data, errors, text } = await send<T>(query, variables, options);
      if (errors || !data) throw new Error(`The operation failed: ${text}`);
      return data;
    },
    as: async (organizationId, work) => inOrganization(await service.keys.of(organizationId), work),
    async stop() {
      await server.close();
      await service.stop();
      await dropDatabases(prefix);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
