/**
 * Operations that clients name by the SHA-256 of their text. With a list of them (the safelist) only those are served, by
 * their hash or in full. Without one, clients may register an operation by its hash (automatic persisted queries), which saves
 * bytes and forbids nothing.
 */
import { createHash } from 'node:crypto';
import type { ApolloServerOptions } from '@apollo/server';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { ConfigurationError, readJsonFile } from '../../subgraphs/kit/base/config';
import { codedError } from '../../subgraphs/kit/base/errors';
import { describeError, type Logger } from '../../subgraphs/kit/base/logger';
import { fileSource } from '../federation/supergraph/sources/source';
import type { GatewayContext } from '../http/context';

/** Texts by their SHA-256, in hexadecimal. */
type Operations = ReadonlyMap<string, string>;
type ApolloCache = NonNullable<
  Exclude<NonNullable<ApolloServerOptions<GatewayContext>['persistedQueries']>, false>['cache']
>;

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** The operations that clients may name by their hash. */
export interface PersistedOperations {
  /** For Apollo Server, which asks for `apq:` and a hash. */
  readonly cache: ApolloCache;
  /** @returns undefined when no operation of this hash is known */
  find(hash: string): Promise<string | undefined>;
  /** Registers a text that came with its hash. @throws BAD_REQUEST when its hash is another one */
  register(hash: string, text: string): Promise<void>;
  /** @throws PERSISTED_QUERY_NOT_IN_LIST when this operation is not served */
  assertServed(text: string): void;
}

/** The form that client tools write: Apollo's persisted query manifest. */
const manifestSchema = z.object({
  operations: z.array(z.object({ id: z.string(), name: z.string().optional(), body: z.string().min(1) })).min(1),
});

/** The only operations that are served. */
export class Safelist implements PersistedOperations {
  readonly cache: ApolloCache = {
    get: (key) => this.find(key.replace(/^apq:/, '')),
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(false),
  };

  /** @param read reads the list again, when it comes from a file */
  constructor(
    private operations: Operations,
    private readonly file?: { path: string; read: () => Operations },
  ) {}

  /** The list of a manifest. @throws ConfigurationError naming the variable, and the operations whose id is not their hash */
  static fromFile(variable: string, path: string): Safelist {
    const read = () => readManifest(variable, path);
    return new Safelist(read(), { path, read });
  }

  /** Follows changes of the file. A bad file leaves the last good list in force. @returns a function that ends this */
  watch(logger: Logger): () => void {
    const { file } = this;
    if (!file) return () => undefined;
    const kept = (reason: unknown) =>
      logger.warn({ reason }, 'the list of persisted operations cannot be read, the previous one still serves');
    const changed = () => {
      try {
        this.operations = file.read();
        logger.info({ operations: this.operations.size }, 'list of persisted operations loaded');
      } catch (error) {
        kept(error instanceof ConfigurationError ? error.message : describeError(error));
      }
    };
    return fileSource(file.path).watch(changed, kept);
  }

  find(hash: string): Promise<string | undefined> {
    return Promise.resolve(this.operations.get(hash));
  }

  register(): Promise<void> {
    return Promise.resolve();
  }

  assertServed(text: string): void {
    if (!this.operations.has(hashOf(text))) throw codedError('PERSISTED_QUERY_NOT_IN_LIST');
  }
}

/** How many bytes of registered operations a process keeps. */
const mostBytes = 30 * 1024 * 1024;

/** What clients have registered here. */
export class RegisteredOperations implements PersistedOperations {
  private readonly texts = new LRUCache<string, string>({
    maxSize: mostBytes,
    sizeCalculation: (text, hash) => Buffer.byteLength(text) + hash.length,
  });
  readonly cache: ApolloCache = {
    get: (key) => Promise.resolve(this.texts.get(key)),
    set: (key, text) => Promise.resolve(void this.texts.set(key, text)),
    delete: (key) => Promise.resolve(this.texts.delete(key)),
  };

  find(hash: string): Promise<string | undefined> {
    return Promise.resolve(this.texts.get(`apq:${hash}`));
  }

  register(hash: string, text: string): Promise<void> {
    if (hashOf(text) !== hash) throw codedError('BAD_REQUEST');
    return Promise.resolve(void this.texts.set(`apq:${hash}`, text));
  }

  assertServed(): void {
    // Any operation is served.
  }
}

function readManifest(variable: string, file: string): Operations {
  const parsed = manifestSchema.safeParse(readJsonFile(variable, file));
  if (!parsed.success) throw new ConfigurationError([`${variable}: ${file} is no manifest of persisted operations`]);
  const operations = new Map<string, string>();
  const problems: string[] = [];
  parsed.data.operations.forEach(({ id, name, body }, index) => {
    const hash = hashOf(body);
    operations.set(hash, body);
    if (id.toLowerCase() !== hash)
      problems.push(
        `${variable}: ${file}: operations[${index}] (${name ?? id}) has an id that is not the SHA-256 of its body`,
      );
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return operations;
}
