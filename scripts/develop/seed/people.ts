/** Made-up people, the same for the same seed: written batch by batch, so that a million takes no more memory than a hundred. */
import { Faker, de, en, es, fr, base } from '@faker-js/faker';
import type { EntityManager } from 'typeorm';
import { createContacts, type ContactValues } from '../../../subgraphs/external-contacts/contacts';
import type { ExternalContact } from '../../../subgraphs/external-contacts/entities';
import { createUsers, type UserValues } from '../../../subgraphs/directory/users';
import { addContacts, createContactList } from '../../../subgraphs/dialer/contacts';
import type { ContactList } from '../../../subgraphs/dialer/entities';
import { createConversations, createMessages } from '../../../subgraphs/messaging/conversations';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import type { RunningService } from '../../../subgraphs/kit/start-service';

/** The services that get people. */
export interface SeededServices {
  directory: RunningService;
  'external-contacts': RunningService;
  dialer: RunningService;
  messaging: RunningService;
}

export interface PeopleOptions {
  organizationId: string;
  people: number;
  seed: number;
  onProgress?: (done: number) => void;
}

/** Of people that one transaction writes: it encrypts their values between two statements, which must not take the seconds that end it. */
const batchSize = 200;

/** One person of a hundred works here, and one of ten is on a dialer list. */
const employeeEvery = 100;
const dialedEvery = 10;

function makeFaker(seed: number): Faker {
  const faker = new Faker({ locale: [en, es, de, fr, base] });
  faker.seed(seed);
  return faker;
}

function person(faker: Faker, index: number): ContactValues {
  const [firstName, lastName] = [faker.person.firstName(), faker.person.lastName()];
  return {
    firstName,
    lastName,
    personalEmail: faker.internet
      .email({ firstName, lastName, provider: 'example.com' })
      .replace('@', `.${index}@`)
      .toLowerCase(),
    cellPhone: `+1317${String(2_000_000 + (index % 7_999_999)).padStart(7, '0')}`,
    address: {
      address1: faker.location.streetAddress(),
      city: faker.location.city(),
      postalCode: faker.location.zipCode(),
      countryCode: 'US',
    },
  };
}

/** The user that every hundredth person is: somebody who works here. */
const userOf = ({ firstName, lastName, cellPhone = null }: ContactValues, number: number): UserValues => ({
  name: `${firstName} ${lastName}`,
  email: `${firstName}.${lastName}.${number}@acme.example.com`.toLowerCase().replace(/[^a-z0-9.@-]/g, ''),
  workPhone: cellPhone,
  department: 'Customer Care',
  title: 'Agent',
});

/** Writes a conversation of two messages with each contact. */
async function writeConversations(db: EntityManager, contacts: ExternalContact[], faker: Faker): Promise<void> {
  const conversations = await createConversations(
    db,
    contacts.map(({ id }) => ({ channel: 'EMAIL', externalContactId: id })),
  );
  await createMessages(
    db,
    conversations.flatMap(({ id, externalContactId }, index) => {
      const message = { conversationId: id, externalContactId };
      const from = contacts[index]?.personalEmail ?? null;
      return [
        { ...message, direction: 'INBOUND' as const, from, text: faker.lorem.sentence() },
        {
          ...message,
          direction: 'OUTBOUND' as const,
          from: 'care@acme.example.com',
          fromOrganization: true,
          text: faker.lorem.sentence(),
        },
      ];
    }),
  );
}

/** Writes people into the services' databases, with a conversation of two messages for each. */
export async function seedPeople(
  services: SeededServices,
  { organizationId, people, seed, onProgress }: PeopleOptions,
): Promise<void> {
  const faker = makeFaker(seed);
  /** Work in a transaction of a service's, with the organisation's keys. */
  const within = async <T>({ keys, dataSource }: RunningService, work: (db: EntityManager) => Promise<T>) =>
    inOrganization(await keys.of(organizationId), () => dataSource.transaction(work));
  const { directory, dialer, messaging } = services;
  const contacts = services['external-contacts'];
  const list: ContactList = await within(dialer, (db) =>
    createContactList(db, `Sample list ${seed}`, [
      { name: 'Name', holds: 'NAME' },
      { name: 'Phone', holds: 'PHONE' },
    ]),
  );
  for (let done = 0; done < people;) {
    const start = done;
    const batch = Array.from({ length: Math.min(batchSize, people - start) }, (_, index) =>
      person(faker, start + index),
    );
    const each = (every: number) => batch.filter((_, index) => (start + index) % every === 0);
    const created = await within(contacts, (db) => createContacts(db, batch));
    await Promise.all([
      within(directory, (db) =>
        createUsers(
          db,
          each(employeeEvery).map((values, index) => userOf(values, start + index)),
        ),
      ),
      within(dialer, (db) =>
        addContacts(
          db,
          list,
          each(dialedEvery).map(({ firstName, lastName, cellPhone = null }) => ({
            Name: `${firstName} ${lastName}`,
            Phone: cellPhone,
          })),
        ),
      ),
      within(messaging, (db) => writeConversations(db, created, faker)),
    ]);
    done += batch.length;
    onProgress?.(done);
  }
  // What autovacuum does in time: an index alone answers a search only where it is known that all may see its rows.
  for (const { dataSource } of [directory, contacts, dialer, messaging]) await dataSource.query('VACUUM (ANALYZE)');
}
