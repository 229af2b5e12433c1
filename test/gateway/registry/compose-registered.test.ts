/** The supergraph of registered services: the same services give the same text, and problems are reported clearly. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { discoverPiiServices } from '../../../gateway/federation/supergraph/discovery';
import { composeRegistered } from '../../../gateway/registry/compose-registered';
import type { RegisteredService } from '../../../gateway/registry/registered-service';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { completeSdl } from '../../../subgraphs/kit/base/sdl';

const release = [
  { name: 'directory', url: 'http://directory:4000/graphql' },
  { name: 'external-contacts', url: 'http://external-contacts:4000/graphql' },
];
const sdl = completeSdl(readFileSync(path.join(projectRoot(), 'examples', 'loyalty', 'schema.graphql'), 'utf8'));
const at = new Date('2026-01-01T00:00:00Z');
const loyalty: RegisteredService = {
  name: 'loyalty',
  url: 'http://loyalty:4300/graphql',
  sdl,
  registeredAt: at,
  retiredAt: null,
};
const points: RegisteredService = { ...loyalty, name: 'a-points', sdl: 'type Query { points: Int }' };

test('replicas that read the same services, in any order, compose the same text', () => {
  const { supergraphSdl } = composeRegistered(release, [loyalty, points]);
  expect(discoverPiiServices(supergraphSdl).map(({ name, url }) => `${name} ${url}`)).toEqual([
    'directory http://directory:4000/graphql',
    'external-contacts http://external-contacts:4000/graphql',
    'loyalty http://loyalty:4300/graphql',
  ]);
  expect(composeRegistered([...release].reverse(), [points, loyalty]).supergraphSdl).toBe(supergraphSdl);
});

test('a retired service is left out and listed as retired, so that no gateway reports it as lost', () => {
  const { supergraphSdl } = composeRegistered(release, [{ ...loyalty, retiredAt: at }, points]);
  expect(supergraphSdl).toMatch(/^# retired: loyalty\n/);
  expect(discoverPiiServices(supergraphSdl).map(({ name }) => name)).not.toContain('loyalty');
});

test('a name that a later release uses for a service of its own is refused by name', () => {
  expect(() => composeRegistered(release, [{ ...points, name: 'directory' }])).toThrow(
    'directory: is registered, and has become a service of this release; retire one of them',
  );
});

test('services that no longer compose are reported, one by one', () => {
  const renamed = { ...loyalty, sdl: sdl.replaceAll('enum SocialPlatform', 'enum SocialPlatforms') };
  expect(() => composeRegistered(release, [renamed])).toThrow(/loyalty: lacks enum SocialPlatform/);
});
