/** `habeas worker`: a process that only processes requests. */
import { bundledProgram } from './programs';

/** Runs the workers in this process; `gateway/worker-main` defines how they work, stop and fail. */
export const run = async (): Promise<void> => void (await import(bundledProgram('worker')));
