/** The codes of errors that a random world expects. */

/** Codes with which the API may refuse the world's requests; no request was made then. */
export const refusals = [
  'ACTIVE_EMPLOYEE',
  'BROAD_TERM',
  'CONFLICTING_REQUEST',
  'MERGE_SET',
  'PLAN_CHANGED',
  'SUBJECT_NOT_FOUND',
];

/** Codes that are expected while a service is killed or made to fail. */
export const passing = ['SERVICE_UNAVAILABLE', 'SERVICE_TIMEOUT'];
