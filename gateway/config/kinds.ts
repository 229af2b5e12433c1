/** The kinds of values that the gateway's variables take. */
import { isIP } from 'node:net';
import { z } from 'zod';
import type { Rate } from '../security/rate-limits/rate-counters';
import { isUnspecified } from './own-url';

export const positive = z.coerce.number().int().positive();
/** A rate limit such as `60/60`: calls, and the seconds of the window that the first call opens. */
export const rate = (byDefault: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}\/[1-9]\d{0,5}$/, { error: 'takes calls and seconds, such as 60/60' })
    .default(byDefault)
    .transform((value): Rate => {
      const [calls, seconds] = value.split('/').map(Number) as [number, number];
      return { calls, seconds };
    });
/** IP addresses or networks, separated by commas. */
export const addresses = z
  .string()
  .transform((value) => value.split(',').map((address) => address.trim()))
  .pipe(
    z.array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: 'takes addresses or networks: 10.0.0.0/8' }),
    ),
  );
/** Name servers by IP address, with or without a port, separated by commas. */
export const nameServers = z
  .string()
  .transform((value) => value.split(',').map((server) => server.trim()))
  .pipe(z.array(z.string().refine(isNameServer, { error: 'takes addresses with or without a port: 10.0.0.2:53' })));
const namedUrlsProblem =
  'takes services with their URLs: directory=http://directory:4000/graphql,dialer=http://dialer:4000/graphql';
/** Services with their URLs, separated by commas: `directory=http://directory:4000/graphql`. */
export const namedUrls = z
  .string()
  .transform((value) =>
    value.split(',').map((pair) => {
      const [name = '', ...url] = pair.trim().split('=');
      return { name, url: url.join('=') };
    }),
  )
  .pipe(
    z.array(
      z.object({
        name: z.string().regex(/^[a-z][a-z0-9-]*$/, { error: namedUrlsProblem }),
        url: z.url({ protocol: /^https?$/, error: namedUrlsProblem }),
      }),
    ),
  );
/** Origins, as browsers send them, separated by commas. */
export const origins = z
  .string()
  .transform((value) => value.split(',').map((origin) => origin.trim()))
  .pipe(z.array(z.string().refine(isOrigin, { error: 'takes origins, such as https://console.example.org' })));
/** A time limit in days; 30 at most, because the law's own limit is one month. */
export const days = z.coerce.number().positive().max(30);
/** A retention period in days; about ten years at most. */
export const keptDays = z.coerce.number().positive().max(3_660);
export const flag = z.enum(['true', 'false'], { error: 'takes true or false' }).transform((value) => value === 'true');

const publicUrlProblem =
  'must be an absolute http or https URL without user, query and fragment: https://gateway.example';
/** The public URL. Links append a path to it, so it must not have a query or a fragment. */
export const publicUrl = z
  .url({ protocol: /^https?$/, error: publicUrlProblem, abort: true })
  .refine((text) => !/[?#]/.test(text) && !new URL(text).username && !isUnspecified(new URL(text).hostname), {
    error: publicUrlProblem,
  });

/** Whether a text is an origin in the form in which browsers send it: no path, no default port, no wildcard. */
function isOrigin(text: string): boolean {
  return /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Whether a text is an IP address, with or without a port: `10.0.0.2:53`, `[2001:db8::1]:53`. */
function isNameServer(text: string): boolean {
  const [, address, port] = /^\[?([^\]]+?)\]?(?::(\d{1,5}))?$/.exec(text) ?? [];
  return isIP(text) !== 0 || (isIP(address ?? '') !== 0 && Number(port) > 0 && Number(port) <= 65_535);
}
