/** Puts the gateway together: the supergraph, the `gdpr` subgraph, a worker and the server. */
import { createGatewayServer } from './http/server';
import { inProcessExecutor } from './federation/execution/in-process-executor';
import { SubgraphConnections } from './federation/execution/executor';
import { FederationGateway } from './federation/federation-gateway';
import { SupergraphStore } from './federation/supergraph/store';
import { Supergraph } from './federation/supergraph/supergraph';
import { ownSubgraph } from './gdpr/subgraph';
import { doorOf, openParts, serveSupergraph } from './open-parts';
import { addRest } from './rest/add-rest';
import { earlyRefusals } from './rest/refusals/send-refusal';
import { serving, type StartProcess } from './run-process';
import { addWeb } from './web/add-web';
import { callerScopes } from './web/development-token';

/**
 * Opens the database, loads the supergraph, starts the worker and builds the server. Services need not be up: fields of one that is
 * down are answered with an error that names it.
 */
export const startGateway: StartProcess = async (config, logger, onBehind) => {
  const parts = await openParts(config, logger, onBehind);
  const { gdpr, serviceTokens } = parts;
  const connections = new SubgraphConnections(config.subgraphs, serviceTokens);
  const gdprExecutor = inProcessExecutor(ownSubgraph, gdpr);
  const find = (name: string, url: string) => (name === ownSubgraph ? gdprExecutor : connections.executor(name, url));
  const supergraphs = new SupergraphStore((sdl, generation) => Supergraph.build(sdl, generation, find), logger);
  const named = config.persistedOperations !== undefined;
  const api = new FederationGateway(supergraphs, config.operations, named, gdpr.callGuards);
  supergraphs.on('changed', ({ subgraphs }) =>
    connections.retain([...subgraphs].filter(([name]) => name !== ownSubgraph).map(([, url]) => url)),
  );
  const stop = async () => {
    supergraphs.close();
    await parts.close();
    await connections.close();
  };
  return serving(stop, async () => {
    await serveSupergraph(supergraphs, { config, gdpr, work: config.runWorkers });
    const scopes = () => callerScopes(api.current.scopes);
    const door = doorOf(parts, config, logger);
    return createGatewayServer({
      ...door,
      api,
      ...earlyRefusals,
      routes: (app, tools) => {
        door.routes(app);
        addRest(app, {
          ...tools,
          ...config,
          scopes,
          counters: parts.counters,
          profileOf: (id) => config.profiles.of(id),
          logger,
        });
        if (config.web) addWeb(app, { web: config.web, scopes });
      },
    });
  });
};
