/** The public API as a client sees it: GraphQL over HTTP with a token. For scripts and tests. */
import { ClientError, GraphQLClient } from 'graphql-request';

/** The answer to a GraphQL operation. */
export interface Answer<T = Record<string, unknown>> {
  status: number;
  data: T | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
  /** The whole body, as it came. */
  text: string;
}

/** Sends operations to one GraphQL endpoint for one caller. */
export class ApiClient {
  private readonly client: GraphQLClient;

  constructor(url: string, token: string | null) {
    const headers = new Headers({ accept: 'application/graphql-response+json, application/json;q=0.9' });
    if (token) headers.set('authorization', `Bearer ${token}`);
    this.client = new GraphQLClient(url, { headers, errorPolicy: 'all' });
  }

  /** Sends one operation. @returns its answer, whatever it is */
  async send<T = Record<string, unknown>>(query: string, variables: Record<string, unknown> = {}): Promise<Answer<T>> {
    const { status, data, errors, body } = await this.client.rawRequest<T>(query, variables).catch((error: unknown) => {
      // An answer with a status other than 200.
      if (error instanceof ClientError) return error.response;
      throw error;
    });
    return {
      status,
      data: (data ?? null) as T | null,
      ...(errors ? { errors: errors as unknown as Answer['errors'] } : {}),
      text: body,
    };
  }

  /** Sends one operation that must succeed. */
  async ask<T = Record<string, unknown>>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors, text } = await this.send<T>(query, variables);
    if (errors || !data) throw new Error(`The operation failed: ${text}`);
    return data;
  }

  /** Sends one operation that must fail. @returns the extensions of its first error */
  async refused(query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { errors, text } = await this.send(query, variables);
    const extensions = errors?.[0]?.extensions;
    if (!extensions) throw new Error(`The operation was expected to fail: ${text}`);
    return extensions;
  }
}
