/** Made-up people, the same for the same seed. They are written batch by batch, so a million takes no more memory than a hundred. */
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

/** The services that hold people. */
export interface SeededServices {
  directory: RunningService;
  'external-contacts': RunningService;
  dialer: RunningService;
  messaging: RunningService;
}

/** Which people to make up. */
export interface People {
  organizationId: string;
  people: number;
  seed: number;
}

/** The batches of one of several threads: every `of`th, starting with `index`. */
export interface Share {
  index: number;
  of: number;
}

interface PeopleOptions extends People {
  /** The share to write. @default all batches */
  share?: Share;
  /** Called after each batch, with its number of people. */
  onBatch?: (people: number) => void;
}

/** People in one transaction. It encrypts their values between two statements, and is idle for that time. */
const batchSize = 200;

/** One person in a hundred works here, and one in ten is on a dialer list. */
const employeeEvery = 100;
const dialedEvery = 10;

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

/** The user for every hundredth person, who works here. */
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

/**
 * Runs work in a transaction of a service, with the organisation's keys. Nobody waits for the rows that it adds, so it may be idle
 * for longer than other transactions, as it may be on a busy machine.
 */
const within = async <T>(
  { keys, dataSource }: RunningService,
  organizationId: string,
  work: (db: EntityManager) => Promise<T>,
): Promise<T> =>
  inOrganization(await keys.of(organizationId), () =>
    dataSource.transaction(async (db) => {
      await db.query(`SET LOCAL idle_in_transaction_session_timeout = '1min'`);
      return work(db);
    }),
  );

/** Creates the dialer list for the people. */
export const createSampleList = (
  { dialer }: Pick<SeededServices, 'dialer'>,
  { organizationId, seed }: People,
): Promise<ContactList> =>
  within(dialer, organizationId, (db) =>
    createContactList(db, `Sample list ${seed}`, [
      { name: 'Name', holds: 'NAME' },
      { name: 'Phone', holds: 'PHONE' },
    ]),
  );

/**
 * Writes people into the services' databases, with a conversation of two messages for each. Every batch is made up independently,
 * so the people are the same, whichever thread writes it.
 */
export async function seedPeople(
  services: SeededServices,
  list: ContactList,
  { organizationId, people, seed, share = { index: 0, of: 1 }, onBatch }: PeopleOptions,
): Promise<void> {
  const faker = new Faker({ locale: [en, es, de, fr, base] });
  const { directory, dialer, messaging } = services;
  const contacts = services['external-contacts'];
  for (let start = share.index * batchSize; start < people; start += share.of * batchSize) {
    faker.seed([seed, start]);
    const batch = Array.from({ length: Math.min(batchSize, people - start) }, (_, index) =>
      person(faker, start + index),
    );
    const each = (every: number) => batch.filter((_, index) => (start + index) % every === 0);
    const created = await within(contacts, organizationId, (db) => createContacts(db, batch));
    await Promise.all([
      within(directory, organizationId, (db) =>
        createUsers(
          db,
          each(employeeEvery).map((values, index) => userOf(values, start + index)),
        ),
      ),
      within(dialer, organizationId, (db) =>
        addContacts(
          db,
          list,
          each(dialedEvery).map(({ firstName, lastName, cellPhone = null }) => ({
            Name: `${firstName} ${lastName}`,
            Phone: cellPhone,
          })),
        ),
      ),
      within(messaging, organizationId, (db) => writeConversations(db, created, faker)),
    ]);
    onBatch?.(batch.length);
  }
}
