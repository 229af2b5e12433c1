import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';
import { parse, type GraphQLSchema } from 'graphql';
import { subgraphSdl } from '../sdl';

/** The resolvers of a subgraph, by type: what `npm run codegen` types as `Resolvers`. */
export type SubgraphResolvers = Record<string, object | undefined>;

/** The executable schema of the subgraph whose types are in `schema/<name>.graphql`. */
export const subgraphSchema = (name: string, resolvers: SubgraphResolvers): GraphQLSchema =>
  buildSubgraphSchema({
    typeDefs: parse(subgraphSdl(name)),
    // Apollo's type knows no context, and no type that is absent; the generated one knows both.
    resolvers: resolvers as GraphQLResolverMap<unknown>,
  });
