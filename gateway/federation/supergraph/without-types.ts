import { buildSchema, type GraphQLSchema } from 'graphql';

/**
 * A supergraph of these subgraphs with a single field. The runtime, at its first call of a subgraph, makes a schema of each and stitches
 * them together, only to look for transforms, which Federation does not have. It reads its option `unifiedGraph` for that, and has read it
 * for everything else before. Of this supergraph it is done in no time; of a whole one, nobody is answered for a quarter of a second.
 */
export function withoutTypes(subgraphs: ReadonlyMap<string, string>): GraphQLSchema {
  const names = [...subgraphs.keys()];
  const graphs = names.map((name, index) => `G${index} @join__graph(name: ${JSON.stringify(name)}, url: "")`);
  return buildSchema(`
    directive @join__graph(name: String!, url: String!) on ENUM_VALUE
    directive @join__type(graph: join__Graph!) repeatable on OBJECT
    enum join__Graph { ${graphs.join(' ')} }
    type Query ${names.map((_, index) => `@join__type(graph: G${index})`).join(' ')} { any: Boolean }
  `);
}
