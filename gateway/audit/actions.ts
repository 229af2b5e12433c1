/**
 * What the audit log records: the values of the schema's `AuditAction`, which describes them, and beside each what an auditor
 * reads in its entries. `docs/audit-actions.md` is made of both.
 *
 * A new action is a value in `schema/gdpr.graphql`, a line here, and an entry that is appended; `npm run codegen` makes the type
 * and the document. Forgetting the line does not compile, and a test finds a value that nothing writes.
 */
/** What stands in the entries of one action. */
interface RecordedAction {
  /** Whom `actor` names: the caller of the API, or `habeas` for what the system does by itself. */
  actor: 'caller' | 'habeas' | 'caller or habeas';
  /** Whether the entries name a request, and a service. */
  names: 'request' | 'request and service' | 'service, if only one was asked' | 'neither';
  /** What `detail` says. */
  detail: string;
}

export const auditActions = {
  REQUEST_CREATED: {
    actor: 'caller',
    names: 'request',
    detail: "the type of the request, and its term's type and digest",
  },
  RELATED_REQUEST_CREATED: {
    actor: 'caller or habeas',
    names: 'request',
    detail: "the type of the request, and its term's type and digest; `habeas` when the contact was merged in later",
  },
  REQUEST_BEGUN: { actor: 'habeas', names: 'request', detail: 'the type of the request, and its status' },
  REQUEST_FINALIZING: { actor: 'habeas', names: 'request', detail: 'that every service has ended its part' },
  REQUEST_COMPLETED: { actor: 'habeas', names: 'request', detail: 'how each service ended' },
  REQUEST_ERROR: {
    actor: 'habeas',
    names: 'request',
    detail: 'how each service ended, or which had not when the keys were destroyed',
  },
  REQUEST_RETRIED: { actor: 'caller', names: 'request', detail: 'the services that run again' },
  REQUEST_CANCELLED: { actor: 'caller', names: 'request', detail: 'the services that had not ended' },
  SERVICE_RUNNING: { actor: 'habeas', names: 'request and service', detail: 'the number of the attempt' },
  SERVICE_RETRYING: {
    actor: 'habeas',
    names: 'request and service',
    detail: "the attempt's number, and the error's code",
  },
  SERVICE_SUBJECT_REQUIRED: {
    actor: 'habeas',
    names: 'request and service',
    detail: 'that the service finds data by subject only',
  },
  SERVICE_NOTHING_FOUND: {
    actor: 'habeas',
    names: 'request and service',
    detail: 'how many records were found, and what was done with them',
  },
  SERVICE_COMPLETED: {
    actor: 'habeas',
    names: 'request and service',
    detail: 'how many records were found, and what was done with them',
  },
  SERVICE_FAILED: { actor: 'habeas', names: 'request and service', detail: "the error's code" },
  ERASURE_INTENDED: {
    actor: 'caller',
    names: 'request and service',
    detail: 'the number of the attempt; the actor is who created the request',
  },
  ERASURE_VERIFIED: {
    actor: 'habeas',
    names: 'request and service',
    detail: 'that nothing was found; how many records are newer than the request (R25)',
  },
  ERASURE_RESIDUAL: {
    actor: 'habeas',
    names: 'request and service',
    detail: 'how many records of each type were found; how many are newer than the request',
  },
  ERASURE_UNREACHABLE: { actor: 'habeas', names: 'request and service', detail: 'that the service could not be asked' },
  VERIFICATION_DROPPED: { actor: 'habeas', names: 'request', detail: 'why' },
  ERASURE_REPLAYED: { actor: 'habeas', names: 'request', detail: 'the services' },
  MERGE_SET_GREW: {
    actor: 'habeas',
    names: 'request',
    detail: 'the id of the related request that was made; the entry stands with the parent',
  },
  MERGE_SET_SHRANK: { actor: 'habeas', names: 'request', detail: 'the ids of the contacts' },
  PACKAGE_DOWNLOADED: {
    actor: 'caller',
    names: 'request',
    detail: "the package's size and SHA-256, and the range of bytes",
  },
  PERSONAL_DATA_READ: {
    actor: 'caller',
    names: 'neither',
    detail: "the term's type and digest, and the purpose that the caller stated",
  },
  UNREACHABLE_DATA_LISTED: {
    actor: 'caller',
    names: 'service, if only one was asked',
    detail: 'how many places the page held at most',
  },
} satisfies Record<string, RecordedAction>;

/** What an entry records. Where it meets the schema's own enum, in the resolvers, each must have what the other has. */
export type AuditAction = keyof typeof auditActions;
