/** What completing a result finds wrong with it. */
import { GraphQLError } from 'graphql';

/** Stands for a value that is null where it must not be: the null goes on to what holds it. */
export const failed = Symbol('failed');

/** Completes one value. @returns the value of the response, or {@link failed} */
export type Complete = (value: unknown, problems: Problems) => unknown;

export class Problems {
  private readonly all: { message: string; /** From the inside out. */ place: (string | number)[] }[] = [];

  get count(): number {
    return this.all.length;
  }

  /** Notes a problem of the value at hand; its place is told on the way out. */
  found(message: string): typeof failed {
    this.all.push({ message, place: [] });
    return failed;
  }

  /** The problems from `first` on are beneath this key. */
  place(first: number, key: string | number): void {
    for (let index = first; index < this.all.length; index += 1) this.all[index]?.place.push(key);
  }

  errors(): GraphQLError[] {
    return this.all.map(({ message, place }) => new GraphQLError(message, { path: place.reverse() }));
  }
}
