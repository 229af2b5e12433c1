/**
 * What the contract's fields are asked, and the form that their answers must have: everything in them is bounded, and what is
 * recorded can be stored (R11, R27). What a record says is only handed on, in a copy or a report: it is taken as it is, and
 * bounded by the size of the whole answer.
 */
import { z } from 'zod';
import { isStorable } from '../graphql/storable-text';
import { PersonalDataCategory, PersonalDataDisposition, PersonalDataWithholding } from '../schema.generated';
import { identifierTypes, subjectTypes } from '../terms';

/** The largest `Int` of GraphQL, and the largest `integer` of the database. */
const largestInt = 2 ** 31 - 1;

const count = z.int().min(0).max(largestInt);
const text = (longest: number) =>
  z.string().max(longest).refine(isStorable, 'text with U+0000 or half of a surrogate pair');
const handedOn = (longest: number) => z.string().max(longest);
const id = text(200).min(1);
const cursor = text(4_000).min(1);
/** A service's mark of a moment (R25), which it alone reads. */
const mark = text(16_000).min(1);
const time = z.iso.datetime({ offset: true });
/** A type's name in a service's schema. */
const typeName = z
  .string()
  .max(200)
  .regex(/^(?!__)[A-Za-z_]\w*$/, 'no name of a type');

const identifier = z.object({ type: z.enum(identifierTypes), value: text(10_000), source: text(200).nullish() });
const subject = z.object({
  type: z.enum(subjectTypes),
  id,
  contactListId: id.nullish(),
  canonicalContactId: id.nullish(),
  mergeSet: z.array(id).max(10_000),
  activeEmployee: z.boolean().nullish(),
  identifiers: z.array(identifier).max(10_000),
  matchedOn: z.array(identifier).max(10_000),
});
const record = z.object({
  id,
  recordType: typeName,
  createdAt: time.nullish(),
  fields: z
    .array(
      z.object({
        name: handedOn(2_000),
        category: z.enum(PersonalDataCategory),
        value: z.string(),
        withheld: z.enum(PersonalDataWithholding).nullish(),
      }),
    )
    .max(10_000),
  attachments: z
    .array(
      z.object({
        id,
        filename: handedOn(2_000),
        mediaType: handedOn(500),
        byteSize: count,
        sha256: handedOn(200),
        url: handedOn(4_000),
      }),
    )
    .max(10_000),
});
const page = z.object({
  subjects: z.array(subject).max(10_000),
  subjectRequired: z.boolean(),
  records: z.array(record),
  endCursor: cursor.nullish(),
  newerRecords: count,
});
const reported = page.extend({ asOf: mark });
const subjects = page.pick({ subjects: true, endCursor: true });
const marked = subjects.extend({ asOf: mark });
const report = z.object({
  complete: z.boolean(),
  dispositions: z
    .array(
      z.object({
        recordType: typeName,
        disposition: z.enum(PersonalDataDisposition),
        count,
        reason: text(2_000).nullish(),
        retainUntil: time.nullish(),
      }),
    )
    .max(1_000)
    .refine((counts) => totalOf(counts) <= largestInt, 'more records than can be counted'),
  newerRecords: count,
  replacements: z
    .array(z.object({ index: count, replaced: count, notSupported: count, found: z.boolean() }))
    .max(50)
    .refine((all) => all.every(({ index }, place) => index === place), 'replacements out of order'),
});

const unreachablePage = z.object({
  places: z.array(
    z.object({
      recordType: typeName,
      recordId: id,
      location: text(2_000),
      reason: text(2_000),
      remedy: text(2_000),
    }),
  ),
  endCursor: cursor.nullish(),
});

const linkedPage = z.object({
  subjects: z.array(subject.pick({ type: true, id: true, contactListId: true })).max(2_000),
  endCursor: cursor.nullish(),
});

/** How many records a report tells of. */
export const totalOf = (counts: readonly { count: number }[]): number =>
  counts.reduce((sum, each) => sum + each.count, 0);

