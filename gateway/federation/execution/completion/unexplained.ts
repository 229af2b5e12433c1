/** Which problems of a result have no other reason than themselves. */
import type { GraphQLError } from 'graphql';

type Path = NonNullable<GraphQLError['path']>;

/**
 * Those of the problems that completion found that no service's error is the reason for.
 * @param data the completed data, in which nulls have gone up to where they may stand
 */
export const unexplained = (
  found: readonly GraphQLError[],
  causes: readonly GraphQLError[],
  data: unknown,
): GraphQLError[] => found.filter((error) => !causes.some((cause) => explains(cause, error, data)));

/**
 * Whether a service's error is the reason for a null that completion stumbled over: one stands above the other, or the error's
 * own null went up to something that held the other. A service's error on a list names it as a whole, so list positions
 * count only where both have one.
 */
function explains(cause: GraphQLError, error: GraphQLError, data: unknown): boolean {
  if (!cause.path) return true;
  return onOneLine(cause.path, error.path ?? []) || isWithin(nullOf(cause.path, data), nullOf(error.path ?? [], data));
}

function onOneLine(one: Path, other: Path): boolean {
  const above = [...one];
  const below = [...other];
  while (above.length > 0 && below.length > 0) {
    if (above[0] === below[0]) {
      above.shift();
      below.shift();
    } else if (typeof above[0] === 'number' && typeof below[0] === 'number') return false;
    else if (typeof above[0] === 'number') above.shift();
    else if (typeof below[0] === 'number') below.shift();
    else return false;
  }
  return true;
}

/** Where the null of an error stands: the error's own place, or what holds it. */
function nullOf(path: Path, data: unknown): Path {
  let value = data;
  const depth = path.findIndex((key) => {
    if (value === null || value === undefined) return true;
    value = (value as Record<string | number, unknown>)[key];
    return false;
  });
  return depth < 0 ? path : path.slice(0, depth);
}

const isWithin = (outer: Path, inner: Path): boolean =>
  outer.length <= inner.length && outer.every((key, index) => key === inner[index]);
