/** Values of scalars and enums. */
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

/** The completion of a value that is not null. What is of the type as it stands costs a comparison. */
export function completeLeaf(type: GraphQLLeafType, at: string): Complete {
  const isOfType = leafCheck(type);
  return (value, problems) => {
    if (isOfType(value)) return value;
    try {
      return type.serialize(value);
    } catch {
      // The library's message repeats the value.
      return problems.found(`The value of the field ${at} is none of the type ${type.name}.`);
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
  // The API's own scalars are passed on as the service wrote them.
  return () => true;
}
