/**
 * Marks: what a request by a value is about is what held the value when it was made (R25). Each service tells that moment by
 * a mark of its own, which it hands out then and takes back with every call that the request makes of it later. A request on
 * an id has none: an id names one subject for good.
 */
import { termInput, type Term } from '../../../subgraphs/kit';
import type { GdprRequest, GdprTask } from '../entities';
import { answersInTime } from '../services/answers-in-time';
import { ServiceCallError, type ServiceCallScope } from '../services/service-call';
import type { PiiService } from '../services/pii-services';
import { changesByValue } from './merge-sets';

/** Marks by the service that gave them. */
export type Marks = ReadonlyMap<string, string>;

/** How long a new request waits for marks of services that own no subjects, in milliseconds. */
const markWithin = 5_000;

/** Asks services for their marks, all at once. Those that give none in time are absent. */
export async function takeMarks(services: PiiService[], scope: ServiceCallScope, term: Term): Promise<Marks> {
  const marks = await answersInTime(
    markWithin,
    services.map((service) => takeMark(service, scope, term)),
  );
  return new Map(services.flatMap(({ name }, index) => (marks[index] ? [[name, marks[index]]] : [])));
}

async function takeMark({ client }: PiiService, scope: ServiceCallScope, term: Term): Promise<string | null> {
  try {
    return (await client.marked(scope, termInput(term), 1)).asOf;
  } catch (error) {
    if (error instanceof ServiceCallError) return null;
    throw error;
  }
}

/** The mark with which a service is called for a request; null for one that goes by an id, or changes nothing. */
export const markOf = (request: GdprRequest, task: Pick<GdprTask, 'asOf'> | undefined): string | null =>
  changesByValue(request) ? (task?.asOf ?? timeMark(request)) : null;

/** The marks of a request that was made before; undefined for one that goes by an id, or changes nothing. */
export const marksOf = (request: GdprRequest, tasks: Pick<GdprTask, 'service' | 'asOf'>[]): Marks | undefined =>
  changesByValue(request)
    ? new Map(tasks.flatMap(({ service, asOf }) => (asOf === null ? [] : [[service, asOf] as const])))
    : undefined;

/** The mark of a service that could not be asked when the request was made: the request's own time. */
export const timeMark = ({ createdAt }: Pick<GdprRequest, 'createdAt'>): string => createdAt.toISOString();
