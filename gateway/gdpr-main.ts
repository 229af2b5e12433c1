/** The process of the `gdpr` subgraph by itself, behind a router of another make. */
import { port } from './gdpr/subgraph.json';
import { runProcess } from './run-process';
import { startGdpr } from './start-gdpr';

runProcess('gdpr', port, startGdpr);
