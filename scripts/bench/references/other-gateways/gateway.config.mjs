// The whole Hive Gateway, as its command starts it. SUPERGRAPH, TOKENS and PORT come from the environment.
import { defineConfig } from '@graphql-hive/gateway';
import { tokenOf } from './tokens.mjs';

export const gatewayConfig = defineConfig({
  supergraph: process.env.SUPERGRAPH,
  pollingInterval: 0,
  host: '127.0.0.1',
  port: Number(process.env.PORT),
  fork: 1,
  logging: false,
  maskedErrors: false,
  propagateHeaders: {
    fromClientToSubgraphs: ({ subgraphName }) => ({ authorization: `Bearer ${tokenOf(subgraphName)}` }),
  },
});
