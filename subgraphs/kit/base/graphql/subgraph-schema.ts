import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';
import { parse, type GraphQLSchema } from 'graphql';
import { boundInputs } from './bounded-inputs';

/** The resolvers of a subgraph, by type: what `npm run codegen` types as `Resolvers`. */
export type SubgraphResolvers = Record<string, object | undefined>;

/** The executable schema of a subgraph's whole SDL. Its inputs are bounded. */
export const subgraphSchema = (sdl: string, resolvers: SubgraphResolvers): GraphQLSchema =>
  boundInputs(
    buildSubgraphSchema({
      typeDefs: parse(sdl),
      // Apollo's type knows no context, and no type that is absent; the generated one knows both.
      resolvers: resolvers as GraphQLResolverMap<unknown>,
    }),
  );
