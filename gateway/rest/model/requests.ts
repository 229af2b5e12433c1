/** `/api/v2/gdpr/requests`: what comes in, and what a request looks like. */
import { z } from 'zod';
import { socialPlatforms, valueTypes } from '../../../subgraphs/kit/base/terms/term-types';
import { serviceStatuses } from '../../gdpr/lifecycle';
import { restRequestTypes, restStatuses } from '../names';
import { flag, id, named, oneOf, selfUri, text, time, whole } from './common';
import { furthest, pageOf } from './pages';
import { ids, known } from './subjects';

export const replacementTerm = named(
  'ReplacementTerm',
  z
    .object({
      type: oneOf('type', valueTypes).describe('What kind of value it is.'),
      existingValue: text('existingValue').describe('The value that is wrong.'),
      updatedValue: text('updatedValue').describe('The value that is right.'),
    })
    .describe('A value that is to become another one.'),
);

const socialHandle = named(
  'SocialHandle',
  z
    .object({
      type: oneOf('type', socialPlatforms).describe('The platform.'),
      value: text('value').describe('The name on it, with or without `@`.'),
    })
    .describe('A name on a social platform.'),
);

const single = (name: string, what: string) =>
  z
    .array(text(name), { error: `${name} takes a list of one text.` })
    .max(1, { error: `${name} takes one value: several make several requests.` })
    .optional()
    .describe(`${what}: one.`);

/** A term: one of the fields. */
export const termBody = named(
  'GDPRRequestTerm',
  z
    .object({
      name: text('name').optional().describe('A name.'),
      addresses: single('addresses', 'A postal address'),
      phoneNumbers: single('phoneNumbers', 'A phone number'),
      emailAddresses: single('emailAddresses', 'An e-mail address'),
      socialHandle: socialHandle.optional(),
      userId: text('userId').optional().describe('The id of a user.'),
      externalContactId: text('externalContactId').optional().describe('The id of an external contact.'),
      dialerContactId: z
        .object(
          { id: text('id'), contactListId: text('contactListId') },
          { error: 'dialerContactId takes an id and a contactListId.' },
        )
        .optional()
        .describe('The id of a dialer contact: both are needed.'),
      externalId: text('externalId').optional().describe('The id that another system gave.'),
    })
    .describe('The one value or id that identifies the person: exactly one field.'),
);

export type TermBody = z.infer<typeof termBody>;

export const requestBody = named(
  'GDPRRequestCreate',
  z
    .object(
      {
        requestType: oneOf('requestType', restRequestTypes).describe('What is asked for.'),
        subject: termBody,
        replacementTerms: z
          .array(replacementTerm, { error: 'replacementTerms takes a list.' })
          .optional()
          .describe('`GDPR_UPDATE` alone, and then at least one.'),
      },
      { error: 'The body must be one JSON object.' },
    )
    .describe(
      'A new request. `null`, empty texts and empty lists count as absent; fields that are not known are passed over.',
    ),
);

export type RequestBody = z.infer<typeof requestBody>;

export const createQuery = z.object({
  deleteConfirmed: flag('deleteConfirmed')
    .optional()
    .describe('Must be true for `GDPR_DELETE`: an erasure cannot be undone.'),
  activeEmployeeAcknowledged: flag('activeEmployeeAcknowledged')
    .optional()
    .describe("`GDPR_DELETE` of an active employee: the employee's data are no longer needed."),
  expectedSubjects: whole('expectedSubjects', 0, 1_000_000)
    .optional()
    .describe('How many people the value is meant to touch.'),
  caseId: text('caseId').optional().describe('The case that the request belongs to.'),
});

export const listQuery = z.object({
  pageSize: whole('pageSize', 1, 200).optional().describe('How many requests a page holds at most; 25 when absent.'),
  pageNumber: whole('pageNumber', 1, furthest).optional().describe('Which page, from 1; 1 when absent.'),
});

/** The subject of a request that is read: empty once an erasure is reduced to its digest. */
const requestSubject = named(
  'GDPRRequestSubject',
  z
    .object({
      ...ids,
      ...known,
      socialHandle: socialHandle.optional(),
      externalId: id('The id that another system gave.').optional(),
    })
    .describe(
      'Whom the request is about: the term, and for an id what was known when it was made. Empty once it is reduced to a digest.',
    ),
);

const disposition = z
  .object({
    recordType: z.string().describe("The service's own type name."),
    disposition: z.string().describe('What was done: ERASED, ANONYMIZED, RECTIFIED or RETAINED.'),
    count: z.int().describe('With how many records.'),
    reason: z.string().optional().describe('The ground, for records that are retained.'),
  })
  .describe('What a service did with its records of one type.');

const serviceOutcome = named(
  'ServiceOutcome',
  z
    .object({
      service: z.string().describe('The service.'),
      status: z.enum(serviceStatuses).describe('How far it is, or how it ended.'),
      recordsFound: z.int().optional().describe('How many records it found; absent while it was not asked.'),
      dispositions: z.array(disposition).optional().describe('What it did, by record type.'),
    })
    .describe("One service's part of a request."),
);

const parentRequest = z
  .object({ id: id('The id.'), selfUri })
  .describe('The request of the canonical contact, on a related request.');

export const request = named(
  'GDPRRequest',
  z
    .object({
      id: id("The request's id."),
      selfUri,
      requestType: z.enum(restRequestTypes as [string, ...string[]]).describe('What is asked for.'),
      status: z.enum(restStatuses).describe('How far it is.'),
      cancelled: z.literal(true).optional().describe('It ended because a caller stopped it.'),
      rejected: z.literal(true).optional().describe('It ended because a second person rejected it.'),
      waitingFor: z
        .enum(['approval', 'hold'])
        .optional()
        .describe('Why it has not begun: a second person is to approve it, or a legal hold keeps what it is about.'),
      createdBy: z.object({ id: id("The subject of the caller's token.") }).describe('Who asked.'),
      createdDate: time.describe('When it was created.'),
      dueDate: time.describe('When it is expected to be done.'),
      completedDate: time.optional().describe('When it ended.'),
      subject: requestSubject,
      replacementTerms: z
        .array(replacementTerm)
        .optional()
        .describe('As they were sent; in the answer to a new request alone.'),
      resultsUrl: z.string().meta({ format: 'uri' }).optional().describe('Where the package is had; takes the token.'),
      resultsUrls: z
        .array(z.string().meta({ format: 'uri' }))
        .optional()
        .describe('The same, as a list.'),
      services: z
        .array(serviceOutcome)
        .optional()
        .describe(
          'What each service did. Where a family is so large that all of it would be too much at once, its related requests leave it out, and are read one by one.',
        ),
      parentRequest: parentRequest.optional(),
      get relatedRequests(): z.ZodArray<typeof request> {
        return z.array(request).describe('The requests for the other contacts of the merge set.');
      },
      created: z
        .boolean()
        .optional()
        .describe('In the answer to a new request: false when an equal one was in flight, which is answered.'),
    })
    .describe('A request.'),
);

export type RestRequest = z.infer<typeof request>;
export type RequestSubject = z.infer<typeof requestSubject>;

export const requestsPage = named(
  'GDPRRequestEntityListing',
  pageOf(request).describe('A page of requests, newest first.'),
);

export type RequestsPage = z.infer<typeof requestsPage>;
