/** `GET /api/v2/externalcontacts/contacts/{contactId}`. */
import { z } from 'zod';
import { id, named, selfUri, time } from './common';
import { addressable, externalSource } from './subjects';

const phone = z
  .object({
    display: z.string().describe('As it was typed.'),
    userInput: z.string().describe('As it was typed.'),
    e164: z.string().optional().describe('In international form, where it is a number.'),
  })
  .optional()
  .describe('A phone number.');

const text = (what: string) => z.string().optional().describe(what);

export const contact = named(
  'ExternalContact',
  z
    .object({
      id: id("The contact's id."),
      selfUri,
      firstName: text('The first name.'),
      lastName: text('The last name.'),
      workEmail: text('The e-mail address at work.'),
      personalEmail: text('The private e-mail address.'),
      otherEmail: text('Another e-mail address.'),
      workPhone: phone,
      cellPhone: phone,
      homePhone: phone,
      otherPhone: phone,
      address: z
        .object({
          address1: text('Street and number.'),
          address2: text('Flat, floor, care of.'),
          city: text('City.'),
          state: text('State or province.'),
          postalCode: text('Postal code.'),
          countryCode: text('Country, as two letters.'),
        })
        .optional()
        .describe('The postal address.'),
      twitterId: z
        .object({ screenName: text('The name.') })
        .optional()
        .describe('The name on X, formerly Twitter.'),
      whatsAppId: z
        .object({ phoneNumber: phone, displayName: text('As it is shown.') })
        .optional()
        .describe('The number on WhatsApp.'),
      facebookId: z
        .object({ ids: z.array(z.object({ scopedId: text('The id.') })).describe('The ids.') })
        .optional()
        .describe('The ids on Facebook.'),
      instagramId: z
        .object({ handle: text('The name.') })
        .optional()
        .describe('The name on Instagram.'),
      appleOpaqueIds: z
        .array(z.object({ value: text('The id.') }))
        .optional()
        .describe('The ids on Apple Messages for Business.'),
      externalIds: z
        .array(
          z.object({
            externalSource: externalSource.optional(),
            value: z.string().describe('The id.'),
          }),
        )
        .optional()
        .describe('The ids that other systems gave.'),
      canonicalContact: addressable.describe(
        'The contact that stands for the merge set; itself when it is not merged.',
      ),
      mergeSet: z.array(addressable).describe('Every contact that is the same person, this one included.'),
      createDate: time.describe('When the contact was created.'),
    })
    .describe('A person outside the organisation. What is empty is absent.'),
);

export type RestContact = z.infer<typeof contact>;
