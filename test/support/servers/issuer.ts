/** An issuer of OpenID Connect, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface IssuerOptions {
  port: number;
  /** The origin of the page that signs in. */
  page: string;
  /** The organisation that its users' tokens are valid for. */
  organization: string;
  scopes: readonly string[];
}

/** Starts the issuer; anybody may sign in, with any name. @returns a function that stops it */
export async function startIssuer({ port, page, organization, scopes }: IssuerOptions): Promise<() => Promise<void>> {
  const child = spawn(
    process.execPath,
    [path.join(__dirname, 'issuer-process.mjs'), String(port), page, organization, scopes.join(' ')],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let problems = '';
  child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
  const ended = once(child, 'exit');
  const ready = new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => (chunk.toString().includes('ready') ? resolve() : undefined)),
  );
  await Promise.race([
    ready,
    ended.then(([code]) => Promise.reject(new Error(`The issuer ended with ${code}: ${problems}`))),
  ]);
  return async () => {
    child.kill();
    await ended;
  };
}
