/** The public API as a client sees it: GraphQL over HTTP with a token. For scripts and tests. */

/** What a GraphQL operation answers. */
export interface Answer<T = Record<string, unknown>> {
  status: number;
  data: T | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
  /** The whole body, as it came. */
  text: string;
}

/** Sends operations to one GraphQL endpoint on behalf of one caller. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly token: string | null,
  ) {}

  /** Sends one operation and answers whatever comes. */
  async send<T = Record<string, unknown>>(query: string, variables: Record<string, unknown> = {}): Promise<Answer<T>> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(this.token ? { authorization: `Bearer ${this.token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    const body = JSON.parse(text) as Pick<Answer<T>, 'data' | 'errors'>;
    return { status: response.status, data: body.data ?? null, ...(body.errors ? { errors: body.errors } : {}), text };
  }

  /** Sends one operation that must succeed. */
  async ask<T = Record<string, unknown>>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors, text } = await this.send<T>(query, variables);
    if (errors || !data) throw new Error(`The operation failed: ${text}`);
    return data;
  }

  /** Sends one operation that must fail, and answers its first error's extensions. */
  async refused(query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { errors, text } = await this.send(query, variables);
    const extensions = errors?.[0]?.extensions;
    if (!extensions) throw new Error(`The operation was expected to fail: ${text}`);
    return extensions;
  }
}
