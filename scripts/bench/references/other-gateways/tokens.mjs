// The services' tokens. They live for a minute, so the file that TOKENS names is read again and again.
import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers';

const read = () => JSON.parse(readFileSync(process.env.TOKENS, 'utf8'));
let tokens = read();
setInterval(() => (tokens = read()), 10_000).unref();

export const tokenOf = (service) => tokens[service];
