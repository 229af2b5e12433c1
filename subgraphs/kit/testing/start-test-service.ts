/** A PII service in the test's own process, over HTTP and on PostgreSQL, with service tokens like the gateway's. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import type { AddressInfo } from 'node:net';
import type { ServerTls } from '../base/config';
import type { OperationBounds } from '../base/execution/operation-budget';
import { createLogger } from '../base/logger';
import { databaseName } from '../base/persistence/create-database';
import type { CallerConfig } from '../base/security/caller-keys';
import { inOrganization } from '../base/security/organization-context';
import { OrganizationProfiles } from '../base/security/organization-profiles';
import { createServer } from '../server';
import type { ServiceDefinition } from '../service-definition';
import { migrateService, startService, type RunningService } from '../start-service';
import { dropDatabases, rolePassword, roleServerUrl, uniquePrefix } from './databases';
import { signTestToken, type TokenOptions } from './test-token';

/** The answer to an operation. */
export interface TestAnswer<T = Record<string, unknown>> {
  status: number;
  data: T | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
  /** The whole body, as it came. */
  text: string;
}

export interface TestService {
  url: string;
  database: string;
  /** Where the service stores its files. */
  blobDirectory: string;
  service: RunningService;
  /** The private key that signs the service's tokens. */
  signingKey: CryptoKey;
  /** The same key, as the conformance check takes it. */
  signingJwk(): Promise<JWK>;
  token(options?: TokenOptions): Promise<string>;
  /** Sends an operation with a token of all the service's scopes. */
  send<T = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    options?: TokenOptions,
  ): Promise<TestAnswer<T>>;
  /** Sends an operation that must succeed. */
  ask<T = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    options?: TokenOptions,
  ): Promise<T>;
  /** Runs code as the service does: with the keys of an organisation. */
  as<T>(organizationId: string, work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** Tests write American numbers in national form. */
const testProfiles = new OrganizationProfiles({ default: { phoneRegion: 'US' }, organizations: {} });

/** Options of {@link startTestService}. */
export interface TestServiceOptions {
  /** A PostgreSQL server, with a role that may create databases and roles. */
  databaseUrl: string;
  tls?: ServerTls;
  /** The bounds of one operation. */
  operations?: OperationBounds;
  /** Whose tokens are accepted beside the gateway's. */
  callers?: CallerConfig;
  /** @default every organisation's phone numbers are read in the region US */
  profiles?: OrganizationProfiles;
}

/** Starts a service on a free port with a database of its own. `stop()` removes both. */
export async function startTestService(
  definition: ServiceDefinition,
  { databaseUrl, tls, operations, callers, profiles = testProfiles }: TestServiceOptions,
): Promise<TestService> {
  const prefix = uniquePrefix();
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-service-'));
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA' };
  const config = {
    databaseUrl: roleServerUrl(databaseUrl, prefix, definition.name),
    databasePrefix: prefix,
    databasePoolSize: 5,
    masterKeys: { current: 'test', keys: new Map([['test', randomBytes(32)]]) },
    profiles,
    blobs: { directory },
    serviceTokenKeys: { keys: [key] },
    callers,
    tls,
    ...(operations ? { operations } : {}),
  };
  await migrateService(definition, { databaseUrl, databasePrefix: prefix }, rolePassword);
  const service = await startService(definition, config, createLogger(definition.name, 'silent'));
  const server = await createServer(definition, service, config);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${(server.server.address() as AddressInfo).port}/graphql`;

  const token = (of?: TokenOptions) => signTestToken(definition.name, privateKey, of);
  const { send, ask } = operationsOn(url, token);
  return {
    url,
    database: databaseName(prefix, definition.name),
    blobDirectory: directory,
    service,
    signingKey: privateKey,
    signingJwk: async () => ({ ...(await exportJWK(privateKey)), kid: key.kid }),
    token,
    send,
    ask,
    as: async (organizationId, work) => inOrganization(await service.keys.of(organizationId), work),
    async stop() {
      await server.close();
      await service.stop();
      await dropDatabases(databaseUrl, prefix);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Sends operations with tokens to a service. */
function operationsOn(url: string, token: TestService['token']): Pick<TestService, 'send' | 'ask'> {
  const send = async <T>(
    query: string,
    variables: Record<string, unknown> = {},
    options: TokenOptions = {},
  ): Promise<TestAnswer<T>> => {
    const named = typeof variables.requestId === 'string' ? { requestId: variables.requestId } : {};
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await token({ ...named, ...options })}` },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    return { status: response.status, text, ...(JSON.parse(text) as Pick<TestAnswer<T>, 'data' | 'errors'>) };
  };
  return {
    send,
    async ask<T>(query: string, variables?: Record<string, unknown>, options?: TokenOptions) {
      const { data, errors, text } = await send<T>(query, variables, options);
      if (errors || !data) throw new Error(`The operation failed: ${text}`);
      return data;
    },
  };
}
