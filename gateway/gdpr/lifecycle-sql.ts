/** The life cycle as fragments of SQL: statements hold no status of their own. */
import {
  serviceTransitions,
  type RequestStatus,
  type RequestType,
  type ServiceEvent,
  type ServiceStatus,
} from './lifecycle';

/** Words of the life cycle, never a caller's. */
type Words = readonly (RequestStatus | RequestType | ServiceStatus)[];

/**
 * Words as a list of literals. Not parameters: the planner takes a partial index only for a condition that it can compare with the
 * index's own.
 */
export const sqlList = (words: Words): string => words.map((word) => `'${word}'`).join(', ');

/** A set of words, to stand after `IN` or `NOT IN`. */
export const sqlSet = (words: Words): string => `(${sqlList(words)})`;

/** Where a service's part must be for an event to happen: a set, to stand after `IN`. */
export const before = (event: ServiceEvent): string => sqlSet(serviceTransitions[event].from);

/** Where an event takes a service's part: a value, to stand after `SET status =`. */
export const after = (event: ServiceEvent): string => `'${serviceTransitions[event].to}'`;
