import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';
import { parse, type GraphQLSchema } from 'graphql';
import { boundInputs } from './bounded-inputs';

/** The resolvers of a subgraph, by type. `npm run codegen` generates their exact type, `Resolvers`. */
export type SubgraphResolvers = Record<string, object | undefined>;

/** The executable schema of a subgraph's complete SDL, with its inputs bounded. */
export const subgraphSchema = (sdl: string, resolvers: SubgraphResolvers): GraphQLSchema =>
  boundInputs(
    buildSubgraphSchema({
      typeDefs: parse(sdl),
      // Apollo's type has no context, and no absent type; the generated type has both.
      resolvers: resolvers as GraphQLResolverMap<unknown>,
    }),
  );
