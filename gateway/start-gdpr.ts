/**
 * Puts together the process that serves the `gdpr` subgraph by itself, behind another Federation router. The server and its checks are
 * the same as the gateway's. The supergraph only states where the services are; operations are not planned here.
 */
import { SubgraphApi } from './federation/subgraph-api';
import { readContract } from './federation/supergraph/contract-supergraph';
import { SupergraphStore } from './federation/supergraph/store';
import { ownSubgraph } from './gdpr/subgraph';
import { createGatewayServer } from './http/server';
import { doorOf, openParts, serveSupergraph } from './open-parts';
import { serving, type StartProcess } from './run-process';

/** Opens the database, reads the supergraph, starts the worker and builds the server. Services need not be up. */
export const startGdpr: StartProcess = async (config, logger, onBehind) => {
  const parts = await openParts(config, logger, onBehind);
  const { gdpr } = parts;
  const supergraphs = new SupergraphStore(readContract, logger);
  const stop = async () => {
    supergraphs.close();
    await parts.close();
  };
  return serving(stop, async () => {
    await serveSupergraph(supergraphs, { config, gdpr, work: config.runWorkers });
    return createGatewayServer({
      ...doorOf(parts, config, logger),
      api: new SubgraphApi(ownSubgraph, gdpr, config.operations, config.persistedOperations !== undefined),
      subscriptionsByGet: true,
    });
  });
};
