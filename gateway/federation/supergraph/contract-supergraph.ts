/**
 * Reads a supergraph for a process that plans no operations: the `gdpr` subgraph by itself, or workers. The router in front enforces
 * the supergraph's features; the checks of the contract are made here too, since they ensure that requests reach every service.
 */
import { parse } from 'graphql';
import { contractProblemsOf } from './checks';
import { discoverPiiServices, subgraphsOf } from './discovery';
import type { LoadedSupergraph } from './store';
import { attempt, SupergraphError } from './supergraph-error';

/** @throws SupergraphError */
export function readContract(sdl: string, generation: number): LoadedSupergraph {
  const document = attempt('it is no supergraph', () => parse(sdl, { noLocation: true }));
  const subgraphs = new Map(subgraphsOf(document).map(({ name, url }) => [name, url]));
  if (subgraphs.size === 0) throw new SupergraphError(['it names no subgraph (join__Graph)']);
  const piiServices = attempt('its PII services cannot be read', () => discoverPiiServices(sdl));
  const unreachable = piiServices
    .filter(({ url }) => !URL.canParse(url))
    .map(({ name }) => `${name}: its address is no URL`);
  const problems = [...contractProblemsOf(document), ...unreachable];
  if (problems.length > 0) throw new SupergraphError(problems);
  return { sdl, generation, piiServices, subgraphs };
}
