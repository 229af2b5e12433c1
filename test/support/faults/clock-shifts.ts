/** A process whose clock is wrong: the whole process's by libfaketime where the machine has it, JavaScript's otherwise. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Where Debian installs the library. */
const library = (() => {
  if (!existsSync('/usr/lib')) return undefined;
  return readdirSync('/usr/lib')
    .map((folder) => path.join('/usr/lib', folder, 'faketime', 'libfaketime.so.1'))
    .find((file) => existsSync(file));
})();

/** The ways to shift a clock that this machine has, as a process's environment. */
export const clockShifts: Record<string, (milliseconds: number) => Record<string, string>> = {
  'of JavaScript': (milliseconds) => ({
    NODE_OPTIONS: `--require ${path.join(__dirname, 'shifted-clock.cjs')}`,
    CLOCK_SHIFT_MS: String(milliseconds),
  }),
  ...(library && {
    'of the whole process': (milliseconds: number) => ({
      LD_PRELOAD: library,
      FAKETIME: `${milliseconds < 0 ? '-' : '+'}${Math.abs(milliseconds) / 1_000}s`,
      // Timers go by it: a machine whose clock is wrong still counts seconds.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    }),
  }),
};
