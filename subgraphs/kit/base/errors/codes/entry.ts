/** One entry of the table of error codes. */

/**
 * Where a code comes from. `request`: the caller can do something about it, so it is passed on when a service answers with it;
 * `access`: the token; `process`: one of our processes or a service; `protocol`: GraphQL and HTTP, before anything runs; `part`:
 * only the `lastError` of a service's part of a request.
 */
export type ErrorKind = 'request' | 'access' | 'process' | 'protocol' | 'part';

/** One code. Its texts are published, so they must be fit for clients of the API. */
export interface ErrorCodeEntry {
  kind: ErrorKind;
  /** The HTTP status of a request that is refused as a whole; null for a code that no HTTP answer has. */
  status: number | null;
  /** Whether the same call may succeed later. For a part: whether Habeas itself tries again. */
  retryable: boolean;
  when: string;
  what: string;
  /** What is in `extensions` besides the code. */
  extensions?: Readonly<Record<string, string>>;
  /** The general message, for a code whose errors need no more to say. */
  message?: string;
  /** How long a caller should wait, in seconds: the answer's `Retry-After`, unless the error says otherwise. */
  retryAfterSeconds?: number;
}
