/* Generated from the SDL by npm run codegen. */
/* eslint-disable */
import type { SubjectType as DataSubjectType } from '../../subgraphs/kit';
import type { PersonalDataCategory } from '../../subgraphs/kit';
import type { PersonalDataDisposition } from '../../subgraphs/kit';
import type { IdentifierType as PersonalIdentifierType } from '../../subgraphs/kit';
import type { SocialPlatform } from '../../subgraphs/kit';
import type { RequestType as GdprRequestType } from './lifecycle';
import type { RequestStatus as GdprRequestStatus } from './lifecycle';
import type { ServiceStatus as GdprServiceStatus } from './lifecycle';
import type { Verification as GdprErasureVerification } from './lifecycle';
import type { MatchKind as GdprMatchKind } from '../../subgraphs/kit';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { GdprRequest as GdprRequestEntity, GdprTask as GdprTaskEntity } from './entities';
import type { GdprContext } from './context';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type EnumResolverSignature<T, AllowedValues = any> = { [key in keyof T]?: AllowedValues };
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** ISO 8601, UTC. */
  DateTime: { input: string; output: Date | string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** What an entry of the audit log records (R21). */
export type AuditAction =
  /** A service was about to be asked to erase. Written before the first call that destroys. */
  | 'ERASURE_INTENDED'
  /** An erasure was made again in services that were restored from a backup (R23). */
  | 'ERASURE_REPLAYED'
  /** A search after an erasure found what should be gone. */
  | 'ERASURE_RESIDUAL'
  /** A service could not be asked whether an erasure holds. */
  | 'ERASURE_UNREACHABLE'
  /** A search after an erasure found nothing that should be gone. */
  | 'ERASURE_VERIFIED'
  /** A contact was merged into the set while the requests for it ran (R8). */
  | 'MERGE_SET_GREW'
  /** Contacts left the merge set before the request for it ran (R8). */
  | 'MERGE_SET_SHRANK'
  /** The package of an export was downloaded, whole or in part (R13). */
  | 'PACKAGE_DOWNLOADED'
  /** Somebody looked at what every service holds about a person. */
  | 'PERSONAL_DATA_READ'
  /** A request was created for another member of the merge set (R8). */
  | 'RELATED_REQUEST_CREATED'
  /** The first service began to work on a request. */
  | 'REQUEST_BEGUN'
  /** A caller stopped a request. */
  | 'REQUEST_CANCELLED'
  /** A request ended, and every service had done its part. */
  | 'REQUEST_COMPLETED'
  /** A request was created. */
  | 'REQUEST_CREATED'
  /** A request ended in ERROR: some part failed, a later search found what an erasure should have taken, or the organisation's keys were destroyed. */
  | 'REQUEST_ERROR'
  /** Every service had ended its part of a request; it was about to be verified and closed. */
  | 'REQUEST_FINALIZING'
  /** A caller had the failed parts of a request run again. */
  | 'REQUEST_RETRIED'
  /** A service did its part. */
  | 'SERVICE_COMPLETED'
  /** A service's part was given up. */
  | 'SERVICE_FAILED'
  /** A service held nothing about the person. */
  | 'SERVICE_NOTHING_FOUND'
  /** An attempt at a service's part failed or broke off, and another will be made. */
  | 'SERVICE_RETRYING'
  /** A worker began an attempt at a service's part. */
  | 'SERVICE_RUNNING'
  /** A service could not look for the person: it finds data by subject only (R7). */
  | 'SERVICE_SUBJECT_REQUIRED'
  /** Somebody listed the places that no request can reach (R18). */
  | 'UNREACHABLE_DATA_LISTED'
  /** An erasure that was due to be verified once more will not be: the organisation's keys were destroyed. */
  | 'VERIFICATION_DROPPED';

/** A page of the audit log. */
export type AuditLogConnection = {
  /** The entries of this page. */
  nodes: Array<AuditLogEntry>;
  /** Where the page ends. */
  pageInfo: PageInfo;
  /** False when an entry up to the newest one of this page was altered, removed or moved. */
  verified: Scalars['Boolean']['output'];
};

/** Something that was done, and by whom (R21). */
export type AuditLogEntry = {
  /** What was done. */
  action: AuditAction;
  /** Who: the subject of the caller's token, or `habeas`. */
  actor: Scalars['String']['output'];
  /** When. */
  at: Scalars['DateTime']['output'];
  /** What an auditor needs to know of it: digests, codes and counts, never a personal value. */
  detail: Scalars['String']['output'];
  /** SHA-256 over the entry and the hash before it. */
  hash: Scalars['String']['output'];
  /** The hash of the entry before; zeros on the first. */
  previousHash: Scalars['String']['output'];
  /** The request that it belongs to. */
  requestId?: Maybe<Scalars['ID']['output']>;
  /** The entry's place in the organisation's chain, from 1. */
  sequence: Scalars['Float']['output'];
  /** The service that it concerns. */
  service?: Maybe<Scalars['String']['output']>;
};

/** Which entries of the audit log: all conditions that are given must hold. */
export type AuditLogFilter = {
  /** Of this kind. */
  action?: InputMaybe<AuditAction>;
  /** By this caller: the subject of a token, or `habeas`. */
  actor?: InputMaybe<Scalars['String']['input']>;
  /** At this time or later. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Of this request. */
  requestId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * About the person whom this value or id identifies: of requests on this very term, and of looks at what is held about it. Found by
   * keyed digest, for as long as the organisation has its keys.
   */
  term?: InputMaybe<PersonalDataTermInput>;
  /** Before this time. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** In which order the audit log is read. */
export type AuditLogOrder =
  /** From the newest entry back. */
  | 'NEWEST_FIRST'
  /** From the first entry on. */
  | 'OLDEST_FIRST';

/** A new request. */
export type CreateGdprRequestInput = {
  /** DELETE of an active employee only: the employee's data are no longer needed (R16). */
  activeEmployeeAcknowledged?: InputMaybe<Scalars['Boolean']['input']>;
  /** DELETE only, and then required to be true. */
  deleteConfirmed?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * How many subjects the caller means to touch. This or `planHash` is required when a DELETE or UPDATE by a value matches
   * several subjects, or one in part (R24), and when a GET or EXPORT by NAME or ADDRESS matches several.
   */
  expectedSubjects?: InputMaybe<Scalars['Int']['input']>;
  /** A repeated call with the same key returns the first answer. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** From `previewGdprRequest`. When given, the request is refused if the subject or its merge set has changed since. */
  planHash?: InputMaybe<Scalars['String']['input']>;
  /** The caller's own case number. No personal data. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** UPDATE only, and then at least one. */
  replacements?: InputMaybe<Array<PersonalDataReplacementInput>>;
  /**
   * The value or id that identifies the person. A DELETE or UPDATE by a value that belongs to a member of a merge set is refused
   * with MERGE_SET: the set is asked for by an id (R8).
   */
  term: PersonalDataTermInput;
  /** What is asked for. */
  type: GdprRequestType;
};

/** The answer to a new request. */
export type CreateGdprRequestPayload = {
  /** False: an equal request was in flight already, and `request` is that one (R10). */
  created: Scalars['Boolean']['output'];
  /** The request. */
  request: GdprRequest;
};

/** A field that holds personal data (R22). */
export type DataInventoryField = {
  /** What kind of data it is. */
  category: PersonalDataCategory;
  /** The field. */
  field: Scalars['String']['output'];
  /** The ground, for data that an erasure keeps. */
  legalBasis?: Maybe<Scalars['String']['output']>;
  /** What an erasure does with it. */
  onErase: PersonalDataDisposition;
  /** The service that holds it. */
  service: Scalars['String']['output'];
  /** The type. */
  type: Scalars['String']['output'];
};

/** A user, external contact or dialer contact that a term identified, and why. */
export type DataSubject = {
  /** Directory users only: whether the person still works here. */
  activeEmployee?: Maybe<Scalars['Boolean']['output']>;
  /** External contacts only: the contact that stands for the whole merge set (itself, when it is not merged). */
  canonicalContactId?: Maybe<Scalars['ID']['output']>;
  /** Dialer contacts only: the list that the contact is on. */
  contactListId?: Maybe<Scalars['ID']['output']>;
  /** The subject's id in the service that owns it. */
  id: Scalars['ID']['output'];
  /** What is known of the subject. */
  identifiers: Array<PersonalIdentifier>;
  /** Which of them the term matched. Empty when the term was the id. */
  matchedOn: Array<PersonalIdentifier>;
  /** External contacts only: every member of the merge set, the canonical one included. */
  mergeSet: Array<Scalars['ID']['output']>;
  /** What the subject is. */
  type: DataSubjectType;
};

/** What a subject is in its own service. */
export type DataSubjectEntity = DialerContact | ExternalContact | User;

export { DataSubjectType };

/** A person on a contact list. */
export type DialerContact = {
  /** The list that the contact is on. */
  contactListId: Scalars['ID']['output'];
  /** The contact's id on its list. */
  id: Scalars['ID']['output'];
};

/** The id of a dialer contact. */
export type DialerContactIdInput = {
  /** The contact list. */
  contactListId: Scalars['ID']['input'];
  /** The contact's id on its list. */
  id: Scalars['ID']['input'];
};

/** A person outside the organisation. */
export type ExternalContact = {
  /** The contact's id. */
  id: Scalars['ID']['output'];
};

export { GdprErasureVerification };

/** A copy of the data, as a ZIP: records as JSON lines, their files, and a manifest with checksums (R13). */
export type GdprExportPackage = {
  /** The size in bytes. */
  byteSize: Scalars['Float']['output'];
  /** When the package is removed. An erasure of the same subject removes it at once. */
  expiresAt: Scalars['DateTime']['output'];
  /** The SHA-256 of the package, in hexadecimal. */
  sha256: Scalars['String']['output'];
  /** Needs the caller's token; expires. */
  url: Scalars['String']['output'];
};

export { GdprMatchKind };

/** One Article 15, 16 or 17 action on one term. */
export type GdprRequest = {
  /** A signed statement of what was done (compact JWS, EdDSA), when finished. The keys are at `/.well-known/jwks.json`. */
  certificate?: Maybe<Scalars['String']['output']>;
  /** When it finished. */
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Who asked: the subject of the caller's token. */
  createdBy: Scalars['String']['output'];
  /** When it is expected to be done (R15). */
  dueAt: Scalars['DateTime']['output'];
  /** The request's id. */
  id: Scalars['ID']['output'];
  /** Whether it is past its due date and not finished. */
  overdue: Scalars['Boolean']['output'];
  /** EXPORT only, when COMPLETED and not expired. */
  package?: Maybe<GdprExportPackage>;
  /** The request of the canonical contact, on a related request. */
  parent?: Maybe<GdprRequest>;
  /** The caller's own case number. */
  reference?: Maybe<Scalars['String']['output']>;
  /** The requests made for the other members of the merge set (R8). Empty on a related request itself. */
  relatedRequests: Array<GdprRequest>;
  /** Every PII service of the supergraph when the request was made: 'asked, and empty' is not 'never asked'. */
  services: Array<GdprServiceOutcome>;
  /**
   * Contacts that were merged with this one when the request was made, and no longer when it ran (R8). The request ran for
   * all of them; review whether they are one person.
   */
  splitOff: Array<Scalars['ID']['output']>;
  /** How far it is. */
  status: GdprRequestStatus;
  /** When the term was an id: what it resolved to, with the known fields (R5). Null once reduced. */
  subject?: Maybe<DataSubject>;
  /** Identifiers of the subject that this request did not search for, and that may deserve their own (R6, R7). */
  suggestedTerms: Array<GdprSuggestedTerm>;
  /** Null once the request is finished and reduced to its digest (R21). */
  term?: Maybe<PersonalIdentifier>;
  /** Keyed digest of the term, in hexadecimal. */
  termDigest: Scalars['String']['output'];
  /** What is asked for. */
  type: GdprRequestType;
};

/** A page of requests. */
export type GdprRequestConnection = {
  /** The requests of this page. */
  nodes: Array<GdprRequest>;
  /** Where the page ends. */
  pageInfo: PageInfo;
  /** How many requests the filter lets through. */
  totalCount: Scalars['Int']['output'];
};

/** Which requests: all conditions that are given must hold. */
export type GdprRequestFilter = {
  /** Due before this time. */
  dueBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Past the due date and not finished, or not. */
  overdue?: InputMaybe<Scalars['Boolean']['input']>;
  /** With this case number. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** In one of these statuses. */
  status?: InputMaybe<Array<GdprRequestStatus>>;
  /** Of this type. */
  type?: InputMaybe<GdprRequestType>;
};

/** What a request would do. */
export type GdprRequestPreview = {
  /** Hand it to `createGdprRequest`: the request is then refused when the subject or its merge set has changed since. */
  planHash: Scalars['String']['output'];
  /** What each service holds now. */
  services: Array<GdprServicePreview>;
  /** Whom the request would touch. */
  subjects: Array<DataSubject>;
  /** Identifiers that the request would not search for (R6). */
  suggestedTerms: Array<GdprSuggestedTerm>;
};

export { GdprRequestStatus };

export { GdprRequestType };

/** Why an attempt failed. Never with personal data in it. */
export type GdprServiceError = {
  /** A stable code. */
  code: Scalars['String']['output'];
  /** What happened, in words. */
  message: Scalars['String']['output'];
};

/** One service's part of a request. */
export type GdprServiceOutcome = {
  /** How often the service was tried. */
  attempts: Scalars['Int']['output'];
  /** EXPORT: how many bytes were gathered so far, records and files together. */
  bytesFound?: Maybe<Scalars['Float']['output']>;
  /** GET and EXPORT: how many values of each category. */
  categoryCounts: Array<PersonalDataCategoryCount>;
  /** What the service did with the records, by type (R12). */
  dispositions: Array<PersonalDataDispositionCount>;
  /** Why the last attempt failed. */
  lastError?: Maybe<GdprServiceError>;
  /** When it is tried again, after a failure. */
  nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** GET and EXPORT: how many records of each type. */
  recordCounts: Array<PersonalDataRecordCount>;
  /** How many records the service found so far; null while it was not asked. */
  recordsFound?: Maybe<Scalars['Int']['output']>;
  /** The service. */
  service: Scalars['String']['output'];
  /** How far it is, or how it ended. */
  status: GdprServiceStatus;
  /** DELETE only: what a search after the erasure found. */
  verification?: Maybe<GdprErasureVerification>;
};

/** What a request would find in one service. */
export type GdprServicePreview = {
  /** How many records of each type. */
  recordCounts: Array<PersonalDataRecordCount>;
  /** The service. */
  service: Scalars['String']['output'];
  /** COMPLETED: it holds something; NOTHING_FOUND; SUBJECT_REQUIRED (R7); FAILED: it cannot be asked now. */
  status: GdprServiceStatus;
};

export { GdprServiceStatus };

/** Someone whom a term matched. */
export type GdprSubject = {
  /** The subject itself, in its own service's schema: from here the explorer walks on. Null when that service is down, so that the others' subjects still come. */
  entity?: Maybe<DataSubjectEntity>;
  /** Who it is, and what is known of them. */
  match: DataSubject;
  /** Why the term matched (R3). */
  matches: Array<GdprTermMatch>;
  /** The service that owns the subject. */
  service: Scalars['String']['output'];
};

/** A page of subjects. */
export type GdprSubjectConnection = {
  /** The subjects of this page, ordered by service and id. */
  nodes: Array<GdprSubject>;
  /** Where the page ends. */
  pageInfo: PageInfo;
  /** How many subjects the term matches in all. */
  totalCount: Scalars['Int']['output'];
  /** Services that could not be asked. */
  unavailable: Array<Scalars['String']['output']>;
};

/** A term that `subjects` takes: exactly one field, and no ids. */
export type GdprSubjectTermInput = {
  /** A postal address, whole or in part. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** An e-mail address. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** A person's name, whole or in part; words in any order and spelling of case and accents. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** A phone number, however it is typed; best in international form. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** A name on a social platform. */
  socialHandle?: InputMaybe<SocialHandleInput>;
};

/** An identifier that may deserve a request of its own. */
export type GdprSuggestedTerm = {
  /** For a dialer contact's id: the list that it is on. */
  contactListId?: Maybe<Scalars['ID']['output']>;
  /** The services that know it. */
  foundIn: Array<Scalars['String']['output']>;
  /** The identifier. */
  term: PersonalIdentifier;
};

/** Why a term matched a subject. */
export type GdprTermMatch = {
  /** The subject's value that matched. */
  identifier: PersonalIdentifier;
  /** How well. */
  kind: GdprMatchKind;
};

export type Mutation = {
  /** [gdpr:request:add] Stops what has not begun. What is done stays done, and is reported. */
  cancelGdprRequest: GdprRequest;
  /** [gdpr:request:add] Creates a request and starts it. Returns at once. Rate limited. */
  createGdprRequest: CreateGdprRequestPayload;
  /**
   * [gdpr:request:add] Runs the failed parts again. Refused while any of the family is in flight (R9). By a value it is checked
   * like a new request, and refused with PLAN_CHANGED when it would touch anything newer than the request (R25).
   */
  retryGdprRequest: GdprRequest;
};


export type MutationCancelGdprRequestArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCreateGdprRequestArgs = {
  input: CreateGdprRequestInput;
};


export type MutationRetryGdprRequestArgs = {
  id: Scalars['ID']['input'];
};

/** Where a page of a list ends. */
export type PageInfo = {
  /** Hand it to `after` for the next page; null when the list is empty. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether another page follows. */
  hasNextPage: Scalars['Boolean']['output'];
};

/** One page of what a service holds about a person. */
export type PersonalData = {
  /** Hand it to `after` for the next page; null on the last. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** The records of this page. */
  records: Array<PersonalDataRecord>;
  /** True: this service finds data by subject only, and the term is not an id. `records` is then empty and says nothing. */
  subjectRequired: Scalars['Boolean']['output'];
  /** The subjects that this service owns and the term identifies; empty in a service that owns none. */
  subjects: Array<DataSubject>;
};

/** A file that belongs to a record. */
export type PersonalDataAttachment = {
  /** The size in bytes. */
  byteSize: Scalars['Int']['output'];
  /** The file's name, as it was given. */
  filename: Scalars['String']['output'];
  /** Unique in its service. */
  id: Scalars['ID']['output'];
  /** The media type, for example `image/png`. */
  mediaType: Scalars['String']['output'];
  /** The SHA-256 of the bytes, in hexadecimal. */
  sha256: Scalars['String']['output'];
  /** Where the gateway fetches the bytes, with its service token. Never a public address. */
  url: Scalars['String']['output'];
};

export { PersonalDataCategory };

/** How many values of one category. */
export type PersonalDataCategoryCount = {
  /** The category. */
  category: PersonalDataCategory;
  /** How many. */
  count: Scalars['Int']['output'];
};

export { PersonalDataDisposition };

/** How many records of one type met one fate. */
export type PersonalDataDispositionCount = {
  /** How many. */
  count: Scalars['Int']['output'];
  /** What was done with them. */
  disposition: PersonalDataDisposition;
  /** For RETAINED and NOT_SUPPORTED: the ground, in words a data subject can be given. */
  reason?: Maybe<Scalars['String']['output']>;
  /** The service's own type name. */
  recordType: Scalars['String']['output'];
  /** For RETAINED: until when, where that is known. */
  retainUntil?: Maybe<Scalars['DateTime']['output']>;
};

/** What was done with the records of a request, in total. */
export type PersonalDataDispositionReport = {
  /** False: call again, there is more. */
  complete: Scalars['Boolean']['output'];
  /** The request's totals so far, by record type and disposition. */
  dispositions: Array<PersonalDataDispositionCount>;
};

/** One personal value in a record. */
export type PersonalDataField = {
  /** What kind of data it is. */
  category: PersonalDataCategory;
  /** The field's name, as in the service's schema. */
  name: Scalars['String']['output'];
  /** The value, as text. */
  value: Scalars['String']['output'];
};

/** What one service holds about a person. */
export type PersonalDataInService = {
  /** Whether it answered. */
  available: Scalars['Boolean']['output'];
  /** Its answer; null when there was none. */
  data?: Maybe<PersonalData>;
  /** The service. */
  service: Scalars['String']['output'];
};

/** One stored item about the person: a contact, a message, a recording. */
export type PersonalDataRecord = {
  /** Files that belong to the record. */
  attachments: Array<PersonalDataAttachment>;
  /** When the record was made, where the service knows it. */
  createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** The personal values in the record. */
  fields: Array<PersonalDataField>;
  /** Unique in its service. */
  id: Scalars['ID']['output'];
  /** The service's own type name, as in its schema: `ExternalContact`, `Message`. */
  recordType: Scalars['String']['output'];
};

/** How many records of one type. */
export type PersonalDataRecordCount = {
  /** How many. */
  count: Scalars['Int']['output'];
  /** The service's own type name. */
  recordType: Scalars['String']['output'];
};

/** Article 16: every `existing` of this type becomes `updated`. */
export type PersonalDataReplacementInput = {
  /** The value that is wrong. */
  existing: Scalars['String']['input'];
  /** What kind of value it is; ids cannot be replaced. */
  type: PersonalIdentifierType;
  /** The value that is right. */
  updated: Scalars['String']['input'];
};

/** One identifying value: exactly one field is set. */
export type PersonalDataTermInput = {
  /** A postal address, whole or in part. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** The id of a dialer contact, with the list that it is on. */
  dialerContactId?: InputMaybe<DialerContactIdInput>;
  /** An e-mail address. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** The id of an external contact. */
  externalContactId?: InputMaybe<Scalars['ID']['input']>;
  /** A person's name, whole or in part; words in any order and spelling of case and accents. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** A phone number, however it is typed; best in international form. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** A name on a social platform. */
  socialHandle?: InputMaybe<SocialHandleInput>;
  /** The id of a directory user. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** An identifying value with its type. */
export type PersonalIdentifier = {
  /** What kind of value it is. */
  type: PersonalIdentifierType;
  /** The value, as it is stored. */
  value: Scalars['String']['output'];
};

export { PersonalIdentifierType };

/** A PII service of the running supergraph. */
export type PiiService = {
  /** Whether it answers now. */
  available: Scalars['Boolean']['output'];
  /** How long its answer took, in milliseconds; null when there was none. */
  latencyMs?: Maybe<Scalars['Float']['output']>;
  /** The service's name. */
  name: Scalars['String']['output'];
  /** The types of subjects that it owns. */
  ownsSubjects: Array<DataSubjectType>;
  /** Whether it finds data by subject only (R7). */
  requiresSubject: Scalars['Boolean']['output'];
  /** Where the gateway calls it. */
  url: Scalars['String']['output'];
};

export type Query = {
  /** [audit:view] Who asked what, and what was done, in the order of time. */
  auditLog: AuditLogConnection;
  /** [inventory:view] Every field of the supergraph that holds personal data: the register of Article 30. */
  dataInventory: Array<DataInventoryField>;
  /** [gdpr:request:view] One request. NOT_FOUND when the organisation has none with this id. */
  gdprRequest?: Maybe<GdprRequest>;
  /** [gdpr:request:view] The organisation's requests, newest first. */
  gdprRequests: GdprRequestConnection;
  /** [gdpr:subject:view + audit:view] What each service holds about the person, for an ad-hoc audit. Recorded in the audit log with its purpose. */
  personalDataReport: Array<PersonalDataInService>;
  /** [inventory:view] The PII services of the running supergraph, and whether each answers now. */
  piiServices: Array<PiiService>;
  /** [gdpr:request:add] What a request would do, service by service, before anything is done. Nothing is changed. */
  previewGdprRequest: GdprRequestPreview;
  /** [gdpr:subject:view] Everyone whom the term matches, in every service. Changes nothing. Rate limited. */
  subjects: GdprSubjectConnection;
  /** [audit:view] Places whose personal data no request can reach (R18), with what would make them reachable. Recorded in the audit log. */
  unreachablePersonalData: UnreachablePersonalDataConnection;
};


export type QueryAuditLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AuditLogFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  order?: InputMaybe<AuditLogOrder>;
  requestId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryDataInventoryArgs = {
  service?: InputMaybe<Scalars['String']['input']>;
};


export type QueryGdprRequestArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGdprRequestsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<GdprRequestFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryPersonalDataReportArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  purpose: Scalars['String']['input'];
  term: PersonalDataTermInput;
};


export type QueryPreviewGdprRequestArgs = {
  term: PersonalDataTermInput;
  type: GdprRequestType;
};


export type QuerySubjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  term: GdprSubjectTermInput;
};


export type QueryUnreachablePersonalDataArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  service?: InputMaybe<Scalars['String']['input']>;
};

