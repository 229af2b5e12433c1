/** What options take beside plain text. Each parser refuses what it cannot read; commander names the option. */
import { InvalidArgumentError } from 'commander';

/** A whole number that is not less than `least`. */
export const wholeNumber =
  (least: number) =>
  (value: string): number => {
    const number = Number(value);
    if (value.trim() === '' || !Number.isSafeInteger(number) || number < least)
      throw new InvalidArgumentError(`takes a whole number from ${least}`);
    return number;
  };

/** A number above 0. */
export function positiveNumber(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError('takes a number above 0');
  return number;
}

/** A TCP port. */
export function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InvalidArgumentError('takes a port number, from 1 to 65535');
  return number;
}

/** A point in time. */
export function isoTime(value: string): Date {
  const time = new Date(value);
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('takes an ISO 8601 time, for example 2026-03-01T00:00:00Z');
  return time;
}

/** For an option that may be repeated: all its values, in order. Its default is `[]`. */
export const repeated = (value: string, before: string[]): string[] => [...before, value];

/** Some of the names, with commas between them. */
export const someOf =
  <Name extends string>(names: readonly Name[]) =>
  (value: string): Name[] =>
    value.split(',').map((given) => {
      const name = names.find((each) => each === given.trim());
      if (!name) throw new InvalidArgumentError(`takes some of ${names.join(', ')}, with commas`);
      return name;
    });

/**
 * The names of a union type, for choices, without loading the module whose type it is. The compiler refuses a name that is
 * missing and one that is none.
 */
export const namesOf = <Name extends string>(names: Record<Name, true>): Name[] => Object.keys(names) as Name[];
