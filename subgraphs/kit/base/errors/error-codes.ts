/**
 * Every `extensions.code` that a Habeas process answers with, in one table. Clients branch on the code, never on the message. Types,
 * HTTP statuses, general messages and `docs/errors.md` come from here: adding a code is adding an entry (and `npm run codegen`).
 */

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

const graphql = 'Correct the operation.';

export const errorCodes = {
  BAD_USER_INPUT: {
    kind: 'request',
    status: 400,
    retryable: false,
    when: 'An argument is not usable: a term without exactly one field, a value that normalises to nothing, replacements outside of UPDATE, a variable of another type.',
    what: 'Correct the argument that `argument` names.',
    extensions: { argument: 'the place, such as `input.term.phone`' },
  },
  SUBJECT_NOT_FOUND: {
    kind: 'request',
    status: 404,
    retryable: false,
    when: 'A term that is an id names nobody in this organisation (R5). No request was created.',
    what: 'Check the id, or search with `subjects`.',
    extensions: { argument: 'the term' },
  },
  DELETE_NOT_CONFIRMED: {
    kind: 'request',
    status: 400,
    retryable: false,
    when: 'An erasure without `deleteConfirmed: true` (R16).',
    what: 'Confirm it: an erasure cannot be undone.',
    extensions: { argument: '`input.deleteConfirmed`' },
  },
  ACTIVE_EMPLOYEE: {
    kind: 'request',
    status: 409,
    retryable: false,
    when: 'The term identifies an employee who works here now, and nobody has stated that the data are no longer needed (R16).',
    what: 'State it with `activeEmployeeAcknowledged: true`; for a retry, make a new request.',
    extensions: { argument: '`input.activeEmployeeAcknowledged`' },
  },
  BROAD_TERM: {
    kind: 'request',
    status: 409,
    retryable: false,
    when: 'Several subjects match the term, or one in part, and neither `expectedSubjects` nor `planHash` states it; `expectedSubjects` is wrong (R24); or the term matches more subjects than a service lists.',
    what: 'Review them with `subjects`, then state `expectedSubjects` or `planHash`; or use a narrower term.',
    extensions: { matches: 'how many subjects match', argument: 'the term' },
  },
  MERGE_SET: {
    kind: 'request',
    status: 409,
    retryable: false,
    when: "A DELETE or UPDATE by a value of a merge set's member (R8).",
    what: 'Ask for the canonical contact by its id, which covers the whole set.',
    extensions: { mergeSets: 'each set: `canonicalContactId`, the contact to ask for instead, and its `members`' },
  },
  PLAN_CHANGED: {
    kind: 'request',
    status: 409,
    retryable: false,
    when: '`planHash` no longer holds, or a retry by a value would touch what is newer than the request (R25).',
    what: 'Preview it again; instead of a retry, make a new request.',
    extensions: { argument: 'what no longer holds' },
  },
  CONFLICTING_REQUEST: {
    kind: 'request',
    status: 409,
    retryable: true,
    when: 'An erasure and a copy or a correction of the same data would be in flight at once.',
    what: 'Wait until the other request has finished.',
    extensions: { requestId: 'the request in flight' },
  },
  RELATED_REQUESTS_IN_FLIGHT: {
    kind: 'request',
    status: 409,
    retryable: true,
    when: 'A retry while requests of the same family are in flight (R9).',
    what: 'Wait until all of them have finished.',
    extensions: { inFlight: 'their ids' },
  },
  IDEMPOTENCY_KEY_REUSED: {
    kind: 'request',
    status: 422,
    retryable: false,
    when: 'The idempotency key was used with a different input.',
    what: 'Use a new key for a new request.',
    extensions: { argument: '`input.idempotencyKey`' },
  },
  NOT_RETRYABLE: {
    kind: 'request',
    status: 409,
    retryable: false,
    when: 'A retry of a request that is not in ERROR.',
    what: 'Look at its `status`.',
    extensions: { argument: '`id`' },
  },
  NOT_CANCELLABLE: {
    kind: 'request',
    status: 409,
    retryable: false,
    when: 'A cancellation of a request that has finished or is being closed.',
    what: 'Look at its `status`.',
    extensions: { argument: '`id`' },
  },
  NOT_FOUND: {
    kind: 'request',
    status: 404,
    retryable: false,
    when: "There is no such request, package, record or path in this organisation. What is another organisation's is not there.",
    what: 'Check the id.',
    extensions: { argument: 'the id' },
    message: 'There is nothing here.',
  },
  RATE_LIMITED: {
    kind: 'request',
    status: 429,
    retryable: true,
    when: 'The caller, its organisation or its address has reached a limit (R19). Nothing was done.',
    what: 'Wait for `retryAfterSeconds`; the answer has `Retry-After` too.',
    extensions: { retryAfterSeconds: 'how long to wait' },
  },
  TOO_COSTLY: {
    kind: 'request',
    status: 400,
    retryable: false,
    when: 'The operation asks for too much at once: its answer may have too many objects, list items and fields, or has had them (R27).',
    what: 'Ask for smaller pages or fewer levels.',
    extensions: {
      cost: 'how many they are, as far as they were counted',
      maximum: 'how many there may be',
    },
  },
  FORBIDDEN: {
    kind: 'request',
    status: 403,
    retryable: false,
    when: "The token lacks a scope, is for another purpose, or the organisation's keys were destroyed.",
    what: 'Ask for a token with one of `requiredScopes`.',
    extensions: { requiredScopes: 'the scopes that would do', field: 'what demands them' },
  },
  UNAUTHENTICATED: {
    kind: 'access',
    status: 401,
    retryable: false,
    when: 'There is no token, or it does not hold: expired, for others, signed by an unknown key. `WWW-Authenticate` says which (RFC 6750).',
    what: 'Sign in, and send the new token.',
  },
  SERVICE_UNAVAILABLE: {
    kind: 'process',
    status: 503,
    retryable: true,
    retryAfterSeconds: 5,
    when: 'A service, the database or the store of files is away or busy, a process is stopping, tokens cannot be verified, or the operation was not answered in time (what it changes may have been changed then). When nothing came of an operation but this, the whole answer is a 503 with `Retry-After`; what others answered is there, with 200.',
    what: 'Try again after `Retry-After`. A request is created once, however often it is sent with one `idempotencyKey`.',
    extensions: { service: 'the service that cannot be asked' },
    message: 'Something that this needs does not answer at the moment. Try again.',
  },
  INTERNAL_SERVER_ERROR: {
    kind: 'process',
    status: 500,
    retryable: false,
    when: 'A fault of ours or of a service. Nothing of it is told but where it was logged.',
    what: 'Tell the operators the `errorId`.',
    extensions: { errorId: 'the id in the log', service: 'the service whose fault it is' },
    message: 'Internal error.',
  },
  GRAPHQL_PARSE_FAILED: {
    kind: 'protocol',
    status: 400,
    retryable: false,
    when: 'The document is not GraphQL, or has too many tokens.',
    what: graphql,
    message: 'The document cannot be parsed.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    kind: 'protocol',
    status: 400,
    retryable: false,
    when: 'The operation does not fit the schema, or is beyond a bound of depth or aliases.',
    what: graphql,
    extensions: { argument: 'the place of a literal that does not fit' },
  },
  OPERATION_RESOLUTION_FAILURE: {
    kind: 'protocol',
    status: 400,
    retryable: false,
    when: 'The document has no operation of that name, or several and none is named.',
    what: 'Send its `operationName`.',
    message: 'The document has no such operation.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    kind: 'protocol',
    status: 200,
    retryable: false,
    when: 'The hash is of no operation that is known here.',
    what: 'Send the whole operation with its hash.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    kind: 'protocol',
    status: 200,
    retryable: false,
    when: 'A hash without its operation, sent to a service, which remembers none.',
    what: 'Send the whole operation.',
  },
  PERSISTED_QUERY_NOT_IN_LIST: {
    kind: 'protocol',
    status: 400,
    retryable: false,
    when: 'This gateway serves the operations of its list only.',
    what: 'Have the operation put on the list.',
    message: 'This gateway serves the operations of its list only.',
  },
  BAD_REQUEST: {
    kind: 'protocol',
    status: 400,
    retryable: false,
    when: 'The HTTP request is not usable: its address, its framing, a body that is not JSON or no GraphQL request, several operations at once.',
    what: 'Send one JSON object with `query`, and `variables`, `operationName` and `extensions` as they are needed, by POST.',
    message: 'The request is not usable: its body must be one JSON object, with a GraphQL operation as "query".',
  },
  METHOD_NOT_ALLOWED: {
    kind: 'protocol',
    status: 405,
    retryable: false,
    when: 'An operation that does not come by POST.',
    what: 'Use POST: proxies log addresses, and an operation that stands in one would bring its terms along.',
    message: 'Operations come by POST.',
  },
  NOT_ACCEPTABLE: {
    kind: 'protocol',
    status: 406,
    retryable: false,
    when: 'The `Accept` header names no form that the operation could be answered in.',
    what: 'Accept `application/graphql-response+json` or `application/json`; for subscriptions `text/event-stream`.',
  },
  REQUEST_TIMEOUT: {
    kind: 'protocol',
    status: 408,
    retryable: true,
    when: 'The request did not arrive whole in time.',
    what: 'Send it again.',
    message: 'The request did not arrive in time.',
  },
  CONTENT_TOO_LARGE: {
    kind: 'protocol',
    status: 413,
    retryable: false,
    when: 'The body is larger than this process takes.',
    what: 'Send less at once.',
    message: 'The body is too large.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    kind: 'protocol',
    status: 415,
    retryable: false,
    when: 'The body is not `application/json`, or is compressed in a way that is not known here.',
    what: 'Send `Content-Type: application/json`.',
    message: 'The body must be application/json.',
  },
  REQUEST_HEADERS_TOO_LARGE: {
    kind: 'protocol',
    status: 431,
    retryable: false,
    when: 'The headers are larger than this process takes.',
    what: 'Send fewer and shorter headers.',
    message: 'The headers are too large.',
  },
  SERVICE_TIMEOUT: {
    kind: 'part',
    status: null,
    retryable: true,
    when: 'The service did not answer in time (`SERVICE_CALL_TIMEOUT_MS`).',
    what: 'Nothing, until the request is due: it is tried again.',
  },
  SERVICE_REPLY_INVALID: {
    kind: 'part',
    status: null,
    retryable: true,
    when: "The service's answer is no JSON, or does not fit the contract.",
    what: "Tell the service's owners; `habeas conformance` finds it.",
  },
  SERVICE_REPLY_TOO_LARGE: {
    kind: 'part',
    status: null,
    retryable: true,
    when: 'The service answered with more than `SERVICE_CALL_MAX_BYTES`.',
    what: "Tell the service's owners.",
  },
  SERVICE_NO_PROGRESS: {
    kind: 'part',
    status: null,
    retryable: true,
    when: 'The service answers without getting further: a page that has come before, or a call that handles nothing and says that more is left.',
    what: "Tell the service's owners.",
  },
  ANSWER_NOT_RECORDED: {
    kind: 'part',
    status: null,
    retryable: true,
    when: "The service answered with what Habeas's database does not take.",
    what: "Tell the service's owners, and the operators.",
  },
  SERVICE_REFUSED: {
    kind: 'part',
    status: null,
    retryable: true,
    when: 'The service refused a file, or a call, without a code of its own.',
    what: "Tell the service's owners.",
  },
  UNKNOWN: {
    kind: 'part',
    status: null,
    retryable: true,
    when: 'The service answered with an error that has no code, or one that is none.',
    what: "Tell the service's owners.",
  },
  RESIDUAL: {
    kind: 'part',
    status: null,
    retryable: false,
    when: 'The service said that it had erased everything, and a search afterwards found something still (R25).',
    what: "Retry the request with `retryGdprRequest`; if it comes again, tell the service's owners.",
  },
  KEYS_DESTROYED: {
    kind: 'part',
    status: null,
    retryable: false,
    when: "The part was not done when the organisation's keys were destroyed.",
    what: 'Nothing: the data cannot be read by anybody any more.',
  },
} as const satisfies Record<string, ErrorCodeEntry>;

/** A key of {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes;

/** Codes that have a general message. */
export type GeneralErrorCode = {
  [Code in ErrorCode]: (typeof errorCodes)[Code] extends { message: string } ? Code : never;
}[ErrorCode];

/** Whether a code is one of the table. */
export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCodes, code);

/** The entry of a code. */
export const errorCodeEntry = (code: ErrorCode): ErrorCodeEntry => errorCodes[code];
