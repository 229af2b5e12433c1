/** The contract's three fields, as the gateway calls them on one service. */
import type { TestAnswer, TestService } from './start-test-service';
import type { TokenOptions } from './test-token';

/** The contract's `PersonalDataTermInput`. */
export type Term = Record<string, unknown>;

/** The contract's `PersonalData`, with the fields that the tests read. */
export interface FoundPage {
  subjectRequired: boolean;
  subjects: { type: string; id: string; matchedOn: { type: string; value: string }[] }[];
  records: {
    id: string;
    recordType: string;
    createdAt: string | null;
    fields: { name: string; category: string; value: string }[];
    attachments: {
      id: string;
      filename: string;
      mediaType: string;
      byteSize: number;
      sha256: string;
      url: string;
    }[];
  }[];
  endCursor: string | null;
  asOf: string;
  newerRecords: number;
}

/** The contract's `PersonalDataDispositionReport`. */
export interface Report {
  complete: boolean;
  dispositions: { recordType: string; disposition: string; count: number; reason: string | null }[];
  newerRecords: number;
  replacements: { index: number; replaced: number; notSupported: number; found: boolean }[];
}

/** The contract's `PersonalDataReplacementReport`. */
export interface ReplacementOutcome {
  index: number;
  replaced: number;
  notSupported: number;
  found: boolean;
}

export interface Replacement {
  type: string;
  existing: string;
  updated: string;
}

const findDocument = `query Find($term: PersonalDataTermInput!, $first: Int! = 200, $after: String, $asOf: String) {
  personalData(term: $term, first: $first, after: $after, asOf: $asOf) {
    subjectRequired endCursor asOf newerRecords
    subjects { type id matchedOn { type value } }
    records { id recordType createdAt fields { name category value } attachments { id filename mediaType byteSize sha256 url } }
  }
}`;

const report =
  '{ complete newerRecords replacements { index replaced notSupported found } dispositions { recordType disposition count reason } }';

const eraseDocument = `mutation Erase($requestId: ID!, $term: PersonalDataTermInput!, $limit: Int! = 1000, $asOf: String) {
  erasePersonalData(requestId: $requestId, term: $term, limit: $limit, asOf: $asOf) ${report}
}`;

const rectifyDocument = `mutation Rectify($requestId: ID!, $term: PersonalDataTermInput!, $replacements: [PersonalDataReplacementInput!]!, $limit: Int! = 1000, $asOf: String) {
  rectifyPersonalData(requestId: $requestId, term: $term, replacements: $replacements, limit: $limit, asOf: $asOf) ${report}
}`;

/** Every record, page by page. */
async function allPages(read: (after: string | null) => Promise<FoundPage>): Promise<FoundPage['records']> {
  const records: FoundPage['records'] = [];
  for (let after: string | null = null; ;) {
    const page: FoundPage = await read(after);
    records.push(...page.records);
    after = page.endCursor;
    if (!after) return records;
  }
}

/** Calls the contract of a service under test, with tokens of the purpose `gdpr` unless `defaults` say otherwise. */
export function contractOf(service: TestService, defaults: TokenOptions = {}) {
  const options = { purpose: 'gdpr' as const, scopes: [], ...defaults };
  const find = async (
    term: Term,
    page: { first?: number; after?: string | null; asOf?: string | null } = {},
  ): Promise<FoundPage> =>
    (await service.ask<{ personalData: FoundPage }>(findDocument, { term, ...page }, options)).personalData;
  return {
    find,
    /** Every record, page by page. */
    findAll: (term: Term, first = 200) => allPages((after) => find(term, { first, after })),
    erase: async (requestId: string, term: Term, limit?: number, asOf?: string): Promise<Report> =>
      (
        await service.ask<{ erasePersonalData: Report }>(
          eraseDocument,
          { requestId, term, asOf, ...(limit ? { limit } : {}) },
          options,
        )
      ).erasePersonalData,
    rectify: async (
      requestId: string,
      term: Term,
      replacements: Replacement[],
      limit?: number,
      asOf?: string,
    ): Promise<Report> =>
      (
        await service.ask<{ rectifyPersonalData: Report }>(
          rectifyDocument,
          { requestId, term, replacements, asOf, ...(limit ? { limit } : {}) },
          options,
        )
      ).rectifyPersonalData,
    /** What a rectification reports of each replacement. Runs the rectification, unless it is complete. */
    outcomes: async (requestId: string, term: Term, replacements: Replacement[]): Promise<ReplacementOutcome[]> =>
      (
        await service.ask<{ rectifyPersonalData: { replacements: ReplacementOutcome[] } }>(
          rectifyDocument.replace(report, '{ replacements { index replaced notSupported found } }'),
          { requestId, term, replacements },
          options,
        )
      ).rectifyPersonalData.replacements,
    /** The raw answers of all three fields, for calls that must be refused. */
    answers: async (term: Term): Promise<TestAnswer[]> => [
      await service.send(findDocument, { term }, options),
      await service.send(eraseDocument, { requestId: 'refused', term }, options),
      await service.send(
        rectifyDocument,
        {
          requestId: 'refused',
          term,
          replacements: [{ type: 'EMAIL', existing: 'a@b.example', updated: 'c@d.example' }],
        },
        options,
      ),
    ],
  };
}

/** A report as lines for assertions: `Message ERASED 3`. */
export const lines = ({ dispositions }: Report): string[] =>
  dispositions.map(({ recordType, disposition, count }) => `${recordType} ${disposition} ${count}`);
