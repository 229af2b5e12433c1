/** Compares a world on a running system with what must have become of it. */
import { valueKinds, type NamedRequest } from './model';
import { desk } from './places';
import { tenAtOnce } from './ten-at-once';
import type { World } from './world';

/** The result of a world. */
export interface WorldResult {
  steps: number;
  /** The number of people, by where they are stored. */
  people: Record<string, number>;
  /** The number of requests, by type and status. */
  requests: Record<string, number>;
  /** What is wrong: who, and why. */
  faults: string[];
}

/** Checks every person, and every request that completed. What is wrong becomes a fault of the world. */
export async function checkWorld(world: World): Promise<WorldResult> {
  const { people, ids, requests } = world.model;
  await tenAtOnce(ids, (id) => checkPerson(world, id));
  await tenAtOnce(requests, (request) => checkRequest(world, request));
  return {
    steps: world.steps,
    people: countBy([...people.values()].map(({ place }) => place)),
    requests: countBy(requests.map(({ type, status }) => `${type} ${status}`)),
    faults: world.faults,
  };
}

async function checkPerson(world: World, id: string): Promise<void> {
  const { place, values } = world.model.people.get(id) ?? {};
  const who = `${place} ${id}`;
  const left = await world.shown(id);
  const [erased, corrected] = [world.model.fate(id, 'DELETE'), world.model.fate(id, 'UPDATE')];
  if (erased === 'untouched' && !left) world.fault(`${who} was erased, and no request named them`);
  if (erased === 'touched' && left) world.fault(`${who} is there still, and their erasure is COMPLETED`);
  if (!left) return;
  if (valueKinds.some((kind) => left[kind] !== values?.[kind]))
    world.fault(`${who} has other values than they were given`);
  if (corrected === 'untouched' && left.desk !== desk) world.fault(`${who} was corrected, and no request named them`);
  if (corrected === 'touched' && left.desk === desk)
    world.fault(`${who} is uncorrected, and their correction is COMPLETED`);
}

/** A COMPLETED request must still be so after the second verification, and no package may hold data of an erased person (R13). */
async function checkRequest(world: World, request: NamedRequest): Promise<void> {
  const { id, type, status } = request;
  if (status !== 'COMPLETED' || (type !== 'DELETE' && type !== 'EXPORT')) return;
  const { gdprRequest: told } = await world.api.ask<{ gdprRequest: { status: string; package: object | null } }>(
    'query ($id: ID!) { gdprRequest(id: $id) { status package { byteSize } } }',
    { id },
  );
  if (told.status !== status) world.fault(`request ${id} was ${status} and is ${told.status}`);
  if (type === 'EXPORT' && told.package && world.model.holdsErased(request))
    world.fault(`request ${id} has a package with data of somebody who was erased`);
}

function countBy(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
