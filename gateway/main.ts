/** The gateway's process: serves the supergraph, with the `gdpr` subgraph inside, and runs a worker. */
import { runProcess } from './run-process';
import { startGateway } from './start-gateway';

runProcess('gateway', 4000, startGateway);
