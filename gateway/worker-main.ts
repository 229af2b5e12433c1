/** The process of workers alone. */
import { runProcess } from './run-process';
import { startWorker } from './start-worker';

runProcess('worker', 4200, startWorker);
