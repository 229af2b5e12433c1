/** A source of supergraphs that composes the registered services, at the start of the process and whenever they have changed. */
import type { EntityManager } from 'typeorm';
import { CompositionError } from '../federation/composition/compose-supergraph';
import { SupergraphError } from '../federation/supergraph/supergraph-error';
import { reasonOf, type SupergraphSource } from '../federation/supergraph/sources/supergraph-source';
import { composeRegistered, type RegistryPlace } from './compose-registered';
import { readServices, registryVersion } from './registered-service';

/** Calls `heard` when services may have changed. @returns a function that stops listening */
export type HearOfServices = (heard: () => void) => () => void;

/**
 * Makes the source for the services of the release and those in the database.
 * @param hear notifies of changes at once; a change that it misses is found within `pollEvery` milliseconds
 */
export function registrySource(
  db: Pick<EntityManager, 'query'>,
  { services, pollEvery }: RegistryPlace,
  hear: HearOfServices = () => () => undefined,
): SupergraphSource {
  let last: { version: string; sdl: string } | undefined;
  const readNow = async (): Promise<string> => {
    // The version is read before the services: a change in between leads to another version, and so to another reading.
    const version = await registryVersion(db);
    if (last?.version === version) return last.sdl;
    const registered = await readServices(db);
    try {
      last = { version, sdl: composeRegistered(services, registered).supergraphSdl };
      return last.sdl;
    } catch (error) {
      throw error instanceof CompositionError ? new SupergraphError(error.problems) : error;
    }
  };
  // Readings run one after the other, so that a reading after a change includes it, and unchanged services are not composed again.
  let queue: Promise<unknown> = Promise.resolve();
  const read = (): Promise<string> => {
    const reading = queue.then(readNow);
    queue = reading.catch(() => undefined);
    return reading;
  };
  return {
    name: 'database',
    read,
    watch(changed, failed) {
      let ended = false;
      const look = () =>
        void read().then(
          (sdl) => void (ended || changed(sdl)),
          (error: unknown) => void (ended || failed(reasonOf(error))),
        );
      const stopHearing = hear(look);
      const timer = setInterval(look, pollEvery).unref();
      // A change may have been made before this process listened.
      look();
      return () => {
        ended = true;
        stopHearing();
        clearInterval(timer);
      };
    },
  };
}
