/**
 * The actions that the audit log records: for each value of the schema's `AuditAction`, what its entries contain. The schema
 * describes the actions themselves; `docs/audit-actions.md` is generated from both.
 *
 * A new action needs a value in `schema/gdpr.graphql`, a line here, and code that appends the entry. `npm run codegen` generates the
 * type and the document. Without the line the code does not compile, and a test finds a value that nothing writes.
 */
/** What the entries of one action contain. */
interface RecordedAction {
  /** Who `actor` is: the caller of the API, or `habeas` for what the system does by itself. */
  actor: 'caller' | 'habeas' | 'caller or habeas';
  /** Whether the entries name a request, and a service. */
  names: 'request' | 'request and service' | 'service' | 'service, if only one was asked' | 'neither';
  /** What `detail` states. */
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
  REQUEST_FILED: { actor: 'caller', names: 'request', detail: "the case's id, and when the request is due" },
  REQUEST_BEGUN: { actor: 'habeas', names: 'request', detail: 'the type of the request, and its status' },
  REQUEST_FINALIZING: { actor: 'habeas', names: 'request', detail: 'that every service has ended its part' },
  REQUEST_COMPLETED: { actor: 'habeas', names: 'request', detail: 'how each service ended' },
  REQUEST_ERROR: {
    actor: 'habeas',
    names: 'request',
    detail: 'how each service ended, or which had not when the keys were destroyed',
  },
  REQUEST_RETRIED: { actor: 'caller', names: 'request', detail: 'the services that run again' },
  REQUEST_CANCELLED: {
    actor: 'caller or habeas',
    names: 'request',
    detail: 'the services that had not ended; `habeas`: from a checkpoint, after a restore',
  },
  REQUEST_APPROVED: { actor: 'caller', names: 'request', detail: "the plan's hash" },
  REQUEST_REJECTED: {
    actor: 'caller or habeas',
    names: 'request',
    detail: 'the reason; `habeas`: from a checkpoint, after a restore',
  },
  REQUEST_ON_HOLD: { actor: 'habeas', names: 'request', detail: 'the ids of the holds' },
  REQUEST_RESUMED: { actor: 'habeas', names: 'request', detail: 'the services that begin' },
  SERVICE_RUNNING: { actor: 'habeas', names: 'request and service', detail: 'the number of the attempt' },
  SERVICE_RETRYING: {
    actor: 'habeas',
    names: 'request and service',
    detail: "the attempt's number, and the error's code",
  },
  SERVICE_ON_HOLD: { actor: 'habeas', names: 'request and service', detail: 'the ids of the holds' },
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
  SERVICE_REPORTED_LATE: {
    actor: 'habeas',
    names: 'request and service',
    detail: 'what was done with records',
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
  VERIFICATION_DROPPED: { actor: 'habeas', names: 'request', detail: 'why, and which services did not answer' },
  ERASURE_REPLAYED: { actor: 'habeas', names: 'request', detail: 'the services' },
  MERGE_SET_GREW: {
    actor: 'habeas',
    names: 'request',
    detail: 'the ids of the contacts; the entry stands with the parent',
  },
  MERGE_SET_SHRANK: { actor: 'habeas', names: 'request', detail: 'the ids of the contacts' },
  PACKAGE_DOWNLOADED: {
    actor: 'caller',
    names: 'request',
    detail: "the package's size and SHA-256, the range of bytes, and the id of the link that was followed",
  },
  SUBJECTS_SEARCHED: {
    actor: 'caller',
    names: 'neither',
    detail: "the term's type and digest, and whether values were shown unmasked",
  },
  REQUEST_PREVIEWED: {
    actor: 'caller',
    names: 'neither',
    detail: "the type of the request, its term's type and digest, and whether values were shown unmasked",
  },
  PERSONAL_DATA_READ: {
    actor: 'caller',
    names: 'neither',
    detail: "the term's type and digest, whether values were shown unmasked, and the purpose that the caller stated",
  },
  UNREACHABLE_DATA_LISTED: {
    actor: 'caller',
    names: 'service, if only one was asked',
    detail: 'how many places the page held at most',
  },
  CASE_OPENED: { actor: 'caller', names: 'neither', detail: "the case's id, the date of receipt and the law's limit" },
  CASE_EXTENDED: {
    actor: 'caller',
    names: 'neither',
    detail: "the case's id, the new limit, the reason, and when the person was told",
  },
  CASE_IDENTITY_CONFIRMED: { actor: 'caller', names: 'neither', detail: "the case's id, and the means" },
  CASE_CLOSED: { actor: 'caller', names: 'neither', detail: "the case's id, and the outcome" },
  RECIPIENT_INFORMED: {
    actor: 'caller',
    names: 'request and service',
    detail: 'the recipient, as the service declares it, and when it was told',
  },
  LEGAL_HOLD_PLACED: {
    actor: 'caller or habeas',
    names: 'neither',
    detail: "the hold's id, ground, services and end, the digest of the person's id; `habeas`: from a checkpoint",
  },
  LEGAL_HOLD_RELEASED: { actor: 'caller', names: 'neither', detail: "the hold's id" },
  LEGAL_HOLD_EXPIRED: { actor: 'habeas', names: 'neither', detail: "the hold's id, and when its time was over" },
  LEGAL_HOLDS_LISTED: {
    actor: 'caller',
    names: 'neither',
    detail: 'how many legal holds the page held at most, or whose they are',
  },
  PACKAGE_LINK_CREATED: { actor: 'caller', names: 'request', detail: "the link's id, and when it ends" },
  PACKAGE_LINK_OPENED: { actor: 'habeas', names: 'request', detail: "the link's id" },
  PACKAGE_LINK_REFUSED: { actor: 'habeas', names: 'request', detail: "the link's id, and how many tries are left" },
  ERASURE_TOMBSTONE_READ: { actor: 'caller', names: 'neither', detail: "the term's type and digest" },
  ERASURE_TOMBSTONE_LIFTED: {
    actor: 'caller',
    names: 'request',
    detail: "the term's type and digest, and the reference that the caller stated; the request is the erasure",
  },
  SUBJECT_REAPPEARED: {
    actor: 'habeas',
    names: 'request',
    detail: "the subject's type and id; the request is the erasure",
  },
  WEBHOOK_ENDPOINT_CREATED: { actor: 'caller', names: 'neither', detail: "the endpoint's id, and its events" },
  WEBHOOK_ENDPOINT_CHANGED: {
    actor: 'caller',
    names: 'neither',
    detail: "the endpoint's id, its events, whether its address changed, and whether it was enabled or disabled",
  },
  WEBHOOK_SECRET_ROTATED: {
    actor: 'caller',
    names: 'neither',
    detail: "the endpoint's id, and until when the secret before signs too",
  },
  WEBHOOK_ENDPOINT_DELETED: { actor: 'caller', names: 'neither', detail: "the endpoint's id" },
  WEBHOOK_ENDPOINT_DISABLED: { actor: 'habeas', names: 'neither', detail: "the endpoint's id, and the reason" },
  WEBHOOK_TESTED: { actor: 'caller', names: 'neither', detail: "the endpoint's id" },
  WEBHOOKS_REDELIVERED: {
    actor: 'caller',
    names: 'neither',
    detail: "the endpoint's id, and the delivery's, or how many had failed",
  },
  PROCESSING_RESTRICTED: {
    actor: 'caller',
    names: 'neither',
    detail: "the restriction's id and ground, and its subject's type and digest",
  },
  RESTRICTION_IN_SERVICE: {
    actor: 'habeas',
    names: 'service, if only one was asked',
    detail: "the restriction's id, and how it stands in the service",
  },
  RESTRICTION_LIFTED: {
    actor: 'caller',
    names: 'neither',
    detail: "the restriction's id, and when the person was told",
  },
  RESTRICTION_RECIPIENT_INFORMED: {
    actor: 'caller',
    names: 'service, if only one was asked',
    detail: "the restriction's id, the recipient, as the service declares it, and when it was told",
  },
  RESTRICTIONS_LISTED: { actor: 'caller', names: 'neither', detail: 'how many restrictions the page held at most' },
  SERVICE_REGISTERED: { actor: 'caller', names: 'service', detail: "the service's name" },
  SERVICE_RETIRED: { actor: 'caller', names: 'service', detail: "the service's name" },
} satisfies Record<string, RecordedAction>;

/** The action of an entry. The resolvers assign it to the schema's enum, so the compiler checks that both have the same values. */
export type AuditAction = keyof typeof auditActions;
