/** `habeas worker`: a process of workers alone. */
import { bundledProgram } from './programs';

/** Becomes the process, which serves, stops and fails as `gateway/worker-main` says. */
export const run = async (): Promise<void> => void (await import(bundledProgram('worker')));
