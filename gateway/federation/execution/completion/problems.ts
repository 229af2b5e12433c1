/** Collects the problems that completion finds in a result. */
import { GraphQLError } from 'graphql';

/** Marks a value that cannot be completed: the null propagates to the object or list that contains it. */
export const failed = Symbol('failed');

/** Completes one value. @returns the value of the response, or {@link failed} */
export type Complete = (value: unknown, problems: Problems) => unknown;

export class Problems {
  private readonly all: { message: string; /** The path, from the inside out. */ place: (string | number)[] }[] = [];

  get count(): number {
    return this.all.length;
  }

  /** Records a problem with the current value. The callers add its path on the way out, by {@link place}. */
  found(message: string): typeof failed {
    this.all.push({ message, place: [] });
    return failed;
  }

  /** Adds a key to the paths of all problems from index `first` on. */
  place(first: number, key: string | number): void {
    for (let index = first; index < this.all.length; index += 1) this.all[index]?.place.push(key);
  }

  errors(): GraphQLError[] {
    return this.all.map(({ message, place }) => new GraphQLError(message, { path: place.reverse() }));
  }
}
