/** Jobs, as those queue them who make work due: in the transaction that makes it so. */
import type { EntityManager } from 'typeorm';

/** One service's part of a request. Ids only: jobs are rows that stay for days. */
export interface TaskJob {
  organizationId: string;
  requestId: string;
  service: string;
}

/** A request whose services have all ended their parts. */
export interface FinalizeJob {
  organizationId: string;
  requestId: string;
}

/** Which jobs are there to be taken. */
export type JobKind = 'task' | 'finalize';

/** Where jobs are queued. */
export interface JobQueue {
  /** Queues tasks, in the transaction that makes them due. */
  sendTasks(db: EntityManager, jobs: (TaskJob & { startAfter?: Date })[]): Promise<void>;
  /** Queues the finalisation of requests, in the transaction that ends their last parts. */
  sendFinalize(db: EntityManager, jobs: FinalizeJob[]): Promise<void>;
  /** Has this process look for jobs of a kind now, instead of at the next interval: after a commit that queued some. */
  wake(kind: JobKind): void;
}