/** A name on a social platform. */
export type SocialHandleInput = {
  /** The name, with or without `@`. */
  handle: Scalars['String']['input'];
  /** The platform. */
  platform: SocialPlatform;
};

export { SocialPlatform };

export type Subscription = {
  /**
   * [gdpr:request:view] The request at once, then on every change, until it has finished. Comes as server-sent events: the
   * operation is sent to `/graphql` as ever, with `Accept: text/event-stream`.
   */
  gdprRequestUpdated: GdprRequest;
};


export type SubscriptionGdprRequestUpdatedArgs = {
  id: Scalars['ID']['input'];
};

/** A place that may hold personal data and that no request can reach (R18). Never a value. */
export type UnreachablePersonalData = {
  /** Where in the record. */
  location: Scalars['String']['output'];
  /** Why requests do not reach it. */
  reason: Scalars['String']['output'];
  /** The record's id. */
  recordId: Scalars['ID']['output'];
  /** The service's own type name. */
  recordType: Scalars['String']['output'];
  /** What would make it reachable, or keep personal data out of it. */
  remedy: Scalars['String']['output'];
  /** The service. */
  service: Scalars['String']['output'];
};

/** A page of places that no request can reach, by service. */
export type UnreachablePersonalDataConnection = {
  /** The places of this page. */
  nodes: Array<UnreachablePersonalData>;
  /** Where the page ends. */
  pageInfo: PageInfo;
  /** Services that report such places and could not be asked. */
  unavailable: Array<Scalars['String']['output']>;
};

