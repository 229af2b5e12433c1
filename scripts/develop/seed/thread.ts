/** Writes one share of the people. Run as a thread (`threads.ts`); it posts how many people each batch held. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ContactList } from '../../../subgraphs/dialer/entities';
import { seedPeople, type People, type Share } from './people';
import { withSeededServices } from './services';

/** What a thread is to write. */
export interface ShareOrder extends People {
  serverUrl: string;
  list: ContactList;
  share: Share;
}

const { serverUrl, list, ...people } = workerData as ShareOrder;

void withSeededServices(serverUrl, (services) =>
  seedPeople(services, list, { ...people, onBatch: (held) => parentPort?.postMessage(held) }),
);
