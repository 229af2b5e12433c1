/** One entry of the table of error codes. */

/**
 * Where a code comes from. `request`: the caller can do something about it, so it is passed on when a service answers with it;
 * `access`: the token; `process`: a process of ours or a service; `protocol`: GraphQL and HTTP, before anything runs; `part`: in
 * the `lastError` of a service's part of a request, and nowhere else.
 */
export type ErrorKind = 'request' | 'access' | 'process' | 'protocol' | 'part';

/** One code. Its words are published: they are fit for clients of the API. */
export interface ErrorCodeEntry {
  kind: ErrorKind;
  /** The HTTP status of a request that is refused as a whole; null for a code that no answer of its own has. */
  status: number | null;
  /** Whether the same call may succeed later, unchanged. For a part: whether Habeas itself tries it again. */
  retryable: boolean;
  when: string;
  what: string;
  /** What is in `extensions` besides the code. */
  extensions?: Readonly<Record<string, string>>;
  /** The message, where there is nothing more to say than that. */
  message?: string;
  /** How long a caller should wait, in seconds: the answer's `Retry-After`, unless the error says otherwise. */
  retryAfterSeconds?: number;
}
