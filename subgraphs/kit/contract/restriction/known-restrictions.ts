/**
 * What a process knows of an organisation's restrictions (R34). Every operation asks whether anybody is restricted. Asked of the database
 * each time, that would be half of the work of reading one record. So the answer holds for a moment, and a restriction is reported only
 * when that moment has passed: then no process of the service still takes its subject for unrestricted.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../base/security/organization-context';
import { anyRestricted, restrict } from './marks';

/** For how long an answer holds from the moment at which it was asked for, in milliseconds. */
const holdsFor = 100;

/** How long a new restriction waits before it is reported, in milliseconds: longer, because timers of two processes differ a little. */
const reportedAfter = 150;

/** The most organisations that are remembered. */
const mostKnown = 10_000;

interface Answer {
  askedAt: number;
  any: Promise<boolean>;
}

/** The answers of each database, by organisation. */
const answers = new WeakMap<DataSource, Map<string, Answer>>();

/** Whether anybody of the organisation is restricted, as it was at most {@link holdsFor} milliseconds ago. */
export function anybodyRestricted(db: EntityManager): Promise<boolean> {
  const known = answers.get(db.connection) ?? new Map<string, Answer>();
  answers.set(db.connection, known);
  const { organizationId } = currentKeys();
  const askedAt = performance.now();
  const last = known.get(organizationId);
  if (last && askedAt - last.askedAt < holdsFor) return last.any;
  if (known.size >= mostKnown) known.clear();
  const any = anyRestricted(db);
  known.set(organizationId, { askedAt, any });
  // Whoever asks next tries again.
  any.catch(() => known.get(organizationId)?.any === any && known.delete(organizationId));
  return any;
}

/**
 * Restricts a subject, or lifts the restriction, and returns when every process of the service observes it. A mark that has been there
 * for long is observed already: the gateway asks again and again whether it is still there.
 * @returns whether the subject is now under this restriction
 * @throws as {@link restrict}
 */
export async function restrictEverywhere(...given: Parameters<typeof restrict>): Promise<boolean> {
  const { restricted, old } = await restrict(...given);
  if (restricted && !old) await pause(reportedAfter);
  return restricted;
}
