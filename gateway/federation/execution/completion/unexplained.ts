/** Finds the problems of a result that no service's error explains. */
import type { GraphQLError } from 'graphql';

type Path = NonNullable<GraphQLError['path']>;

/**
 * Returns those problems of completion that no service's error explains: the caller needs no second error for the same null.
 * @param found what completion found
 * @param causes the services' errors
 * @param data the completed data, in which nulls have propagated
 */
export const unexplained = (
  found: readonly GraphQLError[],
  causes: readonly GraphQLError[],
  data: unknown,
): GraphQLError[] => found.filter((error) => !causes.some((cause) => explains(cause, error, data)));

/**
 * Whether a service's error explains a null that completion found: one path is a prefix of the other, or the error's own null
 * propagated to something that contains the other. A service's error may name a list as a whole, so list positions are compared
 * only where both paths have one.
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

/** The path of an error's null in the completed data: the error's own path, or a prefix of it when the null has propagated. */
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
