import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, parse, print, type GraphQLSchema } from 'graphql';

/** Returns the schema that callers see: the supergraph without @inaccessible parts and Federation's own definitions. */
export function publicSchemaOf(supergraphSdl: string): { schema: GraphQLSchema; sdl: string } {
  const document = transformSupergraphToPublicSchema(parse(supergraphSdl));
  return { schema: buildASTSchema(document, { assumeValidSDL: true }), sdl: `${print(document)}\n` };
}
