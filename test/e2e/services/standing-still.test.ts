/** One service that stands still, connected and silent, keeps nobody from the others (R11, R27). */
import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { throughProxy } from '../../support/faults/fault-proxy';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization: 'standing-still' });
}, 120_000);

afterAll(() => system.stop());

/** The answer while messaging is silent. A call to it has 30 s, which nobody should have to wait for. */
const sooner = <T>(ask: () => Promise<T>) =>
  throughProxy(system, 'messaging', 'silence', () =>
    Promise.race([ask(), pause(20_000, 'still waiting', { ref: false })]),
  );

test('the list of services says which of them does not answer', async () => {
  const answer = await sooner(() =>
    api.ask<{ piiServices: { name: string; available: boolean }[] }>('{ piiServices { name available } }'),
  );
  expect(answer).toEqual({
    piiServices: ['dialer', 'directory', 'external-contacts', 'messaging', 'recordings'].map((name) => ({
      name,
      available: name !== 'messaging',
    })),
  });
}, 60_000);

test('a request on an id that its owner does not know is told that a service cannot be asked', async () => {
  const refusal = await sooner(() =>
    api.refused('mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { created } }', {
      input: { type: 'GET', term: { externalContactId: uuidv7() } },
    }),
  );
  expect(refusal).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
}, 60_000);
