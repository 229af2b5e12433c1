/** Loads the API's schema as SDL, which has the descriptions, and is served even when introspection is off. */
import { buildSchema, type GraphQLSchema } from 'graphql';
import { refusalOf } from '../common/problem';

/** @throws Error with the gateway's message, when it does not accept the token */
export async function loadSchema(token: string): Promise<GraphQLSchema> {
  const response = await fetch('/schema.graphql', { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw await refusalOf(response);
  return buildSchema(await response.text());
}
