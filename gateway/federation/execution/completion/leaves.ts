/** Completes values of scalars and enums. */
import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isEnumType,
  type GraphQLLeafType,
} from 'graphql';
import type { Complete } from './problems';

/** The completion of a leaf value that is not null. A value that already is of the type costs one comparison. */
export function completeLeaf(type: GraphQLLeafType, at: string): Complete {
  const isOfType = leafCheck(type);
  return (value, problems) => {
    if (isOfType(value)) return value;
    try {
      return type.serialize(value);
    } catch {
      // Not the library's message: it repeats the value, which may be personal.
      return problems.found(`The value of the field ${at} is not of the type ${type.name}.`);
    }
  };
}

function leafCheck(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  if (type === GraphQLString || type === GraphQLID) return (value) => typeof value === 'string';
  if (type === GraphQLInt) return (value) => typeof value === 'number' && (value | 0) === value;
  if (type === GraphQLFloat) return (value) => typeof value === 'number' && Number.isFinite(value);
  if (type === GraphQLBoolean) return (value) => typeof value === 'boolean';
  // Values of custom scalars are passed on as the service wrote them.
  return () => true;
}
