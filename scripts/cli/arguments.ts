/** Parsers of options that are not plain text. A parser refuses what it cannot read; commander names the option. */
import { InvalidArgumentError } from 'commander';
import { readIsoTime } from '../../subgraphs/kit/base/iso-time';

/** A whole number of at least `least`. */
export const wholeNumber =
  (least: number) =>
  (value: string): number => {
    const number = Number(value);
    if (value.trim() === '' || !Number.isSafeInteger(number) || number < least)
      throw new InvalidArgumentError(`It takes a whole number from ${least}.`);
    return number;
  };

/** A number above 0. */
export function positiveNumber(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError('It takes a number above 0.');
  return number;
}

/** A TCP port. */
export function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InvalidArgumentError('It takes a port number, from 1 to 65535.');
  return number;
}

/** A length of time: a number and a unit, at most a day, which is the longest life of a caller's token. */
export function duration(value: string): string {
  const [, number, unit] = /^(\d{1,5})(s|m|h)$/.exec(value) ?? [];
  const seconds = Number(number) * { s: 1, m: 60, h: 3_600 }[unit as 's' | 'm' | 'h'];
  if (seconds > 0 && seconds <= 86_400) return value;
  throw new InvalidArgumentError('It takes a time of 1s to 24h, for example 30m.');
}

/** The URL of a server. */
export function httpUrl(value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  throw new InvalidArgumentError('It takes a URL, for example http://127.0.0.1:4101/graphql.');
}

/** For an option that may be repeated and takes `name=value`. */
export function namedValues(value: string, before: Record<string, string> = {}): Record<string, string> {
  const [, name, given] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (name === undefined || given === undefined)
    throw new InvalidArgumentError('It takes a name and a value: name=value.');
  return { ...before, [name]: given };
}

/** For an option that may be repeated: all its values, in order. Its default should be `[]`, unless it is required. */
export const repeated = (value: string, before: string[] = []): string[] => [...before, value];

/** For an option that may be repeated and takes `name=URL`. */
export function namedUrls(value: string, before: Record<string, string> = {}): Record<string, string> {
  const named = namedValues(value, before);
  httpUrl(value.slice(value.indexOf('=') + 1));
  return named;
}

/** A URL in which `{name}` stands for a name. */
export function urlTemplate(value: string): string {
  if (value.includes('{name}') && /^https?:/.test(value) && URL.canParse(value.replaceAll('{name}', 'name')))
    return value;
  throw new InvalidArgumentError('It takes a URL with {name} in it, for example http://{name}:4000/graphql.');
}

/** A time with its offset, or a day, which stands for its beginning in UTC. */
export function dayOrTime(value: string): Date {
  const time = readIsoTime(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value);
  if (time) return time;
  throw new InvalidArgumentError('It takes a day or an ISO 8601 time, for example 2026-03-01 or 2026-03-01T15:04:00Z.');
}

/** A text that is not empty: a directory, a name. */
export function text(value: string): string {
  if (value.trim() !== '') return value;
  throw new InvalidArgumentError('It must not be empty.');
}

/** Some of the names, separated by commas. */
export const someOf =
  <Name extends string>(names: readonly Name[]) =>
  (value: string): Name[] =>
    value.split(',').map((given) => {
      const name = names.find((each) => each === given.trim());
      if (!name) throw new InvalidArgumentError(`It takes some of ${names.join(', ')}, with commas.`);
      return name;
    });

/**
 * The names of a union type, for choices, without loading the module of the type. A missing or unknown name does not compile.
 */
export const namesOf = <Name extends string>(names: Record<Name, true>): Name[] => Object.keys(names) as Name[];
