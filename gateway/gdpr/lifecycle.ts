/**
 * The life of a request and of each service's part in it: states, transitions, and the sets of states that code and SQL ask
 * for. Nothing else decides what may follow what; `lifecycle-sql.ts` has it as SQL, and `docs/architecture.md` shows its tables.
 *
 * Terminology (the queue's own words are in `processing/queue/queue.ts`)
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
 * - **Waiting request**: one that is written whole, with its tasks, and has no job: it begins once somebody approves it (R30), or
 *   the last legal hold on its subject ends (R31).
 * - **Finalisation**: the end of a request whose tasks are settled: verification, package, certificate, and the reduction of
 *   its term to a digest (R21).
 * - **Verification**: the search after an erasure for what should be gone: in the finalisation, and once more after a delay.
 *   A service that could not be asked is asked until it answers.
 * - **Mark**: the moment that a request is about, which each service tells by its own clock: what came to hold the value later
 *   is neither erased nor rectified, and not residual (R25).
 */

export const requestTypes = ['GET', 'EXPORT', 'UPDATE', 'DELETE'] as const;
export type RequestType = (typeof requestTypes)[number];

/** How long each type of request may take (R15), in days. */
export type TimeLimits = Record<RequestType, number>;

/** When what is begun at a time is expected to be done. */
export const expectedBy = (limits: TimeLimits, type: RequestType, begun: Date): Date =>
  new Date(begun.getTime() + limits[type] * 24 * 60 * 60 * 1000);

