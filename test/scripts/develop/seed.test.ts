/** Made-up people are the same for the same seed, however many threads write them. */
import { createSampleList, seedPeople, type SeededServices } from '../../../scripts/develop/seed/people';
import { dialer } from '../../../subgraphs/dialer/service';
import { directory } from '../../../subgraphs/directory/service';
import { ExternalContact } from '../../../subgraphs/external-contacts/entities';
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { Message } from '../../../subgraphs/messaging/entities';
import { messaging } from '../../../subgraphs/messaging/service';
import { startTestService, type TestService } from '../../support/run/service';

/** Two full batches, and a part of a third. */
const people = 410;
const started: TestService[] = [];
let services: SeededServices;

beforeAll(async () => {
  const start = async (...[definition]: Parameters<typeof startTestService>) => {
    const service = await startTestService(definition);
    started.push(service);
    return service.service;
  };
  services = {
    directory: await start(directory),
    'external-contacts': await start(externalContacts),
    dialer: await start(dialer),
    messaging: await start(messaging),
  };
}, 120_000);

afterAll(() => Promise.all(started.map((service) => service.stop())));

/** Seeds an organisation in `shares` shares. @returns the people in it, and what was written with them */
async function seeded(organizationId: string, shares: number) {
  const order = { organizationId, people, seed: 11 };
  const list = await createSampleList(services, order);
  let told = 0;
  for (let index = 0; index < shares; index += 1)
    await seedPeople(services, list, { ...order, share: { index, of: shares }, onBatch: (held) => (told += held) });
  const { 'external-contacts': contacts, messaging: conversations } = services;
  const persons = await inOrganization(await contacts.keys.of(organizationId), () =>
    contacts.dataSource.manager.findBy(ExternalContact, { organizationId }),
  );
  const messages = await inOrganization(await conversations.keys.of(organizationId), () =>
    conversations.dataSource.manager.findBy(Message, { organizationId }),
  );
  return {
    told,
    persons: persons
      .map(({ firstName, lastName, personalEmail, cellPhone, address }) =>
        JSON.stringify([personalEmail, firstName, lastName, cellPhone, address]),
      )
      .sort(),
    texts: messages.map(({ direction, text }) => `${direction} ${text}`).sort(),
  };
}

test('shares write the same people as one process, each person once, with the same messages', async () => {
  const whole = await seeded('whole', 1);
  expect(whole.told).toBe(people);
  expect(new Set(whole.persons).size).toBe(people);
  expect(whole.texts).toHaveLength(2 * people);
  expect(await seeded('shared', 3)).toEqual(whole);
});
