/** `habeas gateway`: the gateway's process. */
import { bundledProgram } from './programs';

/** Runs the gateway in this process; `gateway/main` defines how it serves, stops and fails. */
export const run = async (): Promise<void> => void (await import(bundledProgram('gateway')));
