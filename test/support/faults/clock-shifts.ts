/** A process whose clock is wrong: in the whole process by libfaketime if it is installed, otherwise in JavaScript only. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Where Debian installs the library. */
const library = (() => {
  if (!existsSync('/usr/lib')) return undefined;
  return readdirSync('/usr/lib')
    .map((folder) => path.join('/usr/lib', folder, 'faketime', 'libfaketime.so.1'))
    .find((file) => existsSync(file));
})();

/** The environment of a process with a shifted clock, for each method that this machine has. */
export const clockShifts: Record<string, (milliseconds: number) => Record<string, string>> = {
  'of JavaScript': (milliseconds) => ({
    NODE_OPTIONS: `--require ${path.join(__dirname, 'shifted-clock.cjs')}`,
    CLOCK_SHIFT_MS: String(milliseconds),
  }),
  ...(library && {
    'of the whole process': (milliseconds: number) => ({
      LD_PRELOAD: library,
      FAKETIME: `${milliseconds < 0 ? '-' : '+'}${Math.abs(milliseconds) / 1_000}s`,
      // Timers use this clock: a machine with the wrong time still counts seconds correctly.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    }),
  }),
};
