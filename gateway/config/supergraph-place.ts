/** Reads from the variables where the supergraph is. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigurationError, readPasswordFile } from '../../subgraphs/kit/base/config';
import { cosmoPlace } from '../federation/supergraph/sources/cosmo-source';
import type { SupergraphPlace } from '../federation/supergraph/sources/source';
import { publicUplinks } from '../federation/supergraph/sources/uplink-source';
import { ownService, type RegistryPlace, type ReleaseService } from '../registry/compose-registered';
import { subgraphSdl } from '../../subgraphs/kit/base/sdl';
import { namedUrls } from './kinds';
import type { GatewayEnvironment } from './variables';

/** A file in the data directory with the services that `npm start` has started, in the form of SUPERGRAPH_SERVICES. */
export const servicesFile = 'supergraph-services';

/** @throws ConfigurationError */
export function supergraphPlace(env: GatewayEnvironment): SupergraphPlace | RegistryPlace {
  const { SUPERGRAPH_URL: url, SUPERGRAPH_GRAPH_REF: graphRef, SUPERGRAPH_KEY_FILE: keyFile } = env;
  const pollEvery = env.SUPERGRAPH_POLL_SECONDS * 1_000;
  if (env.SUPERGRAPH_SERVICES)
    return { services: releaseServices(env.SUPERGRAPH_SERVICES), managedBy: env.SUPERGRAPH_MANAGED_BY, pollEvery };
  const key = keyFile === undefined ? undefined : readPasswordFile('SUPERGRAPH_KEY_FILE', keyFile);
  if (env.SUPERGRAPH_FORM === 'cosmo') {
    const cosmo = cosmoPlace(url === undefined ? undefined : new URL(url), key);
    if (!cosmo)
      throw new ConfigurationError([
        'SUPERGRAPH_KEY_FILE: must hold the token of a graph when SUPERGRAPH_FORM is cosmo and SUPERGRAPH_URL names no .json',
      ]);
    return { cosmo, pollEvery };
  }
  if (graphRef) {
    if (key === undefined) throw new ConfigurationError(['SUPERGRAPH_KEY_FILE: is required with SUPERGRAPH_GRAPH_REF']);
    const endpoints = (url ? [url] : publicUplinks).map((endpoint) => new URL(endpoint));
    return { uplink: { graphRef, apiKey: key, endpoints }, pollEvery };
  }
  if (url) {
    if (key !== undefined && !/^[\x20-\x7e]+$/.test(key))
      throw new ConfigurationError([`SUPERGRAPH_KEY_FILE: ${keyFile} holds what no header can`]);
    const secret = key === undefined ? {} : { secret: { [env.SUPERGRAPH_KEY_HEADER.toLowerCase()]: key } };
    return { url: new URL(url), pollEvery, ...secret };
  }
  if (key !== undefined)
    throw new ConfigurationError(['SUPERGRAPH_URL: or SUPERGRAPH_GRAPH_REF is required with SUPERGRAPH_KEY_FILE']);
  if (env.SUPERGRAPH_FILE === undefined) {
    const started = path.join(env.HABEAS_DATA_DIR, servicesFile);
    if (existsSync(started))
      return {
        services: namedUrls.parse(readFileSync(started, 'utf8')),
        managedBy: env.SUPERGRAPH_MANAGED_BY,
        pollEvery,
      };
  }
  return { file: env.SUPERGRAPH_FILE ?? path.join(env.HABEAS_DATA_DIR, 'supergraph.graphql') };
}

/** Checks that the services of the variable are services of this release. @throws ConfigurationError */
function releaseServices(services: readonly ReleaseService[]): readonly ReleaseService[] {
  const problems = services.flatMap(({ name }, index) => {
    if (name === ownService.name) return [`SUPERGRAPH_SERVICES: ${name} is the gateway's own, and is not named`];
    if (services.findIndex((other) => other.name === name) !== index)
      return [`SUPERGRAPH_SERVICES: ${name} is there twice`];
    return hasSchema(name) ? [] : [`SUPERGRAPH_SERVICES: ${name} is no service of this release: register it instead`];
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return services;
}

function hasSchema(name: string): boolean {
  try {
    return subgraphSdl(name) !== '';
  } catch {
    return false;
  }
}
