/** `habeas gateway`: the gateway's process. */
import { bundledProgram } from './programs';

/** Becomes the gateway, which serves, stops and fails as `gateway/main` says. */
export const run = async (): Promise<void> => void (await import(bundledProgram('gateway')));
