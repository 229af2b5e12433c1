/**
 * The safelist: with a list of persisted operations, only those are served, by their hash or in full. Without one, clients may
 * still register an operation by its hash (automatic persisted queries), which saves bytes and forbids nothing.
 */
import { createHash } from 'node:crypto';
import type { ApolloServerOptions } from '@apollo/server';
import { z } from 'zod';
import { ConfigurationError, readJsonFile } from '../../subgraphs/kit/base/config';
import { codedError } from '../../subgraphs/kit/base/errors';
import type { GatewayContext } from '../http/context';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** The form that client tools write: Apollo's persisted query manifest. */
const manifestSchema = z.object({ operations: z.array(z.object({ id: z.string(), body: z.string().min(1) })).min(1) });

/** Reads a manifest; operations go by the SHA-256 of their text. @throws ConfigurationError naming the variable */
export function readPersistedOperations(variable: string, file: string): ReadonlyMap<string, string> {
  const parsed = manifestSchema.safeParse(readJsonFile(variable, file));
  if (!parsed.success) throw new ConfigurationError([`${variable}: ${file} is no manifest of persisted operations`]);
  return new Map(parsed.data.operations.map(({ body }) => [hashOf(body), body] as const));
}

/** Refuses what is not on the list, before it is parsed. @throws PERSISTED_QUERY_NOT_IN_LIST */
export function assertListed(operations: ReadonlyMap<string, string>, body: unknown): void {
  const { query } = (body ?? {}) as { query?: unknown };
  // Without its text an operation is named by its hash, and found on the list or not at all.
  if (typeof query !== 'string' || operations.has(hashOf(query))) return;
  throw codedError('PERSISTED_QUERY_NOT_IN_LIST');
}

/** Where Apollo Server finds the operations of the list; it is asked for `apq:` and a hash, and nothing is added to it. */
export const safelistStore = (
  operations: ReadonlyMap<string, string>,
): NonNullable<ApolloServerOptions<GatewayContext>['persistedQueries']> => ({
  cache: {
    get: (key) => Promise.resolve(operations.get(key.replace(/^apq:/, ''))),
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(false),
  },
});
