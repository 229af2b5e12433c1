/** The API as the gateway tells it to a caller: with our descriptions, and whether or not introspection is on. */
import { buildSchema, type GraphQLSchema } from 'graphql';
import { problemOf } from '../common/problem';

/** @throws in the gateway's words, when it does not accept the token */
export async function loadSchema(token: string): Promise<GraphQLSchema> {
  const response = await fetch('/schema.graphql', { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(await problemOf(response));
  return buildSchema(await response.text());
}
