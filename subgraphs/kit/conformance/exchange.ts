/** What the checks send to a service by the contract, and what it answers. */
import type { CryptoKey } from 'jose';
import type { ServiceTokenPurpose } from '../base/security/service-tokens/service-token';

/** The claims of a check's token. Those that are not given are valid. */
export interface TokenClaims {
  purpose?: ServiceTokenPurpose;
  organizationId?: string;
  audience?: string;
  scopes?: string[];
  /** The request that the token is made for; null for none. @default the one that the operation's variables name */
  requestId?: string | null;
  /** Seconds from now. */
  expiresIn?: number;
  key?: CryptoKey;
}

/** A service's answer; `text` is the body as it came. */
export interface Reply {
  status: number;
  text: string;
  data: Record<string, unknown> | null;
  errors: { message: string; extensions?: { code?: string } }[];
}

export interface FoundRecord {
  id: string;
  recordType: string;
  fields: { name: string; value: string }[];
  attachments: { filename: string; mediaType: string; sha256: string }[];
}

export interface FoundPage {
  subjectRequired: boolean;
  subjects: { type: string; id: string; matchedOn: { type: string; value: string }[] }[];
  records: FoundRecord[];
  endCursor: string | null;
  asOf: string;
  newerRecords: number;
}

export interface Report {
  complete: boolean;
  dispositions: { recordType: string; disposition: string; count: number; reason: string | null }[];
  newerRecords: number;
  /** Of a rectification: one for each replacement. */
  replacements?: { replaced: number; found: boolean }[];
}

/** A promise that does not hold, with the exchange that shows it. */
export class Violation extends Error {
  constructor(
    message: string,
    readonly sent: unknown,
    readonly got: unknown,
  ) {
    super(message);
  }
}

/** The contract's operations, as the checks send them. */
export const contractDocuments = {
  find: `query Find($term: PersonalDataTermInput!, $first: Int!, $after: String, $asOf: String) {
    personalData(term: $term, first: $first, after: $after, asOf: $asOf) {
      subjectRequired endCursor asOf newerRecords subjects { type id matchedOn { type value } } records {
        id recordType fields { name value } attachments { filename mediaType sha256 }
      }
    }
  }`,
  erase: `mutation Erase($requestId: ID!, $term: PersonalDataTermInput!, $limit: Int!, $asOf: String) {
    erasePersonalData(requestId: $requestId, term: $term, limit: $limit, asOf: $asOf) {
      complete newerRecords dispositions { recordType disposition count reason }
    }
  }`,
  rectify: `mutation Rectify($requestId: ID!, $term: PersonalDataTermInput!, $replacements: [PersonalDataReplacementInput!]!, $limit: Int!, $asOf: String) {
    rectifyPersonalData(requestId: $requestId, term: $term, replacements: $replacements, limit: $limit, asOf: $asOf) {
      complete newerRecords replacements { index replaced notSupported found } dispositions { recordType disposition count reason }
    }
  }`,
};
