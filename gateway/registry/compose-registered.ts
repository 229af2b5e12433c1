/** The supergraph of a gateway that composes it by itself: of its release's own services and of those that have joined. */
import { createHash } from 'node:crypto';
import { composeSupergraph, CompositionError, type Composition } from '../federation/composition/compose-supergraph';
import { subgraphSdl } from '../../subgraphs/kit/base/sdl';
import type { RegisteredService } from './registered-service';

/** A service of the release, whose schema comes with it. */
export interface ReleaseService {
  name: string;
  url: string;
}

/** What such a gateway is told. */
export interface RegistryPlace {
  services: readonly ReleaseService[];
  /** The organisation whose callers may register services and retire them; nobody may without. */
  managedBy: string | undefined;
  /** How often the database is asked whether they have changed, beside what is heard of it, in milliseconds. */
  pollEvery: number;
}

/** The subgraph that every process of the gateway answers by itself, and its address, at which nobody calls it. */
export const ownService: ReleaseService = { name: 'gdpr', url: 'http://gdpr.invalid/graphql' };

/** What composition takes of a service that has joined. */
type Joined = Pick<RegisteredService, 'name' | 'url' | 'sdl' | 'retiredAt'>;

/** What was composed last: it is checked before it is written, and read again when it is served. */
let last: { key: string; composition: Composition } | undefined;

/** Composes it. The same services always give the same text, on every replica. @throws CompositionError */
export function composeRegistered(release: readonly ReleaseService[], registered: readonly Joined[]): Composition {
  const services = registered.map(({ name, url, sdl, retiredAt }) => [name, url, sdl, retiredAt === null]).sort();
  const key = createHash('sha256')
    .update(JSON.stringify([release, services]))
    .digest('hex');
  if (last?.key !== key) last = { key, composition: compose(release, registered) };
  return last.composition;
}

function compose(release: readonly ReleaseService[], registered: readonly Joined[]): Composition {
  const own = [ownService, ...release].map(({ name, url }) => ({ name, url, sdl: subgraphSdl(name) }));
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
