/** `habeas gdpr`: the process of the `gdpr` subgraph by itself. */
import { bundledProgram } from './programs';

/** Becomes the process, which serves, stops and fails as `gateway/gdpr-main` says. */
export const run = async (): Promise<void> => void (await import(bundledProgram('gdpr')));
