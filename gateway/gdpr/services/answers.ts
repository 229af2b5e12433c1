/** What the contract's fields are asked, and the form that their answers must have. */
import { z } from 'zod';
import { identifierTypes } from '../../../subgraphs/kit';

const identifier = z.object({ type: z.enum(identifierTypes), value: z.string() });
const subject = z.object({
  type: z.enum(['USER', 'EXTERNAL_CONTACT', 'DIALER_CONTACT']),
  id: z.string(),
  contactListId: z.string().nullish(),
  canonicalContactId: z.string().nullish(),
  mergeSet: z.array(z.string()),
  activeEmployee: z.boolean().nullish(),
  identifiers: z.array(identifier),
  matchedOn: z.array(identifier),
});
const record = z.object({
  id: z.string(),
  recordType: z.string(),
  createdAt: z.string().nullish(),
  fields: z.array(z.object({ name: z.string(), category: z.string(), value: z.string() })),
  attachments: z.array(
    z.object({
      id: z.string(),
      filename: z.string(),
      mediaType: z.string(),
      byteSize: z.number(),
      sha256: z.string(),
      url: z.string(),
    }),
  ),
});
const page = z.object({
  subjects: z.array(subject),
  subjectRequired: z.boolean(),
  records: z.array(record),
  endCursor: z.string().nullish(),
});
const report = z.object({
  complete: z.boolean(),
  dispositions: z.array(
    z.object({
      recordType: z.string(),
      disposition: z.enum(['ERASED', 'ANONYMIZED', 'RECTIFIED', 'RETAINED', 'NOT_SUPPORTED']),
      count: z.number().int().nonnegative(),
      reason: z.string().nullish(),
      retainUntil: z.string().nullish(),
    }),
  ),
});

const unreachablePage = z.object({
  places: z.array(
    z.object({
      recordType: z.string(),
      recordId: z.string(),
      location: z.string(),
      reason: z.string(),
      remedy: z.string(),
    }),
  ),
  endCursor: z.string().nullish(),
});

export type UnreachablePlace = z.output<typeof unreachablePage>['places'][number];
export type ServiceSubject = z.output<typeof subject>;
export type ServiceRecord = z.output<typeof record>;
export type ServicePage = z.output<typeof page>;
export type SubjectPage = Pick<ServicePage, 'subjects' | 'endCursor'>;
export type ServiceReport = z.output<typeof report>;

const subjectFields =
  'type id contactListId canonicalContactId mergeSet activeEmployee identifiers { type value } matchedOn { type value }';
/** The operations of the contract. */
export const documents = {
  find: `query PersonalData($term: PersonalDataTermInput!, $first: Int!, $after: String) {
    personalData(term: $term, first: $first, after: $after) {
      subjects { ${subjectFields} } subjectRequired endCursor
      records { id recordType createdAt fields { name category value } attachments { id filename mediaType byteSize sha256 url } }
    }
  }`,
  /** For those who want to know whom a term identifies: a service need not read what hangs on them. */
  subjects: `query Subjects($term: PersonalDataTermInput!, $first: Int!, $after: String) {
    personalData(term: $term, first: $first, after: $after) { subjects { ${subjectFields} } endCursor }
  }`,
  unreachable: `query UnreachableData($first: Int!, $after: String) {
    unreachableData(first: $first, after: $after) { places { recordType recordId location reason remedy } endCursor }
  }`,
  erase: `mutation ErasePersonalData($requestId: ID!, $term: PersonalDataTermInput!, $limit: Int!) {
    erasePersonalData(requestId: $requestId, term: $term, limit: $limit) {
      complete dispositions { recordType disposition count reason retainUntil }
    }
  }`,
  rectify: `mutation RectifyPersonalData($requestId: ID!, $term: PersonalDataTermInput!, $replacements: [PersonalDataReplacementInput!]!, $limit: Int!) {
    rectifyPersonalData(requestId: $requestId, term: $term, replacements: $replacements, limit: $limit) {
      complete dispositions { recordType disposition count reason retainUntil }
    }
  }`,
};

/** The answers, each with what its operation selects. Made once: a schema is compiled when it is first used. */
export const answers = {
  find: z.object({ personalData: page }),
  subjects: z.object({ personalData: page.pick({ subjects: true, endCursor: true }) }),
  unreachable: z.object({ unreachableData: unreachablePage }),
  erase: z.object({ erasePersonalData: report }),
  rectify: z.object({ rectifyPersonalData: report }),
};