export const requestStatuses = [
  'AWAITING_APPROVAL',
  'ON_HOLD',
  'INITIATED',
  'SEARCHING',
  'EXPORTING',
  'UPDATING',
  'DELETING',
  'FINALIZING',
  'COMPLETED',
  'ERROR',
  'CANCELLED',
  'REJECTED',
] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export const serviceStatuses = [
  'PENDING',
  'ON_HOLD',
  'RUNNING',
  'RETRYING',
  'SUBJECT_REQUIRED',
  'NOTHING_FOUND',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const;
export type ServiceStatus = (typeof serviceStatuses)[number];

export const verifications = ['PENDING', 'VERIFIED', 'RESIDUAL', 'UNREACHABLE'] as const;
export type Verification = (typeof verifications)[number];

/** How a new request begins that waits for nothing. */
export const initialStatus = 'INITIATED' satisfies RequestStatus;

/** The statuses of a request that is written and waits: no service is asked to change anything (R30, R31). */
export const waitingStatuses = ['AWAITING_APPROVAL', 'ON_HOLD'] as const satisfies readonly RequestStatus[];
type WaitingStatus = (typeof waitingStatuses)[number];

/** The statuses of a request of which no service was ever asked to change anything. */
export const neverBegunStatuses = [...waitingStatuses, 'REJECTED'] as const satisfies readonly RequestStatus[];

/** How a new request begins. */
export type FirstStatus = typeof initialStatus | WaitingStatus;

/** How a service's part of a new request begins. */
export const initialServiceStatus = 'PENDING' satisfies ServiceStatus;

/** What a request of each type is doing while its services work. */
const working: Record<RequestType, RequestStatus> = {
  GET: 'SEARCHING',
  EXPORT: 'EXPORTING',
  UPDATE: 'UPDATING',
  DELETE: 'DELETING',
};

/** The statuses of a request that has ended. */
export const finishedStatuses = [
  'COMPLETED',
  'ERROR',
  'CANCELLED',
  'REJECTED',
] as const satisfies readonly RequestStatus[];

/** The statuses of a request that nothing is left to do about. What has failed is not done: past its date it is overdue (R15). */
export const doneStatuses = ['COMPLETED', 'CANCELLED', 'REJECTED'] as const satisfies readonly RequestStatus[];

/** The statuses of a request over which no case is closed as FULFILLED (R28). */
export const unfulfilledStatuses = ['ERROR', 'ON_HOLD', 'REJECTED'] as const satisfies readonly RequestStatus[];

/** The statuses of a request over which a case may be closed at all: a legal hold outlives the law's limit (R28). */
export const closableStatuses = [...finishedStatuses, 'ON_HOLD'] as const satisfies readonly RequestStatus[];

/** The statuses of a request that a worker finalises, verifies once more, or writes a family's package of again. */
export const finalizableStatuses = ['FINALIZING', ...finishedStatuses] as const satisfies readonly RequestStatus[];

/** The statuses of a service's part that has ended. */
export const settledStatuses = [
  'SUBJECT_REQUIRED',
  'NOTHING_FOUND',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const satisfies readonly ServiceStatus[];

/** The statuses of a service's part that a worker has begun or will begin: nothing keeps it. */
export const openStatuses = ['PENDING', 'RUNNING', 'RETRYING'] as const satisfies readonly ServiceStatus[];

/** The statuses of a service's part that has not ended. */
const unsettledStatuses = [...openStatuses, 'ON_HOLD'] as const satisfies readonly ServiceStatus[];

/** The statuses of a service's part that a worker has to itself, as long as it renews its lease. */
export const heldStatuses = ['RUNNING'] as const satisfies readonly ServiceStatus[];

/** The statuses in which a part stands that was taken from its worker for good or for a while, by a person's decision. */
export const stoppedStatuses = ['CANCELLED', 'ON_HOLD'] as const satisfies readonly ServiceStatus[];

/** The statuses of a service's part of an erasure that is searched again: the service says that it holds nothing any more. */
const verifiableStatuses = ['COMPLETED', 'NOTHING_FOUND'] as const satisfies readonly ServiceStatus[];

/** The statuses of a service's part that has done what was asked (R11). */
const wellEndedStatuses: readonly ServiceStatus[] = [...verifiableStatuses, 'SUBJECT_REQUIRED'];

const includes = <T>(set: readonly T[], status: T): boolean => set.includes(status);

export const isWaiting = (status: RequestStatus): status is WaitingStatus =>
  includes<RequestStatus>(waitingStatuses, status);
export const isFinished = (status: RequestStatus): boolean => includes<RequestStatus>(finishedStatuses, status);
export const isDone = (status: RequestStatus): boolean => includes<RequestStatus>(doneStatuses, status);
export const isSettled = (status: ServiceStatus): boolean => includes<ServiceStatus>(settledStatuses, status);
export const isVerifiable = (status: ServiceStatus): boolean => includes<ServiceStatus>(verifiableStatuses, status);

interface RequestTransition {
  from: readonly RequestStatus[];
  to: (type: RequestType) => RequestStatus;
  /** What happens then, as the documentation says it. */
  when: string;
}

const workingStatuses = Object.values(working);

/** Whether workers may run a request's tasks. */
export const isWorkable = (status: RequestStatus): boolean =>
  status === initialStatus || workingStatuses.includes(status);

export const requestTransitions = {
  approve: { from: ['AWAITING_APPROVAL'], to: () => initialStatus, when: '`approveGdprRequest`' },
  reject: { from: ['AWAITING_APPROVAL'], to: () => 'REJECTED', when: '`rejectGdprRequest`' },
  hold: {
    from: ['AWAITING_APPROVAL', initialStatus],
    to: () => 'ON_HOLD',
    when: 'a legal hold keeps the subject when the request would begin',
  },
  release: { from: ['ON_HOLD'], to: () => initialStatus, when: 'the last legal hold ends' },
  refuse: { from: ['ON_HOLD'], to: () => 'FINALIZING', when: 'the last legal hold ends, and the plan has changed' },
  begin: { from: [initialStatus], to: (type) => working[type], when: 'the first service begins' },
  settle: { from: workingStatuses, to: () => 'FINALIZING', when: 'every service has ended its part' },
  complete: { from: ['FINALIZING'], to: () => 'COMPLETED', when: 'every service did its part' },
  fail: { from: ['FINALIZING'], to: () => 'ERROR', when: 'some part failed' },
  cancel: {
    from: [...waitingStatuses, initialStatus, ...workingStatuses],
    to: () => 'CANCELLED',
    when: '`cancelGdprRequest`',
  },
  retry: { from: ['ERROR'], to: (type) => working[type], when: '`retryGdprRequest`' },
  residual: { from: ['COMPLETED'], to: () => 'ERROR', when: 'a later search finds what an erasure should have taken' },
  lose: {
    from: [...waitingStatuses, initialStatus, ...workingStatuses, 'FINALIZING'],
    to: () => 'ERROR',
    when: "the organisation's keys are destroyed",
  },
} as const satisfies Record<string, RequestTransition>;
export type RequestEvent = keyof typeof requestTransitions;

/** The status after an event, or null when the event cannot happen then. */
export function nextStatus(type: RequestType, status: RequestStatus, event: RequestEvent): RequestStatus | null {
  const { from, to }: RequestTransition = requestTransitions[event];
  return from.includes(status) ? to(type) : null;
}

interface ServiceTransition {
  from: readonly ServiceStatus[];
  to: ServiceStatus;
  /** What happens then, as the documentation says it. */
  when: string;
}

export const serviceTransitions = {
  hold: { from: openStatuses, to: 'ON_HOLD', when: 'a legal hold keeps the data' },
  release: { from: ['ON_HOLD'], to: 'PENDING', when: 'the last legal hold ends' },
  refuse: {
    from: ['PENDING', 'ON_HOLD'],
    to: 'FAILED',
    when: 'the last legal hold ends, and the plan has changed',
  },
  claim: { from: ['PENDING', 'RETRYING'], to: 'RUNNING', when: 'a worker begins an attempt' },
  takeOver: {
    from: heldStatuses,
    to: 'RUNNING',
    when: 'another worker begins an attempt: the lease of the last has lapsed',
  },
  lapse: { from: heldStatuses, to: 'RETRYING', when: 'a sweep finds that the lease has lapsed' },
  defer: { from: heldStatuses, to: 'RETRYING', when: 'the attempt failed; another will be made' },
  requireSubject: { from: heldStatuses, to: 'SUBJECT_REQUIRED', when: 'the service finds data by subject only (R7)' },
  findNothing: { from: heldStatuses, to: 'NOTHING_FOUND', when: 'the service holds nothing about the person' },
  complete: { from: heldStatuses, to: 'COMPLETED', when: 'the service did what was asked' },
  giveUp: { from: heldStatuses, to: 'FAILED', when: 'the attempt failed, and no other will be made' },
  cancel: { from: unsettledStatuses, to: 'CANCELLED', when: '`cancelGdprRequest`, `rejectGdprRequest`' },
  lose: { from: unsettledStatuses, to: 'FAILED', when: "the organisation's keys are destroyed" },
  residual: {
    from: verifiableStatuses,
    to: 'FAILED',
    when: 'a search after an erasure finds what should be gone',
  },
  retry: { from: ['FAILED'], to: 'PENDING', when: '`retryGdprRequest`' },
  gatherAgain: {
    from: ['FAILED', 'COMPLETED'],
    to: 'PENDING',
    when: '`retryGdprRequest` of an export whose gathered data have expired',
  },
} as const satisfies Record<string, ServiceTransition>;
export type ServiceEvent = keyof typeof serviceTransitions;

/** How an attempt may end. */
export type AttemptOutcome = (typeof serviceTransitions)[
  'hold' | 'defer' | 'requireSubject' | 'findNothing' | 'complete' | 'giveUp']['to'];

/** How a request ends when all its services have: COMPLETED means that every asked service did its part (R11). */
export const outcomeOf = (services: readonly ServiceStatus[]): 'complete' | 'fail' =>
  services.every((status) => wellEndedStatuses.includes(status)) ? 'complete' : 'fail';
