/** Jobs as they are queued: in the transaction that makes their work due. */
import type { EntityManager } from 'typeorm';
import type { RequestType } from '../lifecycle';

/** Work that follows from other work. */
export interface Followed {
  /** The traces that the job continues, as traceparents; absent when nothing is traced. */
  traces?: readonly string[];
}

/** One service's part of a request. Ids only: jobs are rows that stay for days. */
export interface TaskJob extends Followed {
  organizationId: string;
  requestId: string;
  service: string;
}

/** A request whose services have all ended their parts. */
export interface FinalizeJob extends Followed {
  organizationId: string;
  requestId: string;
}

/** What a job is about. */
export type JobKind = 'task' | 'finalize';

/** Where jobs are queued. */
export interface JobQueue {
  /** Queues tasks, in the transaction that makes them due. */
  sendTasks(db: EntityManager, jobs: (TaskJob & { startAfter?: Date })[]): Promise<void>;
  /** Queues the finalisation of requests, in the transaction that makes it due. */
  sendFinalize(db: EntityManager, jobs: (FinalizeJob & { type: RequestType; startAfter?: Date })[]): Promise<void>;
  /** Makes this process look for jobs now instead of at the next interval: after a commit that queued some. */
  wake(): void;
}
