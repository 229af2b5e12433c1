/** `habeas gdpr`: the process of the `gdpr` subgraph alone. */
import { bundledProgram } from './programs';

/** Runs the subgraph in this process; `gateway/gdpr-main` defines how it serves, stops and fails. */
export const run = async (): Promise<void> => void (await import(bundledProgram('gdpr')));
