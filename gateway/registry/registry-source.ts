/** The registered services as a source of supergraphs: read when the process starts, and again whenever they have changed. */
import type { EntityManager } from 'typeorm';
import { CompositionError } from '../federation/composition/compose-supergraph';
import { SupergraphError } from '../federation/supergraph/supergraph-error';
import { reasonOf, type SupergraphSource } from '../federation/supergraph/sources/supergraph-source';
import { composeRegistered, type RegistryPlace } from './compose-registered';
import { readServices, registryVersion } from './registered-service';

/** Calls back when services may have changed. @returns what ends it */
export type HearOfServices = (heard: () => void) => () => void;

/**
 * What the database holds, with the release's own services.
 * @param hear hears of changes at once; what it misses is found within `pollEvery`
 */
export function registrySource(
  db: Pick<EntityManager, 'query'>,
  { services, pollEvery }: RegistryPlace,
  hear: HearOfServices = () => () => undefined,
): SupergraphSource {
  let last: { version: string; sdl: string } | undefined;
  const readNow = async (): Promise<string> => {
    // The version is read first: what changes in between is read once more.
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
  // One after the other: who asks after a change is answered with it, and what has not changed is not composed again.
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
      // What came before anybody listened.
      look();
      return () => {
        ended = true;
        stopHearing();
        clearInterval(timer);
      };
    },
  };
}
