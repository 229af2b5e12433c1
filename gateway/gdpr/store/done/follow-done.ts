/** What follows from what requests have done, although they ended otherwise than they should (R13, R36). */
import type { EntityManager } from 'typeorm';
import { expireForErased } from '../../../exports/store/expire-erased';
import type { GdprRequest } from '../../entities';
import { isKept } from '../holds/holds';
import type { Declarations } from '../../services/recipients';
import { hasRemoved } from '../../stored-values';
import { tasksOf } from '../requests-and-tasks';
import { noteRecipients } from './recipients';

/**
 * Records whom to tell of what cancelled requests have done, and makes the packages of whom they erased expire. Runs in the
 * transaction that records what was done, after it has written to the audit log: see {@link expireForErased}.
 */
export async function followDone(db: EntityManager, services: Declarations, requests: GdprRequest[]): Promise<void> {
  const changing = requests.filter(({ type }) => isKept(type));
  const tasks = await tasksOf(
    db,
    changing.map(({ id }) => id),
  );
  const ends = changing.map((request) => ({
    request,
    tasks: tasks.filter(({ requestId }) => requestId === request.id),
  }));
  await noteRecipients(db, services, ends);
  await expireForErased(
    db,
    ends.filter((end) => end.request.type === 'DELETE' && end.tasks.some(hasRemoved)).map(({ request }) => request),
  );
}
