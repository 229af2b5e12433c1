/**
 * Work that ends a transaction. What locks rows that many transactions share does so right before the commit: it holds them only
 * until then, and takes no other lock afterwards, so that two transactions never wait for each other.
 */
import {
  EventSubscriber,
  type EntityManager,
  type EntitySubscriberInterface,
  type QueryRunner,
  type TransactionCommitEvent,
} from 'typeorm';

type Work = () => Promise<void>;

const ends = new WeakMap<QueryRunner, Work[]>();

/**
 * Does the work right before the transaction commits; a failure rolls the transaction back. A transaction that is rolled back
 * does without it. Outside a transaction it is done at once.
 */
export async function beforeCommit({ queryRunner }: EntityManager, work: Work): Promise<void> {
  if (!queryRunner?.isTransactionActive) return work();
  ends.set(queryRunner, [...(ends.get(queryRunner) ?? []), work]);
}

/** Does the work that transactions left for their end. */
@EventSubscriber()
export class TransactionEnds implements EntitySubscriberInterface {
  async beforeTransactionCommit({ queryRunner }: TransactionCommitEvent): Promise<void> {
    const works = ends.get(queryRunner) ?? [];
    ends.delete(queryRunner);
    for (const work of works) await work();
  }
}