export type UnreachablePlace = z.output<typeof unreachablePage>['places'][number];
export type ServiceSubject = z.output<typeof subject>;
export type ServiceRecord = z.output<typeof record>;
export type ServicePage = z.output<typeof page>;
export type ReportedPage = z.output<typeof reported>;
export type SubjectPage = z.output<typeof subjects>;
export type MarkedPage = z.output<typeof marked>;
export type ServiceReport = z.output<typeof report>;

const subjectFields =
  'type id contactListId canonicalContactId mergeSet activeEmployee identifiers { type value source } matchedOn { type value source }';
const reportFields =
  'complete newerRecords dispositions { recordType disposition count reason retainUntil } replacements { index replaced notSupported found }';
const personalDataDocument = (
  mark: string,
) => `query PersonalData($term: PersonalDataTermInput!, $first: Int!, $after: String, $asOf: String) {
    personalData(term: $term, first: $first, after: $after, asOf: $asOf) {
      subjects { ${subjectFields} } subjectRequired endCursor newerRecords ${mark}
      records { id recordType createdAt fields { name category value withheld } attachments { id filename mediaType byteSize sha256 url } }
    }
  }`;

const subjectsDocument = (
  mark: string,
) => `query Subjects($term: PersonalDataTermInput!, $first: Int!, $after: String, $asOf: String) {
    personalData(term: $term, first: $first, after: $after, asOf: $asOf) { subjects { ${subjectFields} } endCursor ${mark} }
  }`;

/** The operations of the contract. */
export const documents = {
  find: personalDataDocument(''),
  /** The same for a reader who is shown the mark of the moment too. */
  report: personalDataDocument('asOf'),
  /** For those who want to know whom a term identifies: a service need not read what hangs on them. */
  subjects: subjectsDocument(''),
  /** The same for a request that will be made, with the mark of the moment (R25). A service reads both in one transaction. */
  marked: subjectsDocument('asOf'),
  unreachable: `query UnreachableData($first: Int!, $after: String) {
    unreachableData(first: $first, after: $after) { places { recordType recordId location reason remedy } endCursor }
  }`,
  linked: `query LinkedSubjects($term: PersonalDataTermInput!, $first: Int!, $after: String, $asOf: String) {
    linkedSubjects(term: $term, first: $first, after: $after, asOf: $asOf) { subjects { type id contactListId } endCursor }
  }`,
  stream: 'query StreamPersonalData { streamPersonalData { path } }',
  erase: `mutation ErasePersonalData($requestId: ID!, $term: PersonalDataTermInput!, $limit: Int!, $asOf: String) {
    erasePersonalData(requestId: $requestId, term: $term, limit: $limit, asOf: $asOf) { ${reportFields} }
  }`,
  restrict: `mutation RestrictPersonalData($restrictionId: ID!, $term: PersonalDataTermInput!, $restricted: Boolean!) {
    restrictPersonalData(restrictionId: $restrictionId, term: $term, restricted: $restricted) { restricted }
  }`,
  rectify: `mutation RectifyPersonalData($requestId: ID!, $term: PersonalDataTermInput!, $replacements: [PersonalDataReplacementInput!]!, $limit: Int!, $asOf: String) {
    rectifyPersonalData(requestId: $requestId, term: $term, replacements: $replacements, limit: $limit, asOf: $asOf) {
      ${reportFields}
    }
  }`,
};

/** A line of a stream: a page. */
export const streamedPage = page;

/** The answers, each with what its operation selects. Made once: a schema is compiled when it is first used. */
export const answers = {
  find: z.object({ personalData: page }),
  report: z.object({ personalData: reported }),
  subjects: z.object({ personalData: subjects }),
  marked: z.object({ personalData: marked }),
  unreachable: z.object({ unreachableData: unreachablePage }),
  linked: z.object({ linkedSubjects: linkedPage }),
  stream: z.object({
    streamPersonalData: z.object({
      path: z
        .string()
        .max(2_000)
        .regex(/^\/(?!\/)/, 'no path'),
    }),
  }),
  erase: z.object({ erasePersonalData: report }),
  rectify: z.object({ rectifyPersonalData: report }),
  restrict: z.object({ restrictPersonalData: z.object({ restricted: z.boolean() }) }),
};
