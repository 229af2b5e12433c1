/** `habeas gateway`: the gateway's process. */

/** Becomes the gateway, which serves, stops and fails as `gateway/main` says. */
export const run = async (): Promise<void> => void (await import('../../gateway/main.js'));
