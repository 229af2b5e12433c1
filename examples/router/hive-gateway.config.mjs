// Hive Gateway in front of Habeas: `hive-gateway supergraph --config-path hive-gateway.config.mjs`. docs/router.md explains it.
export const gatewayConfig = {
  // Composed of the services' schemas and of gdpr's, each with the address at which this router reaches it.
  supergraph: process.env.SUPERGRAPH_FILE ?? 'supergraph.graphql',
  // How often it is looked at, in milliseconds; it takes no less.
  pollingInterval: 10_000,
  propagateHeaders: {
    // Services and `habeas gdpr` verify the caller's own token. The id finds the request in their logs.
    fromClientToSubgraphs: ({ request }) => ({
      authorization: request.headers.get('authorization'),
      'x-request-id': request.headers.get('x-request-id'),
      'x-forwarded-for': request.headers.get('x-forwarded-for'),
    }),
    // How long to wait, of a refused call; how much is left, of a granted one.
    fromSubgraphsToClient: ({ response }) =>
      Object.fromEntries(
        ['retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset']
          .map((name) => [name, response.headers.get(name)])
          .filter(([, value]) => value !== null),
      ),
  },
  // The codes and words of Habeas are meant for callers, and its faults are masked where they happen.
  maskedErrors: false,
  // An answer is for one caller, and a repeated mutation is a second one.
  responseCaching: false,
  graphiql: false,
  landingPage: false,
};
