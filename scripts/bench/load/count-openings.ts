/**
 * Counts the personal values that a process opens (decrypts), and the time that this takes. `--require` loads it before the
 * process's own code. On SIGUSR2 it writes its account into the folder of BENCH_OPENINGS.
 */
import crypto from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { OpeningAccount } from './openings';

const account: OpeningAccount = { opened: 0, milliseconds: 0 };
/** When the opening of the current value began. Opening is synchronous, so there is one at a time. */
let began = 0;

/** Places of the organisations' keys, which are opened every few seconds and not counted. */
const ofKeys = /\/(ENCRYPTION|DIGEST|REPLAY)\/\d+$/;

const { createDecipheriv } = crypto;
const counting = (...given: Parameters<typeof createDecipheriv>) => {
  began = performance.now();
  const decipher = createDecipheriv(...given) as crypto.DecipherGCM;
  const setAAD = decipher.setAAD.bind(decipher);
  const final = decipher.final.bind(decipher);
  let counted = true;
  return Object.assign(decipher, {
    setAAD: (place: Buffer) => {
      const paused = performance.now();
      counted = !ofKeys.test(place.toString());
      began += performance.now() - paused;
      return setAAD(place);
    },
    final: () => {
      const rest = final();
      if (counted) {
        account.opened += 1;
        account.milliseconds += performance.now() - began;
      }
      return rest;
    },
  });
};
Object.assign(crypto, { createDecipheriv: counting });

process.on('SIGUSR2', () => {
  const file = path.join(process.env.BENCH_OPENINGS ?? '', `${process.pid}.json`);
  writeFileSync(`${file}.new`, JSON.stringify(account));
  renameSync(`${file}.new`, file);
});
