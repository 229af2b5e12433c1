/** Ports that processes may listen on. */
import { z } from 'zod';

/**
 * Ports that `fetch` refuses to call (the Fetch standard's list of bad ports): a process could listen on one, and no browser and
 * no Node program would reach it. Port 0 is not listed: it takes a free port.
 */
export const refusedPorts: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

/** A port to listen on; 0 takes a free one. */
export const portVariable = z.coerce
  .number({ error: 'must be a port number' })
  .int()
  .min(0)
  .max(65_535)
  .refine((port) => !refusedPorts.has(port), {
    error: ({ input }) => `${String(input)} is a port that browsers and fetch refuse to call: take another one`,
  });
