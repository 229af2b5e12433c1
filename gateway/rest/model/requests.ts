/** The schemas of `/api/v2/gdpr/requests`: its input, and requests as it returns them. */
import { z } from 'zod';
import { socialPlatforms, valueTypes } from '../../../subgraphs/kit/base/terms/term-types';
import { serviceStatuses } from '../../gdpr/lifecycle';
import { restRequestTypes, restStatuses } from '../names';
import { flag, id, named, oneOf, selfUri, text, time, whole } from './common';
import { furthest, pageOf } from './pages';
import { externalSource, ids, known } from './subjects';

export const replacementTerm = named(
  'ReplacementTerm',
  z
    .object({
      type: oneOf('type', valueTypes).describe('What kind of value it is.'),
      existingValue: text('existingValue').describe('The value that is wrong.'),
      updatedValue: text('updatedValue').describe('The value that is right.'),
    })
    .describe('A value to correct.'),
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

/** A term: exactly one of the fields. */
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
      externalSource: z
        .object({ name: text('name').describe('Its name.') }, { error: 'externalSource takes a name.' })
        .optional()
        .describe('The system that gave `externalId`; any when absent.'),
    })
    .describe(
      'The one value or id that identifies the person: exactly one field, and beside `externalId` the system that gave it.',
    ),
);

export type TermBody = z.infer<typeof termBody>;

export const requestBody = named(
  'GDPRRequestCreate',
  z
    .object(
      {
        requestType: oneOf('requestType', restRequestTypes).describe('The type of the request.'),
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
    .describe('How many subjects the caller expects the value to match.'),
  caseId: text('caseId').optional().describe('The case that the request belongs to.'),
});

export const listQuery = z.object({
  pageSize: whole('pageSize', 1, 200).optional().describe('How many requests a page holds at most; 25 when absent.'),
  pageNumber: whole('pageNumber', 1, furthest).optional().describe('Which page, from 1; 1 when absent.'),
});

/** The subject of a request in a response: empty once the request's term was reduced to a digest (R21). */
const requestSubject = named(
  'GDPRRequestSubject',
  z
    .object({
      ...ids,
      ...known,
      socialHandle: socialHandle.optional(),
      externalId: id('The id that another system gave.').optional(),
      externalSource: externalSource.optional(),
    })
    .describe(
      'Whom the request is about: the term, and for an id also what was known of the person when the request was created. Empty once the term was reduced to a digest.',
    ),
);

const disposition = z
  .object({
    recordType: z.string().describe("The service's own type name."),
    disposition: z.string().describe('What was done: ERASED, ANONYMIZED, RECTIFIED or RETAINED.'),
    count: z.int().describe('The number of records.'),
    reason: z.string().optional().describe('The legal ground, for retained records.'),
  })
  .describe('What a service did with its records of one type.');

const serviceOutcome = named(
  'ServiceOutcome',
  z
    .object({
      service: z.string().describe('The service.'),
      status: z.enum(serviceStatuses).describe("The status of the service's part."),
      recordsFound: z.int().optional().describe('How many records it found; absent until it was asked.'),
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
      requestType: z.enum(restRequestTypes as [string, ...string[]]).describe('The type of the request.'),
      status: z.enum(restStatuses).describe('The status of the request.'),
      cancelled: z.literal(true).optional().describe('It ended because a caller stopped it.'),
      rejected: z.literal(true).optional().describe('It ended because a second person rejected it.'),
      waitingFor: z
        .enum(['approval', 'hold'])
        .optional()
        .describe('Why it has not begun: a second person must approve it, or a legal hold keeps the data.'),
      createdBy: z.object({ id: id("The subject of the caller's token.") }).describe('Who created it.'),
      createdDate: time.describe('When it was created.'),
      dueDate: time.describe('When it is expected to be done.'),
      completedDate: time.optional().describe('When it ended.'),
      subject: requestSubject,
      replacementTerms: z
        .array(replacementTerm)
        .optional()
        .describe('The replacements as they were sent; only in the response to a new request.'),
      resultsUrl: z.string().meta({ format: 'uri' }).optional().describe('Where to get the package; needs the token.'),
      resultsUrls: z
        .array(z.string().meta({ format: 'uri' }))
        .optional()
        .describe('The same, as a list.'),
      services: z
        .array(serviceOutcome)
        .optional()
        .describe(
          'What each service did. The related requests of a very large family leave it out; read each of them by its id.',
        ),
      parentRequest: parentRequest.optional(),
      get relatedRequests(): z.ZodArray<typeof request> {
        return z.array(request).describe('The requests for the other contacts of the merge set.');
      },
      created: z
        .boolean()
        .optional()
        .describe(
          'Only in the response to a new request: false when an equal request was in flight, which is then the response.',
        ),
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
