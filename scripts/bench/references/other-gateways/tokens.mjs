// The services' tokens live for a minute, and the bench makes them anew. TOKENS names their file.
import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers';

const read = () => JSON.parse(readFileSync(process.env.TOKENS, 'utf8'));
let tokens = read();
setInterval(() => (tokens = read()), 10_000).unref();

export const tokenOf = (service) => tokens[service];
