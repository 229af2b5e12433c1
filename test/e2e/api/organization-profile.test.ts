/** `organizationProfile`: the operator's statements about the caller's organisation, and about no other (R3, R13). */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApiClient } from '../../../scripts/develop/api-client';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let replica: ManagedProcess;

const acme = {
  phoneRegion: 'FR',
  controllerName: 'Acme S.A.',
  controllerContact: '1 rue de l’Exemple, 75001 Paris',
  dataProtectionOfficerContact: 'dpo@acme.example',
  supervisoryAuthority: 'CNIL',
};
const nothing = {
  phoneRegion: null,
  controllerName: null,
  controllerContact: null,
  dataProtectionOfficerContact: null,
  supervisoryAuthority: null,
};

beforeAll(async () => {
  system = await sharedSystem();
  const file = path.join(system.dataDir, 'organization-profiles.json');
  writeFileSync(
    file,
    JSON.stringify({ default: { phoneRegion: 'ES' }, organizations: { acme, worldwide: { phoneRegion: null } } }),
  );
  replica = await startReplica(system, 'profiled', { ORGANIZATION_PROFILES_FILE: file });
}, 90_000);

afterAll(async () => {
  await replica.stop();
  await system.stop();
});

const document = `{ organizationProfile {
  phoneRegion controllerName controllerContact dataProtectionOfficerContact supervisoryAuthority
} }`;
const profileOf = async (organization: string, url = replica.url, scopes?: string[]) => {
  const client = new ApiClient(url, await system.token({ organization, ...(scopes ? { scopes } : {}) }));
  return (await client.ask<{ organizationProfile: unknown }>(document)).organizationProfile;
};

test("any caller reads the profile of their own organisation, whatever their scopes, and no other's", async () => {
  for (const scopes of [undefined, ['inventory:view'], []])
    expect(await profileOf('acme', replica.url, scopes)).toEqual(acme);
  const others = await profileOf('another');
  expect(others).toEqual({ ...nothing, phoneRegion: 'ES' });
  expect(await profileOf('worldwide')).toEqual(nothing);
  // No argument names an organisation.
  const client = new ApiClient(replica.url, await system.token({ organization: 'another' }));
  const { errors } = await client.send('{ organizationProfile(organization: "acme") { controllerName } }');
  expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  expect(
    (
      await fetch(replica.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: document }),
      })
    ).status,
  ).toBe(401);
});

test('where nothing is stated, everything is null', async () => {
  expect(await profileOf('acme', system.url)).toEqual(nothing);
});
