/** The five services keep the contract: every required check passes, over HTTP. */
import path from 'node:path';
import { exportJWK } from 'jose';
import { readFixture } from '../../../scripts/develop/conformance';
import { dialer } from '../../../subgraphs/dialer/service';
import { directory } from '../../../subgraphs/directory/service';
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import type { ServiceDefinition } from '../../../subgraphs/kit';
import { checks, describeConformance, runConformance } from '../../../subgraphs/kit/conformance';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { messaging } from '../../../subgraphs/messaging/service';
import { recordings } from '../../../subgraphs/recordings/service';
import { startTestService, type TestService } from '../../support/run/service';

const services: ServiceDefinition[] = [directory, externalContacts, dialer, messaging, recordings];
const running: TestService[] = [];

afterAll(() => Promise.all(running.map((service) => service.stop())));

const start = async (definition: ServiceDefinition) => {
  const service = await startTestService(definition);
  running.push(service);
  return {
    url: service.url,
    fixture: readFixture(path.join(projectRoot(), 'subgraphs', definition.name, 'conformance.json')),
    signingKey: { ...(await exportJWK(service.signingKey)), kid: 'test' },
  };
};

for (const definition of services)
  describeConformance(definition.name, () => start(definition), { describe, test, beforeAll });

test('the recommended checks pass too, except those that do not apply', async () => {
  const results = await runConformance(await start(directory));
  expect(results.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
  const others = results.filter(({ outcome }) => outcome !== 'PASSED');
  // A user's record is about nobody else.
  expect(others.map(({ id, outcome }) => [id, outcome])).toEqual([['linked-named', 'SKIPPED']]);
});
