/**
 * Terminology
 *
 * - **Request**: one Article 15, 16 or 17 action (GET, EXPORT, UPDATE, DELETE) on one term, in one organisation.
 * - **Related request**: the request of one more contact of the merge set of the contact that was asked for (R8).
 * - **Family**: a request and its related requests. The contact that was asked for has the parent, whose id names the family.
 * - **Task**: a service's part of a request: a row for every PII service of the supergraph. It is settled once it has an
 *   outcome.
 * - **Disposition**: what a service did with its records of one type: erased, anonymised, rectified, retained, with the
 *   reason and how many (R12).
 * - **Attempt**: one run of a task, or of a request's finalisation. Attempts are numbered, and every write names the one that
 *   it belongs to. A failed attempt at a task is followed by another one, after a growing delay (R11).
 * - **Lease**: a worker's right to run a row by itself, until a time of the database's clock (`lease_expires_at`). It is given
 *   by a claim of a row that is due (`run_at`), and ends with the attempt.
 * - **Heartbeat**: the renewal of a lease, every second for as long as the worker runs the row.
 * - **Takeover**: what follows when a lease has expired: recovery takes it away, and the row is due for any worker.
 * - **Job**: a row of the queue that says that a task or a request may be due. The task's and the request's own rows decide, so
 *   a job may come twice, late, or not at all.
 * - **Poller**: takes the jobs of one kind for one process, so many at once.
 * - **Finalisation**: the end of a request whose tasks are settled: verification, package, certificate, and the reduction of
 *   its term to a digest (R21).
 * - **Verification**: the search after an erasure for what should be gone: in the finalisation, and once more after a delay.
 * - **Mark**: the moment that a request is about, which each service tells by its own clock: what came to hold the value later
 *   is neither erased nor rectified, and not residual (R25).
 */

/**
 * The life of a request and of each service's part in it, as one table. Nothing else decides what may follow what.
 *
 * A request:
 *
 * | from                                     | event    | to                                                          |
 * | ---------------------------------------- | -------- | ----------------------------------------------------------- |
 * | INITIATED                                | begin    | SEARCHING (GET), EXPORTING, UPDATING or DELETING            |
 * | SEARCHING, EXPORTING, UPDATING, DELETING | settle   | FINALIZING: every service has ended its part                |
 * | FINALIZING                               | complete | COMPLETED                                                   |
 * | FINALIZING                               | fail     | ERROR                                                       |
 * | INITIATED, SEARCHING, ..., DELETING      | cancel   | CANCELLED                                                   |
 * | ERROR                                    | retry    | SEARCHING, EXPORTING, UPDATING or DELETING                  |
 * | COMPLETED                                | residual | ERROR: a later search found what an erasure should have taken |
 * | INITIATED, SEARCHING, ..., FINALIZING    | lose     | ERROR: the organisation's keys were destroyed               |
 *
 * A service's part: PENDING, then RUNNING, then RETRYING for as long as attempts fail, and one of SUBJECT_REQUIRED,
 * NOTHING_FOUND, COMPLETED, FAILED or CANCELLED in the end. A retry makes a FAILED part PENDING again.
 */

export const requestTypes = ['GET', 'EXPORT', 'UPDATE', 'DELETE'] as const;
export type RequestType = (typeof requestTypes)[number];

/** How long each type of request may take (R15), in days. */
export type TimeLimits = Record<RequestType, number>;

export const requestStatuses = [
  'INITIATED',
  'SEARCHING',
  'EXPORTING',
  'UPDATING',
  'DELETING',
  'FINALIZING',
  'COMPLETED',
  'ERROR',
  'CANCELLED',
] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export type ServiceStatus =
  'PENDING' | 'RUNNING' | 'RETRYING' | 'SUBJECT_REQUIRED' | 'NOTHING_FOUND' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

export type Verification = 'PENDING' | 'VERIFIED' | 'RESIDUAL' | 'UNREACHABLE';

export type RequestEvent = 'begin' | 'settle' | 'complete' | 'fail' | 'cancel' | 'retry' | 'residual' | 'lose';

/** What a request of each type is doing while its services work. */
const working: Record<RequestType, RequestStatus> = {
  GET: 'SEARCHING',
  EXPORT: 'EXPORTING',
  UPDATE: 'UPDATING',
  DELETE: 'DELETING',
};

/** The statuses of a request whose services work. */
export const workingStatuses: readonly RequestStatus[] = Object.values(working);

/** The statuses of a request that has ended. */
export const finishedStatuses: readonly RequestStatus[] = ['COMPLETED', 'ERROR', 'CANCELLED'];

/** The statuses of a service's part that has ended. */
export const settledStatuses: readonly ServiceStatus[] = [
  'SUBJECT_REQUIRED',
  'NOTHING_FOUND',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
];

export const isFinished = (status: RequestStatus): boolean => finishedStatuses.includes(status);
export const isSettled = (status: ServiceStatus): boolean => settledStatuses.includes(status);

const transitions: Record<RequestEvent, { from: readonly RequestStatus[]; to: (type: RequestType) => RequestStatus }> =
  {
    begin: { from: ['INITIATED'], to: (type) => working[type] },
    settle: { from: workingStatuses, to: () => 'FINALIZING' },
    complete: { from: ['FINALIZING'], to: () => 'COMPLETED' },
    fail: { from: ['FINALIZING'], to: () => 'ERROR' },
    cancel: { from: ['INITIATED', ...workingStatuses], to: () => 'CANCELLED' },
    retry: { from: ['ERROR'], to: (type) => working[type] },
    residual: { from: ['COMPLETED'], to: () => 'ERROR' },
    lose: { from: ['INITIATED', ...workingStatuses, 'FINALIZING'], to: () => 'ERROR' },
  };

/** The status after an event, or null when the event cannot happen then. */
export function nextStatus(type: RequestType, status: RequestStatus, event: RequestEvent): RequestStatus | null {
  const { from, to } = transitions[event];
  return from.includes(status) ? to(type) : null;
}

const serviceTransitions: Record<ServiceStatus, readonly ServiceStatus[]> = {
  // Without the organisation's keys a part fails before it has begun.
  PENDING: ['RUNNING', 'FAILED', 'CANCELLED'],
  RUNNING: ['RUNNING', 'RETRYING', 'SUBJECT_REQUIRED', 'NOTHING_FOUND', 'COMPLETED', 'FAILED', 'CANCELLED'],
  RETRYING: ['RUNNING', 'FAILED', 'CANCELLED'],
  SUBJECT_REQUIRED: [],
  NOTHING_FOUND: [],
  // A verification that finds what was left, or a service that cannot be asked again, undoes the completion.
  COMPLETED: ['FAILED'],
  FAILED: ['PENDING'],
  CANCELLED: [],
};

/** Whether a service's part may go from one status to another. */
export const mayFollow = (from: ServiceStatus, to: ServiceStatus): boolean => serviceTransitions[from].includes(to);

/** How a request ends when all its services have: COMPLETED means that every asked service did its part (R11). */
export function outcomeOf(services: readonly ServiceStatus[]): 'complete' | 'fail' {
  return services.every(
    (status) => status === 'COMPLETED' || status === 'NOTHING_FOUND' || status === 'SUBJECT_REQUIRED',
  )
    ? 'complete'
    : 'fail';
}
