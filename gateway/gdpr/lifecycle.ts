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

export const serviceStatuses = [
  'PENDING',
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
