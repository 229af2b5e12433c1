/** Writes one share of the people. It runs as a thread (`threads.ts`), and posts the number of people after each batch. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ContactList } from '../../../subgraphs/dialer/entities';
import { seedPeople, type People, type Share } from './people';
import { withSeededServices } from './services';

/** The task of a thread. */
export interface ShareOrder extends People {
  serverUrl: string;
  list: ContactList;
  share: Share;
}

const { serverUrl, list, ...people } = workerData as ShareOrder;

void withSeededServices(serverUrl, (services) =>
  seedPeople(services, list, { ...people, onBatch: (held) => parentPort?.postMessage(held) }),
);
