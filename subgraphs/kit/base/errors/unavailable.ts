import type { GraphQLError } from 'graphql';
import { storeUnavailable } from '../blobs/unavailable';
import { databaseUnavailable } from '../persistence/unavailable';

/** The error for a caller when the store of files or the database cannot be asked at the moment; null for any other fault. */
export const unavailable = (error: unknown): GraphQLError | null =>
  storeUnavailable(error) ?? databaseUnavailable(error);
