import type { ServiceDefinition } from '../kit';
import { ContactNote, ExternalContact } from './entities';
import { ExternalContacts1700000001000 } from './migrations/1700000001000-external-contacts';
import { ExternalContactsMarks1700000003000 } from './migrations/1700000003000-marks';
import { personalData } from './personal-data';
import { resolvers } from './resolvers';
import { port } from './subgraph.json';

/** External contacts: the people outside the organisation. */
export const externalContacts: ServiceDefinition = {
  name: 'external-contacts',
  port,
  resolvers,
  entities: [ExternalContact, ContactNote],
  migrations: [ExternalContacts1700000001000, ExternalContactsMarks1700000003000],
  personalData,
};
