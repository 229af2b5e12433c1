/** The gateway's process: the whole supergraph, the `gdpr` subgraph in it, and workers beside. */
import { runProcess } from './run-process';
import { startGateway } from './start-gateway';

runProcess('gateway', 4000, startGateway);
