/** Puts together a process that only runs a worker. It serves no callers: its port answers health checks and metrics. */
import { readContract } from './federation/supergraph/contract-supergraph';
import { SupergraphStore } from './federation/supergraph/store';
import { addHealthChecks } from '../subgraphs/kit/base/http/health';
import { createFront } from './http/front/front';
import { addMetrics } from './http/metrics';
import { openParts, readinessOf, serveSupergraph } from './open-parts';
import { serving, type StartProcess } from './run-process';

/** Opens the database, reads the supergraph and takes jobs. Any number of such processes share the jobs; each job is run by one. */
export const startWorker: StartProcess = async (config, logger, onBehind) => {
  const parts = await openParts(config, logger, onBehind);
  const { gdpr, counters } = parts;
  const supergraphs = new SupergraphStore(readContract, logger);
  const stop = async () => {
    supergraphs.close();
    await parts.close();
  };
  return serving(stop, async () => {
    await serveSupergraph(supergraphs, { config, gdpr, work: true });
    const server = await createFront({ ...parts, config, logger });
    const { required, optional } = readinessOf(gdpr);
    addHealthChecks(server, {
      required: { supergraph: () => Promise.resolve(supergraphs.current), ...required },
      optional: { ...optional, limits: () => counters.check() },
    });
    addMetrics(server, (registry) => gdpr.addGauges(registry));
    return server;
  });
};
