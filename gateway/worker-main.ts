/** The process that only runs a worker. */
import { runProcess } from './run-process';
import { startWorker } from './start-worker';

runProcess('worker', 4200, startWorker);
