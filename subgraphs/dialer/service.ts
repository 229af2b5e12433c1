import type { ServiceDefinition } from '../kit';
import { CallAttempt, ContactList, DialerContact, DoNotCallEntry } from './entities';
import { Dialer1700000001000 } from './migrations/1700000001000-dialer';
import { DialerMarks1700000003000 } from './migrations/1700000003000-marks';
import { DialerDoNotCallNormalization1700000004000 } from './migrations/1700000004000-do-not-call-normalization';
import { DialerDoNotCallMarks1700000005000 } from './migrations/1700000005000-do-not-call-marks';
import { DialerSpreadValues1700000006000 } from './migrations/1700000006000-spread-values';
import { personalData } from './personal-data';
import { resolvers } from './resolvers';
import { port } from './subgraph.json';

/** The dialer: lists of people to call, and the results of the calls. */
export const dialer: ServiceDefinition = {
  name: 'dialer',
  port,
  resolvers,
  entities: [ContactList, DialerContact, CallAttempt, DoNotCallEntry],
  migrations: [
    Dialer1700000001000,
    DialerMarks1700000003000,
    DialerDoNotCallNormalization1700000004000,
    DialerDoNotCallMarks1700000005000,
    DialerSpreadValues1700000006000,
  ],
  personalData,
};
