/** `GET /api/v2/gdpr/subjects`. */
import { z } from 'zod';
import { valueTypes } from '../../../subgraphs/kit/base/terms/term-types';
import { id, named, oneOf, selfUri, text } from './common';
import { pageOf } from './pages';

export const subjectsQuery = z.object({
  searchType: oneOf('searchType', valueTypes).describe('What kind of value it is.'),
  searchValue: text('searchValue').describe(
    'The value. The query is a form: a plus sign is a space, and `%2B` is a plus sign.',
  ),
});

export const addressable = named(
  'AddressableEntity',
  z.object({ id: id('The id.'), selfUri }).describe('The id of an object, and the path at which it can be read.'),
);

export const dialerContactId = named(
  'DialerContactId',
  z
    .object({
      id: id("The contact's id on its list."),
      contactListId: id('The contact list.'),
    })
    .describe('The id of a dialer contact: both are needed.'),
);

export const externalSource = z
  .object({ name: z.string().describe('Its name.') })
  .describe('The system that gave the external id.');

/** What is known of a person, beside the id. */
export const known = {
  name: z.string().optional().describe('The first name that is known.'),
  phoneNumbers: z.array(z.string()).optional().describe('Phone numbers.'),
  emailAddresses: z.array(z.string()).optional().describe('E-mail addresses.'),
  addresses: z.array(z.string()).optional().describe('Postal addresses.'),
};

export const ids = {
  userId: id('The id of a user.').optional(),
  externalContactId: id('The id of an external contact.').optional(),
  dialerContactId: dialerContactId.optional(),
};

export const subject = named(
  'GDPRSubject',
  z
    .object({
      ...ids,
      ...known,
      canonicalContact: addressable
        .optional()
        .describe('External contacts: the contact that stands for the merge set.'),
      mergeSet: z
        .array(addressable)
        .optional()
        .describe('External contacts: every contact that is the same person, this one included.'),
      activeEmployee: z.boolean().optional().describe('Users: whether the person works here now.'),
    })
    .describe(
      'Somebody whom the value matches. It has exactly one of `userId`, `externalContactId` and `dialerContactId`.',
    ),
);

export type Subject = z.infer<typeof subject>;

export const subjectsPage = named(
  'GDPRSubjectEntityListing',
  pageOf(subject).describe('Everybody whom the value matches, as one page.'),
);

export type SubjectsPage = z.infer<typeof subjectsPage>;
