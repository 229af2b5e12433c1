/** The life cycle as fragments of SQL: statements hold no status of their own. */
import { serviceTransitions, type RequestStatus, type ServiceEvent, type ServiceStatus } from './lifecycle';

/**
 * A set of statuses, to stand after `IN` or `NOT IN`. Literals and not parameters: the planner takes a partial index only for
 * a condition that it can compare with the index's own.
 */
export const sqlSet = (statuses: readonly (RequestStatus | ServiceStatus)[]): string =>
  `(${statuses.map((status) => `'${status}'`).join(', ')})`;

/** Where a service's part must be for an event to happen: a set, to stand after `IN`. */
export const before = (event: ServiceEvent): string => sqlSet(serviceTransitions[event].from);

/** Where an event takes a service's part: a value, to stand after `SET status =`. */
export const after = (event: ServiceEvent): string => `'${serviceTransitions[event].to}'`;
