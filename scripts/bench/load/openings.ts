/** The number of personal values that processes have opened (decrypted), and the time that it took, as they count it themselves. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pause } from './measure';

/** Counts since the process started. */
export interface OpeningAccount {
  opened: number;
  /** Time around each opening, in milliseconds. */
  milliseconds: number;
}

/** The variables that make a process count. @param folder where it writes its account */
export const countingOpenings = (folder: string): Record<string, string> => ({
  NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, 'count-openings.js'))}`,
  BENCH_OPENINGS: folder,
});

const answersWithin = 30_000;

/** Asks a process for its account. @throws when it does not answer */
export async function openingsOf(folder: string, pid: number): Promise<OpeningAccount> {
  const file = path.join(folder, `${pid}.json`);
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (const end = Date.now() + answersWithin; !existsSync(file); await pause(5))
    if (Date.now() > end) throw new Error(`The process ${pid} does not say what it has opened.`);
  return JSON.parse(readFileSync(file, 'utf8')) as OpeningAccount;
}