/** A user of the directory. */
export type User = {
  /** The user's id. */
  id: Scalars['ID']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  GdprRequest: GdprRequest;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  GdprRequest:
    ( { __typename: 'GdprRequest' }
    & GraphQLRecursivePick<FederationTypes['GdprRequest'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  DataSubjectEntity:
    | ( { id: string; contactListId: string } & { __typename: 'DialerContact' } )
    | ( { id: string } & { __typename: 'ExternalContact' } )
    | ( { id: string } & { __typename: 'User' } )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AuditAction: AuditAction;
  AuditLogConnection: ResolverTypeWrapper<AuditLogConnection>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  AuditLogEntry: ResolverTypeWrapper<AuditLogEntry>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  AuditLogFilter: AuditLogFilter;
  AuditLogOrder: AuditLogOrder;
  CreateGdprRequestInput: CreateGdprRequestInput;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  CreateGdprRequestPayload: ResolverTypeWrapper<Omit<CreateGdprRequestPayload, 'request'> & { request: ResolversTypes['GdprRequest'] }>;
  DataInventoryField: ResolverTypeWrapper<DataInventoryField>;
  DataSubject: ResolverTypeWrapper<DataSubject>;
  DataSubjectEntity: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DataSubjectEntity']>;
  DataSubjectType: DataSubjectType;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DialerContact: ResolverTypeWrapper<{ id: string; contactListId: string }>;
  DialerContactIdInput: DialerContactIdInput;
  ExternalContact: ResolverTypeWrapper<{ id: string }>;
  GdprErasureVerification: GdprErasureVerification;
  GdprExportPackage: ResolverTypeWrapper<GdprExportPackage>;
  GdprMatchKind: GdprMatchKind;
  GdprRequest: ResolverTypeWrapper<GdprRequestEntity>;
  GdprRequestConnection: ResolverTypeWrapper<Omit<GdprRequestConnection, 'nodes'> & { nodes: Array<ResolversTypes['GdprRequest']> }>;
  GdprRequestFilter: GdprRequestFilter;
  GdprRequestPreview: ResolverTypeWrapper<GdprRequestPreview>;
  GdprRequestStatus: GdprRequestStatus;
  GdprRequestType: GdprRequestType;
  GdprServiceError: ResolverTypeWrapper<GdprServiceError>;
  GdprServiceOutcome: ResolverTypeWrapper<GdprTaskEntity>;
  GdprServicePreview: ResolverTypeWrapper<GdprServicePreview>;
  GdprServiceStatus: GdprServiceStatus;
  GdprSubject: ResolverTypeWrapper<Omit<GdprSubject, 'entity'> & { entity?: Maybe<ResolversTypes['DataSubjectEntity']> }>;
  GdprSubjectConnection: ResolverTypeWrapper<Omit<GdprSubjectConnection, 'nodes'> & { nodes: Array<ResolversTypes['GdprSubject']> }>;
  GdprSubjectTermInput: GdprSubjectTermInput;
  GdprSuggestedTerm: ResolverTypeWrapper<GdprSuggestedTerm>;
  GdprTermMatch: ResolverTypeWrapper<GdprTermMatch>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PersonalData: ResolverTypeWrapper<PersonalData>;
  PersonalDataAttachment: ResolverTypeWrapper<PersonalDataAttachment>;
  PersonalDataCategory: PersonalDataCategory;
  PersonalDataCategoryCount: ResolverTypeWrapper<PersonalDataCategoryCount>;
  PersonalDataDisposition: PersonalDataDisposition;
  PersonalDataDispositionCount: ResolverTypeWrapper<PersonalDataDispositionCount>;
  PersonalDataDispositionReport: ResolverTypeWrapper<PersonalDataDispositionReport>;
  PersonalDataField: ResolverTypeWrapper<PersonalDataField>;
  PersonalDataInService: ResolverTypeWrapper<PersonalDataInService>;
  PersonalDataRecord: ResolverTypeWrapper<PersonalDataRecord>;
  PersonalDataRecordCount: ResolverTypeWrapper<PersonalDataRecordCount>;
  PersonalDataReplacementInput: PersonalDataReplacementInput;
  PersonalDataTermInput: PersonalDataTermInput;
  PersonalIdentifier: ResolverTypeWrapper<PersonalIdentifier>;
  PersonalIdentifierType: PersonalIdentifierType;
  PiiService: ResolverTypeWrapper<PiiService>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SocialHandleInput: SocialHandleInput;
  SocialPlatform: SocialPlatform;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UnreachablePersonalData: ResolverTypeWrapper<UnreachablePersonalData>;
  UnreachablePersonalDataConnection: ResolverTypeWrapper<UnreachablePersonalDataConnection>;
  User: ResolverTypeWrapper<{ id: string }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AuditLogConnection: AuditLogConnection;
  Boolean: Scalars['Boolean']['output'];
  AuditLogEntry: AuditLogEntry;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  Float: Scalars['Float']['output'];
  AuditLogFilter: AuditLogFilter;
  CreateGdprRequestInput: CreateGdprRequestInput;
  Int: Scalars['Int']['output'];
  CreateGdprRequestPayload: Omit<CreateGdprRequestPayload, 'request'> & { request: ResolversParentTypes['GdprRequest'] };
  DataInventoryField: DataInventoryField;
  DataSubject: DataSubject;
  DataSubjectEntity: ResolversUnionTypes<ResolversParentTypes>['DataSubjectEntity'];
  DateTime: Scalars['DateTime']['output'];
  DialerContact: { id: string; contactListId: string };
  DialerContactIdInput: DialerContactIdInput;
  ExternalContact: { id: string };
  GdprExportPackage: GdprExportPackage;
  GdprRequest: GdprRequestEntity;
  GdprRequestConnection: Omit<GdprRequestConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['GdprRequest']> };
  GdprRequestFilter: GdprRequestFilter;
  GdprRequestPreview: GdprRequestPreview;
  GdprServiceError: GdprServiceError;
  GdprServiceOutcome: GdprTaskEntity;
  GdprServicePreview: GdprServicePreview;
  GdprSubject: Omit<GdprSubject, 'entity'> & { entity?: Maybe<ResolversParentTypes['DataSubjectEntity']> };
  GdprSubjectConnection: Omit<GdprSubjectConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['GdprSubject']> };
  GdprSubjectTermInput: GdprSubjectTermInput;
  GdprSuggestedTerm: GdprSuggestedTerm;
  GdprTermMatch: GdprTermMatch;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PersonalData: PersonalData;
  PersonalDataAttachment: PersonalDataAttachment;
  PersonalDataCategoryCount: PersonalDataCategoryCount;
  PersonalDataDispositionCount: PersonalDataDispositionCount;
  PersonalDataDispositionReport: PersonalDataDispositionReport;
  PersonalDataField: PersonalDataField;
  PersonalDataInService: PersonalDataInService;
  PersonalDataRecord: PersonalDataRecord;
  PersonalDataRecordCount: PersonalDataRecordCount;
  PersonalDataReplacementInput: PersonalDataReplacementInput;
  PersonalDataTermInput: PersonalDataTermInput;
  PersonalIdentifier: PersonalIdentifier;
  PiiService: PiiService;
  Query: Record<PropertyKey, never>;
  SocialHandleInput: SocialHandleInput;
  Subscription: Record<PropertyKey, never>;
  UnreachablePersonalData: UnreachablePersonalData;
  UnreachablePersonalDataConnection: UnreachablePersonalDataConnection;
  User: { id: string };
};

