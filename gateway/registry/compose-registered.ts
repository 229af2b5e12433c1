/** Composes the supergraph of a gateway with a registry, from the services of its release and those that have joined. */
import { createHash } from 'node:crypto';
import { composeSupergraph, CompositionError, type Composition } from '../federation/composition/compose-supergraph';
import { shippedSupergraph } from '../federation/composition/shipped-supergraph';
import { subgraphSdl } from '../../subgraphs/kit/base/sdl';
import type { RegisteredService } from './registered-service';

/** A service of the release, which ships its schema. */
export interface ReleaseService {
  name: string;
  url: string;
}

/** The configuration of a gateway with a registry. */
export interface RegistryPlace {
  services: readonly ReleaseService[];
  /** The organisation whose callers may register and retire services. Without one, nobody may. */
  managedBy: string | undefined;
  /** Milliseconds between two checks of the database for changes, in case a notification was missed. */
  pollEvery: number;
}

/** The `gdpr` subgraph, which runs in every gateway process. Its address is a placeholder that is never called. */
export const ownService: ReleaseService = { name: 'gdpr', url: 'http://gdpr.invalid/graphql' };

type Joined = Pick<RegisteredService, 'name' | 'url' | 'sdl' | 'retiredAt'>;

/** The last result. The same services are composed several times in a row: to check them before they are written, and to serve them. */
let last: { key: string; composition: Composition } | undefined;

/** Composes the supergraph. The same services give the same text on every replica. @throws CompositionError */
export function composeRegistered(release: readonly ReleaseService[], registered: readonly Joined[]): Composition {
  const services = registered.map(({ name, url, sdl, retiredAt }) => [name, url, sdl, retiredAt === null]).sort();
  const key = createHash('sha256')
    .update(JSON.stringify([release, services]))
    .digest('hex');
  if (last?.key !== key) last = { key, composition: compose(release, registered) };
  return last.composition;
}

function compose(release: readonly ReleaseService[], registered: readonly Joined[]): Composition {
  const services = [ownService, ...release];
  if (registered.length === 0) {
    const supergraphSdl = shippedSupergraph(new Map(services.map(({ name, url }) => [name, url])));
    if (supergraphSdl !== undefined) return { supergraphSdl, warnings: [] };
  }
  const own = services.map(({ name, url }) => ({ name, url, sdl: subgraphSdl(name) }));
  const names = new Set(own.map(({ name }) => name));
  const joined = registered.filter(({ retiredAt }) => retiredAt === null);
  const twice = joined.filter(({ name }) => names.has(name));
  if (twice.length > 0)
    throw new CompositionError(
      twice.map(({ name }) => `${name}: is registered, and has become a service of this release; retire one of them`),
    );
  return composeSupergraph({
    subgraphs: [...own, ...joined.map(({ name, url, sdl }) => ({ name, url, sdl }))],
    retired: registered
      .filter(({ name, retiredAt }) => retiredAt !== null && !names.has(name))
      .map(({ name }) => name)
      .sort(),
  });
}
