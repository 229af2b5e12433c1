import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, parse, print, type GraphQLSchema } from 'graphql';

/** What callers see of a supergraph: nothing that is @inaccessible, and nothing of Federation's own. */
export function publicSchemaOf(supergraphSdl: string): { schema: GraphQLSchema; sdl: string } {
  const document = transformSupergraphToPublicSchema(parse(supergraphSdl));
  return { schema: buildASTSchema(document, { assumeValidSDL: true }), sdl: `${print(document)}\n` };
}