export type AuditLogConnectionResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['AuditLogConnection'] = ResolversParentTypes['AuditLogConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['AuditLogEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  verified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AuditLogEntryResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['AuditLogEntry'] = ResolversParentTypes['AuditLogEntry']> = {
  action?: Resolver<ResolversTypes['AuditAction'], ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  detail?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  previousHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  service?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CreateGdprRequestPayloadResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['CreateGdprRequestPayload'] = ResolversParentTypes['CreateGdprRequestPayload']> = {
  created?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  request?: Resolver<ResolversTypes['GdprRequest'], ParentType, ContextType>;
};

export type DataInventoryFieldResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['DataInventoryField'] = ResolversParentTypes['DataInventoryField']> = {
  category?: Resolver<ResolversTypes['PersonalDataCategory'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  legalBasis?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  onErase?: Resolver<ResolversTypes['PersonalDataDisposition'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DataSubjectResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['DataSubject'] = ResolversParentTypes['DataSubject']> = {
  activeEmployee?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  canonicalContactId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  contactListId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  identifiers?: Resolver<Array<ResolversTypes['PersonalIdentifier']>, ParentType, ContextType>;
  matchedOn?: Resolver<Array<ResolversTypes['PersonalIdentifier']>, ParentType, ContextType>;
  mergeSet?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['DataSubjectType'], ParentType, ContextType>;
};

export type DataSubjectEntityResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['DataSubjectEntity'] = ResolversParentTypes['DataSubjectEntity']> = {
  __resolveType: TypeResolveFn<'DialerContact' | 'ExternalContact' | 'User', ParentType, ContextType>;
};

export type DataSubjectTypeResolvers = EnumResolverSignature<{ DIALER_CONTACT?: any, EXTERNAL_CONTACT?: any, USER?: any }, ResolversTypes['DataSubjectType']>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DialerContactResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['DialerContact'] = ResolversParentTypes['DialerContact']> = {
  contactListId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ExternalContactResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['ExternalContact'] = ResolversParentTypes['ExternalContact']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GdprErasureVerificationResolvers = EnumResolverSignature<{ PENDING?: any, RESIDUAL?: any, UNREACHABLE?: any, VERIFIED?: any }, ResolversTypes['GdprErasureVerification']>;

export type GdprExportPackageResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprExportPackage'] = ResolversParentTypes['GdprExportPackage']> = {
  byteSize?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GdprMatchKindResolvers = EnumResolverSignature<{ EXACT?: any, PARTIAL?: any }, ResolversTypes['GdprMatchKind']>;

export type GdprRequestResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprRequest'] = ResolversParentTypes['GdprRequest'], FederationReferenceType extends FederationReferenceTypes['GdprRequest'] = FederationReferenceTypes['GdprRequest']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['GdprRequest']> | FederationReferenceType, FederationReferenceType, ContextType>;
  certificate?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dueAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  overdue?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  package?: Resolver<Maybe<ResolversTypes['GdprExportPackage']>, ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['GdprRequest']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  relatedRequests?: Resolver<Array<ResolversTypes['GdprRequest']>, ParentType, ContextType>;
  services?: Resolver<Array<ResolversTypes['GdprServiceOutcome']>, ParentType, ContextType>;
  splitOff?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['GdprRequestStatus'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['DataSubject']>, ParentType, ContextType>;
  suggestedTerms?: Resolver<Array<ResolversTypes['GdprSuggestedTerm']>, ParentType, ContextType>;
  term?: Resolver<Maybe<ResolversTypes['PersonalIdentifier']>, ParentType, ContextType>;
  termDigest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['GdprRequestType'], ParentType, ContextType>;
};

export type GdprRequestConnectionResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprRequestConnection'] = ResolversParentTypes['GdprRequestConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['GdprRequest']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type GdprRequestPreviewResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprRequestPreview'] = ResolversParentTypes['GdprRequestPreview']> = {
  planHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  services?: Resolver<Array<ResolversTypes['GdprServicePreview']>, ParentType, ContextType>;
  subjects?: Resolver<Array<ResolversTypes['DataSubject']>, ParentType, ContextType>;
  suggestedTerms?: Resolver<Array<ResolversTypes['GdprSuggestedTerm']>, ParentType, ContextType>;
};

export type GdprRequestStatusResolvers = EnumResolverSignature<{ CANCELLED?: any, COMPLETED?: any, DELETING?: any, ERROR?: any, EXPORTING?: any, FINALIZING?: any, INITIATED?: any, SEARCHING?: any, UPDATING?: any }, ResolversTypes['GdprRequestStatus']>;

export type GdprRequestTypeResolvers = EnumResolverSignature<{ DELETE?: any, EXPORT?: any, GET?: any, UPDATE?: any }, ResolversTypes['GdprRequestType']>;

export type GdprServiceErrorResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprServiceError'] = ResolversParentTypes['GdprServiceError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GdprServiceOutcomeResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprServiceOutcome'] = ResolversParentTypes['GdprServiceOutcome']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  bytesFound?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  categoryCounts?: Resolver<Array<ResolversTypes['PersonalDataCategoryCount']>, ParentType, ContextType>;
  dispositions?: Resolver<Array<ResolversTypes['PersonalDataDispositionCount']>, ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['GdprServiceError']>, ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  recordCounts?: Resolver<Array<ResolversTypes['PersonalDataRecordCount']>, ParentType, ContextType>;
  recordsFound?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['GdprServiceStatus'], ParentType, ContextType>;
  verification?: Resolver<Maybe<ResolversTypes['GdprErasureVerification']>, ParentType, ContextType>;
};

export type GdprServicePreviewResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprServicePreview'] = ResolversParentTypes['GdprServicePreview']> = {
  recordCounts?: Resolver<Array<ResolversTypes['PersonalDataRecordCount']>, ParentType, ContextType>;
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['GdprServiceStatus'], ParentType, ContextType>;
};

export type GdprServiceStatusResolvers = EnumResolverSignature<{ CANCELLED?: any, COMPLETED?: any, FAILED?: any, NOTHING_FOUND?: any, PENDING?: any, RETRYING?: any, RUNNING?: any, SUBJECT_REQUIRED?: any }, ResolversTypes['GdprServiceStatus']>;

export type GdprSubjectResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprSubject'] = ResolversParentTypes['GdprSubject']> = {
  entity?: Resolver<Maybe<ResolversTypes['DataSubjectEntity']>, ParentType, ContextType>;
  match?: Resolver<ResolversTypes['DataSubject'], ParentType, ContextType>;
  matches?: Resolver<Array<ResolversTypes['GdprTermMatch']>, ParentType, ContextType>;
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GdprSubjectConnectionResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprSubjectConnection'] = ResolversParentTypes['GdprSubjectConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['GdprSubject']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unavailable?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type GdprSuggestedTermResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprSuggestedTerm'] = ResolversParentTypes['GdprSuggestedTerm']> = {
  contactListId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  foundIn?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  term?: Resolver<ResolversTypes['PersonalIdentifier'], ParentType, ContextType>;
};

export type GdprTermMatchResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprTermMatch'] = ResolversParentTypes['GdprTermMatch']> = {
  identifier?: Resolver<ResolversTypes['PersonalIdentifier'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['GdprMatchKind'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelGdprRequest?: Resolver<ResolversTypes['GdprRequest'], ParentType, ContextType, RequireFields<MutationCancelGdprRequestArgs, 'id'>>;
  createGdprRequest?: Resolver<ResolversTypes['CreateGdprRequestPayload'], ParentType, ContextType, RequireFields<MutationCreateGdprRequestArgs, 'input'>>;
  retryGdprRequest?: Resolver<ResolversTypes['GdprRequest'], ParentType, ContextType, RequireFields<MutationRetryGdprRequestArgs, 'id'>>;
};

export type PageInfoResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PersonalDataResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalData'] = ResolversParentTypes['PersonalData']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  records?: Resolver<Array<ResolversTypes['PersonalDataRecord']>, ParentType, ContextType>;
  subjectRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  subjects?: Resolver<Array<ResolversTypes['DataSubject']>, ParentType, ContextType>;
};

export type PersonalDataAttachmentResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalDataAttachment'] = ResolversParentTypes['PersonalDataAttachment']> = {
  byteSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  filename?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mediaType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PersonalDataCategoryResolvers = EnumResolverSignature<{ ADDRESS?: any, ATTACHMENT?: any, BEHAVIOUR?: any, COMMUNICATION?: any, EMAIL?: any, EMPLOYMENT?: any, IDENTIFIER?: any, NAME?: any, OTHER?: any, PHONE?: any, SOCIAL_HANDLE?: any, VOICE?: any }, ResolversTypes['PersonalDataCategory']>;

export type PersonalDataCategoryCountResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalDataCategoryCount'] = ResolversParentTypes['PersonalDataCategoryCount']> = {
  category?: Resolver<ResolversTypes['PersonalDataCategory'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PersonalDataDispositionResolvers = EnumResolverSignature<{ ANONYMIZED?: any, ERASED?: any, NOT_SUPPORTED?: any, RECTIFIED?: any, RETAINED?: any }, ResolversTypes['PersonalDataDisposition']>;

export type PersonalDataDispositionCountResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalDataDispositionCount'] = ResolversParentTypes['PersonalDataDispositionCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  disposition?: Resolver<ResolversTypes['PersonalDataDisposition'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recordType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retainUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type PersonalDataDispositionReportResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalDataDispositionReport'] = ResolversParentTypes['PersonalDataDispositionReport']> = {
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  dispositions?: Resolver<Array<ResolversTypes['PersonalDataDispositionCount']>, ParentType, ContextType>;
};

export type PersonalDataFieldResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalDataField'] = ResolversParentTypes['PersonalDataField']> = {
  category?: Resolver<ResolversTypes['PersonalDataCategory'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PersonalDataInServiceResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalDataInService'] = ResolversParentTypes['PersonalDataInService']> = {
  available?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  data?: Resolver<Maybe<ResolversTypes['PersonalData']>, ParentType, ContextType>;
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PersonalDataRecordResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalDataRecord'] = ResolversParentTypes['PersonalDataRecord']> = {
  attachments?: Resolver<Array<ResolversTypes['PersonalDataAttachment']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['PersonalDataField']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recordType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PersonalDataRecordCountResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalDataRecordCount'] = ResolversParentTypes['PersonalDataRecordCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  recordType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PersonalIdentifierResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalIdentifier'] = ResolversParentTypes['PersonalIdentifier']> = {
  type?: Resolver<ResolversTypes['PersonalIdentifierType'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PersonalIdentifierTypeResolvers = EnumResolverSignature<{ ADDRESS?: any, APPLE_MESSAGES?: any, DIALER_CONTACT_ID?: any, EMAIL?: any, EXTERNAL_CONTACT_ID?: any, FACEBOOK?: any, INSTAGRAM?: any, NAME?: any, PHONE?: any, TWITTER?: any, USER_ID?: any, WHATSAPP?: any }, ResolversTypes['PersonalIdentifierType']>;

export type PiiServiceResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PiiService'] = ResolversParentTypes['PiiService']> = {
  available?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  latencyMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ownsSubjects?: Resolver<Array<ResolversTypes['DataSubjectType']>, ParentType, ContextType>;
  requiresSubject?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  auditLog?: Resolver<ResolversTypes['AuditLogConnection'], ParentType, ContextType, RequireFields<QueryAuditLogArgs, 'first' | 'order'>>;
  dataInventory?: Resolver<Array<ResolversTypes['DataInventoryField']>, ParentType, ContextType, Partial<QueryDataInventoryArgs>>;
  gdprRequest?: Resolver<Maybe<ResolversTypes['GdprRequest']>, ParentType, ContextType, RequireFields<QueryGdprRequestArgs, 'id'>>;
  gdprRequests?: Resolver<ResolversTypes['GdprRequestConnection'], ParentType, ContextType, RequireFields<QueryGdprRequestsArgs, 'first'>>;
  personalDataReport?: Resolver<Array<ResolversTypes['PersonalDataInService']>, ParentType, ContextType, RequireFields<QueryPersonalDataReportArgs, 'first' | 'purpose' | 'term'>>;
  piiServices?: Resolver<Array<ResolversTypes['PiiService']>, ParentType, ContextType>;
  previewGdprRequest?: Resolver<ResolversTypes['GdprRequestPreview'], ParentType, ContextType, RequireFields<QueryPreviewGdprRequestArgs, 'term' | 'type'>>;
  subjects?: Resolver<ResolversTypes['GdprSubjectConnection'], ParentType, ContextType, RequireFields<QuerySubjectsArgs, 'first' | 'term'>>;
  unreachablePersonalData?: Resolver<ResolversTypes['UnreachablePersonalDataConnection'], ParentType, ContextType, RequireFields<QueryUnreachablePersonalDataArgs, 'first'>>;
};

export type SocialPlatformResolvers = EnumResolverSignature<{ APPLE_MESSAGES?: any, FACEBOOK?: any, INSTAGRAM?: any, TWITTER?: any, WHATSAPP?: any }, ResolversTypes['SocialPlatform']>;

export type SubscriptionResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  gdprRequestUpdated?: SubscriptionResolver<ResolversTypes['GdprRequest'], "gdprRequestUpdated", ParentType, ContextType, RequireFields<SubscriptionGdprRequestUpdatedArgs, 'id'>>;
};

export type UnreachablePersonalDataResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['UnreachablePersonalData'] = ResolversParentTypes['UnreachablePersonalData']> = {
  location?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recordType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  remedy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UnreachablePersonalDataConnectionResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['UnreachablePersonalDataConnection'] = ResolversParentTypes['UnreachablePersonalDataConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['UnreachablePersonalData']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  unavailable?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UserResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = GdprContext> = {
  AuditLogConnection?: AuditLogConnectionResolvers<ContextType>;
  AuditLogEntry?: AuditLogEntryResolvers<ContextType>;
  CreateGdprRequestPayload?: CreateGdprRequestPayloadResolvers<ContextType>;
  DataInventoryField?: DataInventoryFieldResolvers<ContextType>;
  DataSubject?: DataSubjectResolvers<ContextType>;
  DataSubjectEntity?: DataSubjectEntityResolvers<ContextType>;
  DataSubjectType?: DataSubjectTypeResolvers;
  DateTime?: GraphQLScalarType;
  DialerContact?: DialerContactResolvers<ContextType>;
  ExternalContact?: ExternalContactResolvers<ContextType>;
  GdprErasureVerification?: GdprErasureVerificationResolvers;
  GdprExportPackage?: GdprExportPackageResolvers<ContextType>;
  GdprMatchKind?: GdprMatchKindResolvers;
  GdprRequest?: GdprRequestResolvers<ContextType>;
  GdprRequestConnection?: GdprRequestConnectionResolvers<ContextType>;
  GdprRequestPreview?: GdprRequestPreviewResolvers<ContextType>;
  GdprRequestStatus?: GdprRequestStatusResolvers;
  GdprRequestType?: GdprRequestTypeResolvers;
  GdprServiceError?: GdprServiceErrorResolvers<ContextType>;
  GdprServiceOutcome?: GdprServiceOutcomeResolvers<ContextType>;
  GdprServicePreview?: GdprServicePreviewResolvers<ContextType>;
  GdprServiceStatus?: GdprServiceStatusResolvers;
  GdprSubject?: GdprSubjectResolvers<ContextType>;
  GdprSubjectConnection?: GdprSubjectConnectionResolvers<ContextType>;
  GdprSuggestedTerm?: GdprSuggestedTermResolvers<ContextType>;
  GdprTermMatch?: GdprTermMatchResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PersonalData?: PersonalDataResolvers<ContextType>;
  PersonalDataAttachment?: PersonalDataAttachmentResolvers<ContextType>;
  PersonalDataCategory?: PersonalDataCategoryResolvers;
  PersonalDataCategoryCount?: PersonalDataCategoryCountResolvers<ContextType>;
  PersonalDataDisposition?: PersonalDataDispositionResolvers;
  PersonalDataDispositionCount?: PersonalDataDispositionCountResolvers<ContextType>;
  PersonalDataDispositionReport?: PersonalDataDispositionReportResolvers<ContextType>;
  PersonalDataField?: PersonalDataFieldResolvers<ContextType>;
  PersonalDataInService?: PersonalDataInServiceResolvers<ContextType>;
  PersonalDataRecord?: PersonalDataRecordResolvers<ContextType>;
  PersonalDataRecordCount?: PersonalDataRecordCountResolvers<ContextType>;
  PersonalIdentifier?: PersonalIdentifierResolvers<ContextType>;
  PersonalIdentifierType?: PersonalIdentifierTypeResolvers;
  PiiService?: PiiServiceResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SocialPlatform?: SocialPlatformResolvers;
  Subscription?: SubscriptionResolvers<ContextType>;
  UnreachablePersonalData?: UnreachablePersonalDataResolvers<ContextType>;
  UnreachablePersonalDataConnection?: UnreachablePersonalDataConnectionResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

