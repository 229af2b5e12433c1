/** The process that serves the `gdpr` subgraph by itself, behind another Federation router. */
import { port } from './gdpr/subgraph.json';
import { runProcess } from './run-process';
import { startGdpr } from './start-gdpr';

runProcess('gdpr', port, startGdpr);
