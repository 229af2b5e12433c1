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
import type { WebhookEvent } from '../webhooks/events';
import type { DisabledReason as WebhookDisabledReason } from '../webhooks/endpoints/webhook-endpoint';
import type { DeliveryStatus as WebhookDeliveryStatus } from '../webhooks/delivery/deliveries';
import type { Verification as GdprErasureVerification } from './lifecycle';
import type { MatchKind as GdprMatchKind } from '../../subgraphs/kit';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { GdprRequest as GdprRequestEntity, GdprTask as GdprTaskEntity } from './entities';
import type { ToldRecipient } from './services/recipients';
import type { GdprCase as GdprCaseEntity } from './cases/gdpr-case';
import type { LegalHold as LegalHoldEntity } from './holds/legal-hold';
import type { WebhookEndpoint as WebhookEndpointEntity } from '../webhooks/endpoints/webhook-endpoint';
import type { WebhookDelivery as WebhookDeliveryEntity } from '../webhooks/delivery/webhook-delivery';
import type { GdprRestriction as GdprRestrictionEntity } from './restrictions/restriction';
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
  /** A case was closed. */
  | 'CASE_CLOSED'
  /** The law's limit of a case was extended (R29). */
  | 'CASE_EXTENDED'
  /** It was stated how the identity of a case's person was confirmed. */
  | 'CASE_IDENTITY_CONFIRMED'
  /** A case was opened (R28). */
  | 'CASE_OPENED'
  /** A service was about to be asked to erase. Written before the first call that destroys. */
  | 'ERASURE_INTENDED'
  /** An erasure was made again in services that were restored from a backup (R23). */
  | 'ERASURE_REPLAYED'
  /** A search after an erasure found what should be gone. */
  | 'ERASURE_RESIDUAL'
  /** Somebody removed the tombstone of a value: `liftErasureTombstone` (R33). */
  | 'ERASURE_TOMBSTONE_LIFTED'
  /** Somebody asked whether a value belonged to somebody who was erased: `erasureTombstone` (R33). */
  | 'ERASURE_TOMBSTONE_READ'
  /** A service could not be asked whether an erasure holds. */
  | 'ERASURE_UNREACHABLE'
  /** A search after an erasure found nothing that should be gone. */
  | 'ERASURE_VERIFIED'
  /** Somebody listed whom legal holds are on: `legalHolds` (R31). */
  | 'LEGAL_HOLDS_LISTED'
  /** The time of a legal hold was over. */
  | 'LEGAL_HOLD_EXPIRED'
  /** A legal hold was placed on a person (R31). */
  | 'LEGAL_HOLD_PLACED'
  /** A legal hold was released. */
  | 'LEGAL_HOLD_RELEASED'
  /** Contacts were merged into the set while the requests for it ran; they are not touched (R8). */
  | 'MERGE_SET_GREW'
  /** Contacts left the merge set before the request for it ran (R8). */
  | 'MERGE_SET_SHRANK'
  /** The package of an export was downloaded, whole or in part (R13). */
  | 'PACKAGE_DOWNLOADED'
  /** A link for the person to a package was made (R37). */
  | 'PACKAGE_LINK_CREATED'
  /** A link was opened with its code. */
  | 'PACKAGE_LINK_OPENED'
  /** A wrong code was tried at a link. */
  | 'PACKAGE_LINK_REFUSED'
  /** Somebody looked at what every service holds about a person. */
  | 'PERSONAL_DATA_READ'
  /** The processing of a person's data was restricted (Art. 18, R34). */
  | 'PROCESSING_RESTRICTED'
  /** It was stated that a recipient of erased or rectified data was told (R36). */
  | 'RECIPIENT_INFORMED'
  /** A request was created for another member of the merge set (R8). */
  | 'RELATED_REQUEST_CREATED'
  /** A second person let a request begin that waited for their approval (R30). */
  | 'REQUEST_APPROVED'
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
  /** A request that was in flight without a case was filed in the case that an equal call named (R28). */
  | 'REQUEST_FILED'
  /** Every service had ended its part of a request; it was about to be verified and closed. */
  | 'REQUEST_FINALIZING'
  /** A legal hold keeps all that a request would change. The request waits for the end of the hold (R31). */
  | 'REQUEST_ON_HOLD'
  /** Somebody looked at what a request would touch: `previewGdprRequest`. */
  | 'REQUEST_PREVIEWED'
  /** A second person rejected a request that waited for their approval (R30). */
  | 'REQUEST_REJECTED'
  /** The legal holds that kept a request, or parts of it, have ended, and these begin. */
  | 'REQUEST_RESUMED'
  /** A caller had the failed parts of a request run again. */
  | 'REQUEST_RETRIED'
  /** Somebody listed restrictions: `restrictions` (R34). */
  | 'RESTRICTIONS_LISTED'
  /** The status of a restriction changed in a service that was told of it, or told that it was lifted (R34). */
  | 'RESTRICTION_IN_SERVICE'
  /** A restriction was lifted (R34). */
  | 'RESTRICTION_LIFTED'
  /** It was stated that a recipient of restricted data was told (R36). */
  | 'RESTRICTION_RECIPIENT_INFORMED'
  /** A service did its part. */
  | 'SERVICE_COMPLETED'
  /** A service's part was given up. */
  | 'SERVICE_FAILED'
  /** A service held nothing about the person. */
  | 'SERVICE_NOTHING_FOUND'
  /** A legal hold kept a service's part of a request: it waits for the end of the hold (R31). */
  | 'SERVICE_ON_HOLD'
  /** A service joined, or was registered anew: `registerService`. */
  | 'SERVICE_REGISTERED'
  /** A service answered after its part had been cancelled or put on hold. What it did is recorded: done is done. */
  | 'SERVICE_REPORTED_LATE'
  /** A service that had joined was retired: `retireService`. */
  | 'SERVICE_RETIRED'
  /** An attempt at a service's part failed or broke off, and another will be made. */
  | 'SERVICE_RETRYING'
  /** A worker began an attempt at a service's part. */
  | 'SERVICE_RUNNING'
  /** A service could not look for the person: it finds data by subject only (R7). */
  | 'SERVICE_SUBJECT_REQUIRED'
  /** Somebody looked up whom a value matches: `subjects` (R1). */
  | 'SUBJECTS_SEARCHED'
  /** A search found a subject that holds a value of somebody who was erased. Recorded once for each subject (R33). */
  | 'SUBJECT_REAPPEARED'
  /** Somebody listed the places that no request can reach (R18). */
  | 'UNREACHABLE_DATA_LISTED'
  /** An erasure will not be verified once more: the organisation's keys were destroyed, or a service did not answer for as long as it was asked. */
  | 'VERIFICATION_DROPPED'
  /** Webhooks were sent again. */
  | 'WEBHOOKS_REDELIVERED'
  /** An endpoint's address or events were replaced, or it was enabled or disabled. */
  | 'WEBHOOK_ENDPOINT_CHANGED'
  /** An endpoint for webhooks was registered (R32). */
  | 'WEBHOOK_ENDPOINT_CREATED'
  /** An endpoint was removed. */
  | 'WEBHOOK_ENDPOINT_DELETED'
  /** An endpoint is gone, has only failed for days, or leads to an address that is refused: nothing is sent to it any more. */
  | 'WEBHOOK_ENDPOINT_DISABLED'
  /** An endpoint was given a new secret. */
  | 'WEBHOOK_SECRET_ROTATED'
  /** A test event was sent to an endpoint. */
  | 'WEBHOOK_TESTED';

/** A page of the audit log. */
export type AuditLogConnection = {
  /** The entries of this page. */
  nodes: Array<AuditLogEntry>;
  /** Where the page ends. */
  pageInfo: PageInfo;
  /**
   * Whether the log is unaltered, as far as it was verified. False when an entry up to the newest one of this page, or up to the newest signed
   * checkpoint outside the database, is known to be altered, removed or moved. The entries of the page and up to 1,000 entries before the
   * newest covered one are verified as they are read; older entries were verified within about the last 10 minutes. `habeas verify-audit`
   * verifies the whole chain at once.
   */
  verified: Scalars['Boolean']['output'];
};

/** Something that was done, and by whom (R21). */
export type AuditLogEntry = {
  /** What was done. */
  action: AuditAction;
  /**
   * Who did it: the subject of the caller's token, or `habeas`. A caller is encrypted, and `[unreadable]` once the organisation's keys were
   * destroyed.
   */
  actor: Scalars['String']['output'];
  /** The time of the entry. */
  at: Scalars['DateTime']['output'];
  /**
   * Details for an auditor: digests, codes and counts, never a personal value. What a caller stated, such as the purpose of a report, is
   * encrypted, and `[unreadable]` once the organisation's keys were destroyed.
   */
  detail: Scalars['String']['output'];
  /** The SHA-256 of the entry as it is stored, with encrypted values in their encrypted form, and of the hash before it. */
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
  /** Entries of this kind. */
  action?: InputMaybe<AuditAction>;
  /** Entries by this caller: the subject of a token, or `habeas`. Callers are found by keyed digest, for as long as the organisation has its keys. */
  actor?: InputMaybe<Scalars['String']['input']>;
  /** Entries of this case and of its requests. It cannot be combined with `term`. */
  caseId?: InputMaybe<Scalars['ID']['input']>;
  /** Entries of this time or later. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Entries of this request. */
  requestId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Entries about the person whom this value or id identifies: those of requests on this term, and those of searches and reports on it. They are
   * found by keyed digest, for as long as the organisation has its keys. An external id of one system also finds those on the id of any system.
   */
  term?: InputMaybe<PersonalDataTermInput>;
  /** Entries from before this time. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** In which order the audit log is read. */
export type AuditLogOrder =
  /** The newest entry first. */
  | 'NEWEST_FIRST'
  /** The oldest entry first. */
  | 'OLDEST_FIRST';

/** A new request. */
export type CreateGdprRequestInput = {
  /** Confirms that the data of an active employee are no longer needed: required to DELETE one (R16). */
  activeEmployeeAcknowledged?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * The open case that the request belongs to (R28). An equal request that is in flight without a case is filed in it, with its whole family;
   * one that belongs to another case is refused with CONFLICTING_REQUEST.
   */
  caseId?: InputMaybe<Scalars['ID']['input']>;
  /** Required to be true for DELETE, and allowed for no other type. */
  deleteConfirmed?: InputMaybe<Scalars['Boolean']['input']>;
  /**
   * How many subjects the caller means to touch. This or `planHash` is required when a DELETE or UPDATE by a value matches
   * several subjects, or one in part (R24), and when a GET or EXPORT by NAME or ADDRESS matches several. By an id it counts the members of
   * the merge set (R8). Whenever it is given and is another number than the request would touch, the request is refused with BROAD_TERM.
   */
  expectedSubjects?: InputMaybe<Scalars['Int']['input']>;
  /** A repeated call with the same key answers what the first one answered. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The `planHash` of a preview. When given, the request is refused if the subject or its merge set has changed since. */
  planHash?: InputMaybe<Scalars['String']['input']>;
  /** The caller's own case number. It must hold no personal data. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** The values to correct. Required for UPDATE, and allowed for no other type. */
  replacements?: InputMaybe<Array<PersonalDataReplacementInput>>;
  /**
   * The value or id that identifies the person. A DELETE or UPDATE by a value that belongs to a member of a merge set is refused
   * with MERGE_SET: such a request names the contact by its id (R8). A set of more than 500 members is refused with MERGE_SET_TOO_LARGE.
   */
  term: PersonalDataTermInput;
  /** The right that the person exercises. */
  type: GdprRequestType;
};

/** The answer to a new request. */
export type CreateGdprRequestPayload = {
  /**
   * Whether `request` is new. False when an equal one was in flight already, and is answered instead (R10). An UPDATE with other replacements
   * than the one in flight is not equal, and is refused with CONFLICTING_REQUEST.
   */
  created: Scalars['Boolean']['output'];
  /** The request that was created, or the equal one that was in flight. */
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

/** What a service processes personal data for, as its schema declares it in one language (R13, R22). */
export type DataProcessing = {
  /** Automated decisions, profiling included, and their logic; null when there are none. */
  automatedDecisions?: Maybe<Scalars['String']['output']>;
  /** What the service is called. */
  label: Scalars['String']['output'];
  /** The language of the rest: two letters (ISO 639-1). */
  language: Scalars['String']['output'];
  /** The ground (Art. 6), in words. */
  legalBasis: Scalars['String']['output'];
  /** What the data are processed for. */
  purpose: Scalars['String']['output'];
  /** Who receives the data, or kinds of those; empty when nobody does. */
  recipients: Array<Scalars['String']['output']>;
  /** How long the data are kept, or what that depends on. */
  retention: Scalars['String']['output'];
  /** The service. */
  service: Scalars['String']['output'];
  /** Where the data come from; null when they come from the person. */
  source?: Maybe<Scalars['String']['output']>;
  /** Transfers to third countries, with their safeguards; null when there are none. */
  transfers?: Maybe<Scalars['String']['output']>;
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

/** What is kept of a value that was erased: when, and by which request. The value itself is not kept (R33). */
export type ErasureTombstone = {
  /** When the erasure was completed. */
  erasedAt: Scalars['DateTime']['output'];
  /** Until when the value warns. */
  expiresAt: Scalars['DateTime']['output'];
  /** The erasure's request. */
  requestId: Scalars['ID']['output'];
};

/** A person outside the organisation. */
export type ExternalContact = {
  /** The contact's id. */
  id: Scalars['ID']['output'];
};

/** The id that another system gave a person; compared exactly, without surrounding space. */
export type ExternalIdInput = {
  /** The system that gave it; any when absent. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** The id. */
  value: Scalars['String']['input'];
};

/** An approval, by somebody other than the person who made the request (R30). */
export type GdprApproval = {
  /** The time of the approval. */
  at: Scalars['DateTime']['output'];
  /** Who approved it. `[unreadable]` once the organisation's keys were destroyed. */
  by: Scalars['String']['output'];
  /** The hash of the plan that was approved. */
  planHash: Scalars['String']['output'];
};

/** Which requests wait for another person's approval (R30), as the operator has configured it for the organisation. */
export type GdprApprovalPolicy = {
  /** Such requests wait only when they touch more subjects than this, counting all members of a family. When null, they always wait. */
  aboveSubjects?: Maybe<Scalars['Int']['output']>;
  /** Whether the identity of the case's person must be confirmed before a request is approved. */
  identityRequired: Scalars['Boolean']['output'];
  /** The types of requests that wait. When it is empty, none does. */
  types: Array<GdprRequestType>;
};

/** What one person asked for: requests with one date of receipt and one legal deadline (R28). It holds no personal data of its own about that person. */
export type GdprCase = {
  /** When it was closed; null while it is open. */
  closedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The time at which the case was opened. */
  createdAt: Scalars['DateTime']['output'];
  /** Who opened it: the subject of the caller's token. `[unreadable]` once the organisation's keys were destroyed. */
  createdBy: Scalars['String']['output'];
  /** The one extension; null without one (R29). */
  extension?: Maybe<GdprExtension>;
  /** The case's id. */
  id: Scalars['ID']['output'];
  /** How the person's identity was confirmed; null until then. */
  identityVerification?: Maybe<GdprIdentityVerification>;
  /** The law's limit (Art. 12(3)): one calendar month from the receipt, in UTC, or the end of the extension. */
  legalDueAt: Scalars['DateTime']['output'];
  /** Why it ended so, in the words of whoever closed it. Null once the organisation's keys were destroyed. */
  note?: Maybe<Scalars['String']['output']>;
  /** [gdpr:request:view, gdpr:request:add or gdpr:request:approve] Identifiers that requests of this case found and that none of them has searched for (R6). */
  openSuggestions: Array<GdprSuggestedTerm>;
  /** How it ended; null while it is open. */
  outcome?: Maybe<GdprCaseOutcome>;
  /** Whether it is open past the law's limit. */
  overdue: Scalars['Boolean']['output'];
  /**
   * [gdpr:request:view] One package of all exports of the case, once none of them is in flight (R13). With one export it is that export's own; with
   * several it is a ZIP of theirs, which exists some seconds after the last one has ended and as long as all of them do. Null otherwise.
   */
  package?: Maybe<GdprExportPackage>;
  /** When the person's letter arrived. */
  receivedAt: Scalars['DateTime']['output'];
  /** The caller's own case number. Null once the organisation's keys were destroyed. */
  reference?: Maybe<Scalars['String']['output']>;
  /** The requests of the case, oldest first, at most 200. A related request is listed under its parent. */
  requests: Array<GdprRequest>;
};

/** A page of cases. */
export type GdprCaseConnection = {
  /** The cases of this page. */
  nodes: Array<GdprCase>;
  /** Where the page ends. */
  pageInfo: PageInfo;
  /** How many cases the filter lets through: 10,000 stands for that many or more. */
  totalCount: Scalars['Int']['output'];
};

/** Which cases a list holds: all conditions that are given must hold. */
export type GdprCaseFilter = {
  /** Cases with a deadline before this time. */
  dueBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Open cases when true, closed ones when false. */
  open?: InputMaybe<Scalars['Boolean']['input']>;
  /** Open cases past the legal deadline when true, all others when false. */
  overdue?: InputMaybe<Scalars['Boolean']['input']>;
  /** Cases with this case number. They are found by keyed digest, for as long as the organisation has its keys. */
  reference?: InputMaybe<Scalars['String']['input']>;
};

/** How a case ended. */
export type GdprCaseOutcome =
  /** All that was asked for was done. */
  | 'FULFILLED'
  /** Nobody was found. */
  | 'NOBODY_FOUND'
  /** Some of it was done. */
  | 'PARTLY_FULFILLED'
  /** It was refused (Art. 12(5), Art. 17(3)). */
  | 'REFUSED'
  /** The person withdrew it. */
  | 'WITHDRAWN';

export { GdprErasureVerification };

/** A copy of the data, as a ZIP: records as JSON lines, their files, and a manifest with checksums (R13). */
export type GdprExportPackage = {
  /** The size in bytes. */
  byteSize: Scalars['Float']['output'];
  /**
   * A link that a browser can follow without a token. It is valid for five minutes, for this package and caller, and takes any number of range
   * requests. Its use is recorded once in the audit log. It is answered on `gdprRequest(id)` and `gdprCase(id)` only: null in lists and
   * subscriptions.
   */
  downloadUrl?: Maybe<Scalars['String']['output']>;
  /** When the package is removed. An erasure of the same subject removes it at once. */
  expiresAt: Scalars['DateTime']['output'];
  /** The SHA-256 of the package, in hexadecimal. */
  sha256: Scalars['String']['output'];
  /** The address of the ZIP, fetched with the caller's token until the package expires. */
  url: Scalars['String']['output'];
};

/** The one extension of a case (Art. 12(3), R29). */
export type GdprExtension = {
  /** The time at which the limit was extended. */
  at: Scalars['DateTime']['output'];
  /** Who extended it. `[unreadable]` once the organisation's keys were destroyed. */
  by: Scalars['String']['output'];
  /** When the person was told, within the first month. */
  informedAt: Scalars['DateTime']['output'];
  /** The limit before the extension. */
  originalDueAt: Scalars['DateTime']['output'];
  /** The law's reason for it. */
  reason: GdprExtensionReason;
  /** The new limit. */
  until: Scalars['DateTime']['output'];
};

/** An extension of a case. */
export type GdprExtensionInput = {
  /** When the person was told: within the first month, and not in the future. */
  informedAt: Scalars['DateTime']['input'];
  /** The law's reason for it. */
  reason: GdprExtensionReason;
  /** The new limit: later than the one before, and at most three calendar months after the receipt. */
  until: Scalars['DateTime']['input'];
};

/** The two reasons for which the law lets a deadline be extended. */
export type GdprExtensionReason =
  /** What is asked for is complex. */
  | 'COMPLEXITY'
  /** The person has made many requests. */
  | 'NUMBER_OF_REQUESTS';

/** How an identity is confirmed. */
export type GdprIdentityMeans =
  /** Somebody who is authorised to act for the person. */
  | 'AUTHORISED_AGENT'
  /** The person was called back at a known number. */
  | 'CALL_BACK'
  /** A document was shown. */
  | 'ID_DOCUMENT'
  /** The person signed in to an account that is known. */
  | 'KNOWN_ACCOUNT'
  /** Another way. */
  | 'OTHER';

/** A statement that a person is who they say they are. */
export type GdprIdentityVerification = {
  /** The time at which it was stated. */
  at: Scalars['DateTime']['output'];
  /** Who confirmed it. `[unreadable]` once the organisation's keys were destroyed. */
  by: Scalars['String']['output'];
  /** How it was confirmed. */
  means: GdprIdentityMeans;
};

export { GdprMatchKind };

/** A link for the person (R37). */
export type GdprPackageLink = {
  /** The code that the page asks for. Send it another way than the address. */
  code: Scalars['String']['output'];
  /** The time at which the link ends. */
  expiresAt: Scalars['DateTime']['output'];
  /** The address of the page. It names nobody. */
  url: Scalars['String']['output'];
};

/** What a rectification would replace (R14). */
export type GdprPlannedReplacement = {
  /** The value that is wrong. */
  existing: Scalars['String']['output'];
  /** What kind of value it is. */
  type: PersonalIdentifierType;
  /** The value that is right. */
  updated: Scalars['String']['output'];
};

/** Somebody who has received the data, and is to be told of their rectification, erasure or restriction (Art. 19). */
export type GdprRecipient = {
  /** When the recipient was told; null until somebody says so. */
  informedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who said so. `[unreadable]` once the organisation's keys were destroyed. */
  informedBy?: Maybe<Scalars['String']['output']>;
  /** The recipient, as the service declares it. */
  recipient: Scalars['String']['output'];
  /** The service that names the recipient. */
  service: Scalars['String']['output'];
};

/** Why somebody rejected a request (R30). */
export type GdprRejectionReason =
  /** What is asked for is excessive (Art. 12(5)). */
  | 'EXCESSIVE'
  /** Nobody has confirmed that the person is who they say they are. */
  | 'IDENTITY_NOT_CONFIRMED'
  /** Another controller is responsible for the data. */
  | 'NOT_OUR_DATA'
  /** None of the other reasons. */
  | 'OTHER'
  /** What is asked for is manifestly unfounded (Art. 12(5)). */
  | 'UNFOUNDED'
  /** The request is about somebody other than the person who asked. */
  | 'WRONG_PERSON';

/** What became of one replacement in one service. */
export type GdprReplacementOutcome = {
  /** Whether the service found `existing` in what it can read. When no service did, the value may be mistyped. */
  found: Scalars['Boolean']['output'];
  /** Its place in the input, from 0. */
  index: Scalars['Int']['output'];
  /** How many records hold the value, or may hold it, and cannot be changed: a recorded voice, or a name in parts that the new name does not tell apart. */
  notSupported: Scalars['Int']['output'];
  /** How many values were changed from `existing` to `updated`. */
  replaced: Scalars['Int']['output'];
};

/** The requests of a period, counted. */
export type GdprReport = {
  /** The beginning of the period. */
  from: Scalars['DateTime']['output'];
  /** A row for each type and status that occurs. */
  rows: Array<GdprReportRow>;
  /** The end of the period, which is not part of it. */
  to: Scalars['DateTime']['output'];
};

/** Requests of one type and status. */
export type GdprReportRow = {
  /** The number of such requests. */
  count: Scalars['Int']['output'];
  /** How many belong to a case whose limit was extended. */
  extended: Scalars['Int']['output'];
  /** The most days; null when none has ended. */
  maximumDays?: Maybe<Scalars['Float']['output']>;
  /** The median of the days from the receipt (without a case: from the creation) to the end; null when none has ended. */
  medianDays?: Maybe<Scalars['Float']['output']>;
  /** How many were done after their due date, or are past it and still not done. */
  overdue: Scalars['Int']['output'];
  /** The status that the requests have now. */
  status: GdprRequestStatus;
  /** The type of request. */
  type: GdprRequestType;
};

/** One Article 15, 16 or 17 action on one term. */
export type GdprRequest = {
  /** The approval of a request that waited for one; null otherwise (R30). */
  approval?: Maybe<GdprApproval>;
  /** [gdpr:case:view] The case that the request belongs to; null without one. */
  case?: Maybe<GdprCase>;
  /** A signed statement of what was done (compact JWS, EdDSA), when finished. The keys are at `/.well-known/jwks.json`. */
  certificate?: Maybe<Scalars['String']['output']>;
  /** The time at which the request ended. Null until then. */
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The time at which the request was created. */
  createdAt: Scalars['DateTime']['output'];
  /** Who asked: the subject of the caller's token. `[unreadable]` once the organisation's keys were destroyed. */
  createdBy: Scalars['String']['output'];
  /** When the request is expected to be done: counted from the receipt of its case's letter, or from its creation when it has no case; never later than its case's deadline, and not moved by a retry (R15, R28). */
  dueAt: Scalars['DateTime']['output'];
  /** [gdpr:hold:manage] The legal holds that the request waits for, or that kept a part of it (R31). */
  holds: Array<LegalHold>;
  /** The request's id. */
  id: Scalars['ID']['output'];
  /**
   * Contacts that were merged into the set while the requests ran, at most 1,000 (R8). They are not touched; each takes a request of its own, and
   * is among `suggestedTerms`. Empty on a related request.
   */
  joined: Array<Scalars['ID']['output']>;
  /** Whether the request is past its due date and not done. COMPLETED, CANCELLED and REJECTED requests are done; a failed one is not. */
  overdue: Scalars['Boolean']['output'];
  /**
   * The package of a COMPLETED EXPORT, until it expires. A family (R8) has one package for all of its completed requests. It exists once all of
   * the family's requests have ended. Null too when a subject of the package was erased after the request was made: make a new request (R13).
   */
  package?: Maybe<GdprExportPackage>;
  /** The request of the canonical contact, on a related request. */
  parent?: Maybe<GdprRequest>;
  /**
   * What a request that waits for an approval would do now. Its `planHash` is an argument of `approveGdprRequest`; it covers the replacements
   * and the acknowledgement of an active employee too. Reading it asks every service, is recorded in the audit log, and counts against the rate
   * limit of `subjects`. It is answered on `gdprRequest(id)` only, for a family on the parent; null elsewhere, and once the request has begun or
   * ended.
   */
  pendingPlan?: Maybe<GdprRequestPreview>;
  /**
   * The recipients whom the controller tells of a rectification or erasure (Art. 19, R36), as declared by each service that changed something.
   * Empty until the request has ended, and for other types.
   */
  recipients: Array<GdprRecipient>;
  /** The caller's own case number. Null once the organisation's keys were destroyed. */
  reference?: Maybe<Scalars['String']['output']>;
  /** Why the request was rejected; null otherwise (R30). */
  rejection?: Maybe<GdprRejectionReason>;
  /** The requests made for the other members of the merge set (R8). Empty on a related request itself. */
  relatedRequests: Array<GdprRequest>;
  /** The part of every service that was in the supergraph when the request was made, also of those that found nothing. */
  services: Array<GdprServiceOutcome>;
  /**
   * Contacts that were merged with this one when the request was made, but no longer when it ran (R8). The request ran for all of them. Review
   * whether they are one person.
   */
  splitOff: Array<Scalars['ID']['output']>;
  /** The state that the request is in. */
  status: GdprRequestStatus;
  /** The subject that an id resolved to, with its known fields (R5). Null for other terms, and once `term` is reduced. */
  subject?: Maybe<DataSubject>;
  /**
   * Identifiers of the subject that this request did not search for, and that may deserve requests of their own (R6, R7). The first answer has
   * those that were known when the request was made. They are kept for a while after its end (R21).
   */
  suggestedTerms: Array<GdprSuggestedTerm>;
  /**
   * What was searched for. Null once it was reduced to its digest (R21): when an erasure has ended; and for other requests, when the retention
   * time is over or the subject was erased.
   */
  term?: Maybe<PersonalIdentifier>;
  /** Keyed digest of the term, in hexadecimal. */
  termDigest: Scalars['String']['output'];
  /** The right that the person exercises. */
  type: GdprRequestType;
};


/** One Article 15, 16 or 17 action on one term. */
export type GdprRequestPendingPlanArgs = {
  unmasked?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A page of requests. */
export type GdprRequestConnection = {
  /** The requests of this page. */
  nodes: Array<GdprRequest>;
  /** Where the page ends. */
  pageInfo: PageInfo;
  /** How many requests the filter lets through. When it names more than types, 10,000 stands for that many or more. */
  totalCount: Scalars['Int']['output'];
};

/** Which requests: all conditions that are given must hold. */
export type GdprRequestFilter = {
  /** Requests of this case. */
  caseId?: InputMaybe<Scalars['ID']['input']>;
  /** Requests that are due before this time. */
  dueBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Requests that are past their due date and not done, or those that are not. A request in ERROR is not done. */
  overdue?: InputMaybe<Scalars['Boolean']['input']>;
  /** Requests with this case number. They are found by keyed digest, for as long as the organisation has its keys. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /**
   * False for requests that the system did not make for another member of a merge set (R8): a family is then its parent alone, by which it is
   * approved. True for related requests alone; all when absent.
   */
  related?: InputMaybe<Scalars['Boolean']['input']>;
  /** Requests in one of these statuses. */
  status?: InputMaybe<Array<GdprRequestStatus>>;
  /**
   * Requests about the person whom this value or id identifies: those on this term, those about the subject that it names, and those on a subject
   * of whom this value was known. They are found by keyed digest (R21), for as long as the organisation has its keys. An external id of one
   * system also finds requests that know the id and no system of it.
   */
  term?: InputMaybe<PersonalDataTermInput>;
  /** Requests of this type. */
  type?: InputMaybe<GdprRequestType>;
  /** Requests of one of these types. */
  types?: InputMaybe<Array<GdprRequestType>>;
};

/** What a request would do. */
export type GdprRequestPreview = {
  /**
   * Of a DELETE that waits for an approval: whether its maker stated that the data of an active employee are no longer needed (R16). False for
   * all else.
   */
  activeEmployeeAcknowledged: Scalars['Boolean']['output'];
  /**
   * Of a preview: an argument of `createGdprRequest`, which then refuses the request when the subject or its merge set has changed since. Of a
   * `pendingPlan`: an argument of `approveGdprRequest`.
   */
  planHash: Scalars['String']['output'];
  /** Of an UPDATE that waits for an approval: what it would replace, in the order of the input. Empty for all else. */
  replacements: Array<GdprPlannedReplacement>;
  /** What each service holds now. */
  services: Array<GdprServicePreview>;
  /** The subjects that the request would touch. */
  subjects: Array<DataSubject>;
  /** Identifiers that the request would not search for (R6). */
  suggestedTerms: Array<GdprSuggestedTerm>;
};

export { GdprRequestStatus };

export { GdprRequestType };

/** Why an attempt failed. It holds no personal data. */
export type GdprServiceError = {
  /** A stable code; docs/errors.md lists them. When the service gave a code of its own, it is that one. */
  code: Scalars['String']['output'];
  /** What happened, in words. */
  message: Scalars['String']['output'];
  /** The service's own code, when it gave one; its owners explain it. Null when the error is Habeas's. */
  serviceCode?: Maybe<Scalars['String']['output']>;
};

/** One service's part of a request. */
export type GdprServiceOutcome = {
  /** How many attempts were made. */
  attempts: Scalars['Int']['output'];
  /** EXPORT: how many bytes were gathered so far, records and files together. */
  bytesFound?: Maybe<Scalars['Float']['output']>;
  /** GET and EXPORT: how many values of each category. */
  categoryCounts: Array<PersonalDataCategoryCount>;
  /** What the service did with the records, by type (R12). */
  dispositions: Array<PersonalDataDispositionCount>;
  /** Why the last attempt failed. */
  lastError?: Maybe<GdprServiceError>;
  /**
   * DELETE and UPDATE by a value: whether the service could not be asked for its mark when the request was made. The time of the request then
   * decides which records it covers (R25).
   */
  markedByTime: Scalars['Boolean']['output'];
  /**
   * DELETE and UPDATE by a value: the number of matching records that came to hold the value after the request was made, or whose age the service
   * cannot tell. The request never touches them (R25).
   */
  newerRecords: Scalars['Int']['output'];
  /** The time of the next attempt, after one that failed. */
  nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** GET and EXPORT: how many records of each type. */
  recordCounts: Array<PersonalDataRecordCount>;
  /** How many records the service found so far; null while it was not asked. */
  recordsFound?: Maybe<Scalars['Int']['output']>;
  /** UPDATE only: the result of each replacement, in the order of the input (R14). Empty until the service has answered, and when it was not asked. */
  replacements: Array<GdprReplacementOutcome>;
  /** The name of the service. */
  service: Scalars['String']['output'];
  /** The state that the service's part is in. */
  status: GdprServiceStatus;
  /** DELETE only: what a search after the erasure found. */
  verification?: Maybe<GdprErasureVerification>;
};

/** What a request would find in one service. */
export type GdprServicePreview = {
  /**
   * Of a DELETE or UPDATE by a value that waits for an approval: the number of matching records that came to hold the value after the request was
   * made, or whose age the service cannot tell. They are not touched, and not among `recordCounts` (R25). 0 for all else.
   */
  newerRecords: Scalars['Int']['output'];
  /** How many records of each type the service holds. */
  recordCounts: Array<PersonalDataRecordCount>;
  /** The name of the service. */
  service: Scalars['String']['output'];
  /** COMPLETED: it holds something; NOTHING_FOUND; SUBJECT_REQUIRED (R7); FAILED: it cannot be asked now. */
  status: GdprServiceStatus;
};

export { GdprServiceStatus };

/** Someone whom a term matched. */
export type GdprSubject = {
  /** The subject as an entity of its own service, for the fields that this service adds. Null when the service cannot be reached. */
  entity?: Maybe<DataSubjectEntity>;
  /** Who it is, and what is known of them. */
  match: DataSubject;
  /** Why the term matched (R3). */
  matches: Array<GdprTermMatch>;
  /** Whether a value of somebody who was erased came back with this subject (R33). It warns, and changes nothing. */
  reappeared: Scalars['Boolean']['output'];
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
  /** The id that another system gave. */
  externalId?: InputMaybe<ExternalIdInput>;
  /** A person's name, whole or in part: words of any script, in any order and case. A name of fewer than three letters finds only names that equal it. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** A phone number in any notation, preferably the international one. */
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
  /** The identifier to search for. */
  term: PersonalIdentifier;
};

/** Why a term matched a subject. */
export type GdprTermMatch = {
  /** The subject's value that matched. */
  identifier: PersonalIdentifier;
  /** Whether the values are equal, or match in part. */
  kind: GdprMatchKind;
};

/** A legal hold: while it stands, no DELETE or UPDATE changes the person's data (R31). */
export type LegalHold = {
  /** Why the data must be kept. */
  ground: LegalHoldGround;
  /** The hold's id. */
  id: Scalars['ID']['output'];
  /** When it was placed. */
  placedAt: Scalars['DateTime']['output'];
  /** Who placed it: the subject of the caller's token. `[unreadable]` as for `reason`. */
  placedBy: Scalars['String']['output'];
  /**
   * The reason, in words that can be given to the person. `[unreadable]` once the organisation's keys were destroyed, and when the gateway was
   * restored from a backup that did not hold it.
   */
  reason: Scalars['String']['output'];
  /**
   * The number or file of the order or claim. `[unreadable]` once the organisation's keys were destroyed, and when it was sealed with a key that
   * a restored backup did not hold.
   */
  reference: Scalars['String']['output'];
  /** When it was released. */
  releasedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who released it; null while it stands, and when it ended by itself. */
  releasedBy?: Maybe<Scalars['String']['output']>;
  /** The services whose data are kept. When null, all of them. */
  services?: Maybe<Array<Scalars['String']['output']>>;
  /**
   * The person whose data are kept, looked up now, with masked values. Only the id is stored. Null when the owning service is down or no longer
   * knows the person.
   */
  subject?: Maybe<DataSubject>;
  /** When the hold ends by itself. When null, it stands until it is released. */
  until?: Maybe<Scalars['DateTime']['output']>;
  /** [gdpr:request:view] The requests that wait for its end, whole or in part: oldest first, at most 200. */
  waiting: Array<GdprRequest>;
};

/** A page of legal holds. */
export type LegalHoldConnection = {
  /** The holds of this page. */
  nodes: Array<LegalHold>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** Why data must be kept (Art. 17(3)). */
export type LegalHoldGround =
  /** By order of an authority or a court. */
  | 'AUTHORITY'
  /** For the establishment, exercise or defence of legal claims. */
  | 'LEGAL_CLAIMS'
  /** For compliance with a legal obligation. */
  | 'LEGAL_OBLIGATION';

/** A new legal hold. */
export type LegalHoldInput = {
  /** Why the data must be kept. */
  ground: LegalHoldGround;
  /** The reason, in words that can be given to the person: 1 to 2,000 characters. */
  reason: Scalars['String']['input'];
  /** The number or file of the order or claim: 1 to 200 characters. It must hold no personal data. */
  reference: Scalars['String']['input'];
  /** The services whose data are kept. When absent, all of them. */
  services?: InputMaybe<Array<Scalars['String']['input']>>;
  /**
   * The person whose data are kept: the id of a user, an external contact or a dialer contact. A value is refused, because the hold would then
   * cover anybody who comes to hold it.
   */
  subject: PersonalDataTermInput;
  /** When the hold ends by itself. When absent, it stands until it is released. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
};

export type Mutation = {
  /**
   * [gdpr:request:approve] Approves a request that waits for it, and thereby its whole family (R30). It is refused with OWN_REQUEST for whoever
   * made the request; with NOT_AWAITING_APPROVAL when it no longer waits; with IDENTITY_NOT_CONFIRMED when the policy demands that the identity
   * of the case's person is confirmed first; with PLAN_CHANGED when the plan has changed since the request was made; and with
   * CONFLICTING_REQUEST while a request that it contradicts is in flight. Counts against the rate limit of requests.
   */
  approveGdprRequest: GdprRequest;
  /**
   * [gdpr:request:add] Stops the parts that have not begun. What is done stays done, and is reported. A request that waits for an approval is
   * stopped with its whole family.
   */
  cancelGdprRequest: GdprRequest;
  /**
   * [gdpr:case:edit] Closes a case. It is refused with CASE_IN_FLIGHT while one of its requests is in flight, and the outcome FULFILLED with
   * CASE_UNFINISHED while one is in ERROR, ON_HOLD or REJECTED. A request of which legal holds keep all that is left counts as ON_HOLD. A
   * closed case takes no further request.
   */
  closeGdprCase: GdprCase;
  /** [gdpr:case:edit] States how the person's identity was confirmed. No document is stored. A later statement replaces the one before. */
  confirmGdprCaseIdentity: GdprCase;
  /** [gdpr:request:add] Creates a request and starts it. Answers at once, while the services work. Rate limited. */
  createGdprRequest: CreateGdprRequestPayload;
  /**
   * [gdpr:request:add] Makes a link with which the person gets the package without an account (R37). The page asks for a code, which is shown
   * only in this answer and is to be sent another way than the link. Five wrong codes end the link, and so does the removal of the package. It is
   * refused with BROAD_TERM for a request by a value that did not match exactly one subject: the package may hold the data of others (R13).
   * Export the person by id.
   */
  createPackageLink: GdprPackageLink;
  /**
   * [webhook:manage] Registers a URL to which events are sent, signed as Standard Webhooks specifies (R32). Refused with
   * WEBHOOK_ADDRESS_REFUSED when it is not https, or when its name resolves to an address that is not public. An organisation has at most 20
   * endpoints. Counts against the rate limit of requests.
   */
  createWebhookEndpoint: WebhookEndpointSecret;
  /** [webhook:manage] Removes an endpoint. Deliveries that waited for it are no longer sent. */
  deleteWebhookEndpoint: Scalars['Boolean']['output'];
  /**
   * [gdpr:case:edit] Extends the legal deadline of a case, once (R29). It is refused with ALREADY_EXTENDED the second time, with
   * EXTENSION_TOO_LATE when the person was told after the first month, and with EXTENSION_TOO_LONG beyond three months from the receipt. The due
   * dates of requests do not change. Repeating the same call answers the extended case.
   */
  extendGdprCase: GdprCase;
  /**
   * [gdpr:request:add] Removes the tombstone of a value (R33), when the person came back of their own will: the value no longer warns. Answers
   * whether there was one. Another erasure of the value leaves a new one. Counts against the rate limit of requests.
   */
  liftErasureTombstone: Scalars['Boolean']['output'];
  /** [gdpr:restriction:manage] Lifts a restriction. The person must have been told before (Art. 18(3)). */
  liftRestriction: Restriction;
  /** [gdpr:case:edit] States that a recipient was told of a rectification or erasure (Art. 19, R36). The first statement counts. */
  markRecipientInformed: GdprRequest;
  /** [gdpr:restriction:manage] States that a recipient was told of a restriction (Art. 19, R36). The first statement counts. */
  markRestrictionRecipientInformed: Restriction;
  /** [gdpr:case:edit] Opens a case for what one person asks for in one letter (R28). Counts against the rate limit of requests. */
  openGdprCase: GdprCase;
  /**
   * [gdpr:hold:manage] Places a legal hold on a person (Art. 17(3), R31). While it stands, no DELETE or UPDATE changes the held data; GET and
   * EXPORT are not affected. It covers the person's whole merge set. Requests in flight stop before their next call and become ON_HOLD. Counts
   * against the rate limit of requests.
   */
  placeLegalHold: LegalHold;
  /**
   * [webhook:manage] Sends deliveries of an endpoint again, under the same ids: a single one in any state, or all that have failed since a time,
   * at most 10,000 in one call. Answers how many will be sent. An attempt that is under way is
   * not interrupted, and its delivery is not counted. Counts against the rate limit of requests.
   */
  redeliverWebhooks: Scalars['Int']['output'];
  /**
   * [services:manage] Adds a service without a restart: its schema is checked, composed with those of the other services, stored in the
   * gateway's database, and served by every replica. Requests that are made after the answer include the service. Registering a name again
   * replaces its URL and schema. Counts against the rate limit of requests.
   */
  registerService: ServiceRegistration;
  /**
   * [gdpr:request:approve] Rejects a request that waits for an approval, and thereby its whole family (R30). It is refused with OWN_REQUEST for
   * whoever made the request, and with NOT_AWAITING_APPROVAL when it no longer waits.
   */
  rejectGdprRequest: GdprRequest;
  /**
   * [gdpr:hold:manage] Releases a legal hold. Requests that waited for it begin by themselves, unless another hold keeps them. Each is checked
   * again, and ends in ERROR with PLAN_CHANGED when its plan has changed. Refused with HOLD_ENDED when the hold has ended.
   */
  releaseLegalHold: LegalHold;
  /**
   * [gdpr:restriction:manage] Restricts the processing of a person's data (Art. 18, R34): they stay stored and are not used otherwise. In every
   * service that can enforce it, fields are null and lists are empty, with the error RESTRICTED. GET and EXPORT are still carried out, UPDATE
   * under ACCURACY_CONTESTED only; DELETE is refused under UNLAWFUL and LEGAL_CLAIMS. The restriction covers the whole merge set, and each
   * service is told until it has accepted it. A call for the same person and ground answers the restriction that stands. Counts against the rate
   * limit of requests.
   */
  restrictProcessing: Restriction;
  /**
   * [services:manage] Retires a service that has joined: new requests no longer include it. It is refused while the service has parts of
   * requests that have not ended, so that none of them is lost. Counts against the rate limit of requests.
   */
  retireService: RegisteredService;
  /**
   * [gdpr:request:add] Runs the failed parts of a request again. It is refused while a request of the family is in flight (R9). A request by a
   * value is checked like a new one, and refused with PLAN_CHANGED when it would touch a subject that the value did not match when the request
   * was made. Records that came to hold the value later are never touched (R25).
   */
  retryGdprRequest: GdprRequest;
  /**
   * [webhook:manage] Gives an endpoint a new secret. Until the overlap has passed, deliveries are signed with both secrets. Rotating again ends
   * no overlap: every secret signs until its own has passed. While three secrets before the current one sign, another rotation with an overlap is
   * refused.
   */
  rotateWebhookSecret: WebhookEndpointSecret;
  /** [webhook:manage] Sends an event of the type `webhook.test`. Answers its delivery, which has not been attempted yet. Counts against the rate limit of requests. */
  testWebhookEndpoint: WebhookDelivery;
  /**
   * [webhook:manage] Replaces the URL and the events of an endpoint, and enables or disables it. Events that happen while it is disabled are
   * listed as FAILED, and can be sent again with `redeliverWebhooks` once it is enabled. Counts against the rate limit of requests.
   */
  updateWebhookEndpoint: WebhookEndpoint;
};


export type MutationApproveGdprRequestArgs = {
  id: Scalars['ID']['input'];
  planHash: Scalars['String']['input'];
};


export type MutationCancelGdprRequestArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCloseGdprCaseArgs = {
  id: Scalars['ID']['input'];
  note?: InputMaybe<Scalars['String']['input']>;
  outcome: GdprCaseOutcome;
};


export type MutationConfirmGdprCaseIdentityArgs = {
  id: Scalars['ID']['input'];
  means: GdprIdentityMeans;
};


export type MutationCreateGdprRequestArgs = {
  input: CreateGdprRequestInput;
};


export type MutationCreatePackageLinkArgs = {
  expiresInDays?: InputMaybe<Scalars['Int']['input']>;
  requestId: Scalars['ID']['input'];
};


export type MutationCreateWebhookEndpointArgs = {
  input: WebhookEndpointInput;
};


export type MutationDeleteWebhookEndpointArgs = {
  id: Scalars['ID']['input'];
};


export type MutationExtendGdprCaseArgs = {
  id: Scalars['ID']['input'];
  input: GdprExtensionInput;
};


export type MutationLiftErasureTombstoneArgs = {
  reference?: InputMaybe<Scalars['String']['input']>;
  term: PersonalDataTermInput;
};


export type MutationLiftRestrictionArgs = {
  id: Scalars['ID']['input'];
  informedAt: Scalars['DateTime']['input'];
};


export type MutationMarkRecipientInformedArgs = {
  at: Scalars['DateTime']['input'];
  recipient: Scalars['String']['input'];
  requestId: Scalars['ID']['input'];
  service: Scalars['String']['input'];
};


export type MutationMarkRestrictionRecipientInformedArgs = {
  at: Scalars['DateTime']['input'];
  recipient: Scalars['String']['input'];
  restrictionId: Scalars['ID']['input'];
  service: Scalars['String']['input'];
};


export type MutationOpenGdprCaseArgs = {
  input: OpenGdprCaseInput;
};


export type MutationPlaceLegalHoldArgs = {
  input: LegalHoldInput;
};


export type MutationRedeliverWebhooksArgs = {
  deliveryId?: InputMaybe<Scalars['ID']['input']>;
  endpointId: Scalars['ID']['input'];
  failedSince?: InputMaybe<Scalars['DateTime']['input']>;
};


export type MutationRegisterServiceArgs = {
  input: RegisterServiceInput;
};


export type MutationRejectGdprRequestArgs = {
  id: Scalars['ID']['input'];
  reason: GdprRejectionReason;
};


export type MutationReleaseLegalHoldArgs = {
  id: Scalars['ID']['input'];
  reference: Scalars['String']['input'];
};


export type MutationRestrictProcessingArgs = {
  input: RestrictionInput;
};


export type MutationRetireServiceArgs = {
  name: Scalars['String']['input'];
};


export type MutationRetryGdprRequestArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRotateWebhookSecretArgs = {
  id: Scalars['ID']['input'];
  overlapHours?: InputMaybe<Scalars['Int']['input']>;
};


export type MutationTestWebhookEndpointArgs = {
  id: Scalars['ID']['input'];
};


export type MutationUpdateWebhookEndpointArgs = {
  enabled?: InputMaybe<Scalars['Boolean']['input']>;
  id: Scalars['ID']['input'];
  input: WebhookEndpointInput;
};

/** A new case. */
export type OpenGdprCaseInput = {
  /** A repeated call with the same key returns the case that the first one opened. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** When the person's letter arrived: not in the future. */
  receivedAt: Scalars['DateTime']['input'];
  /** The caller's own case number. It must hold no personal data. */
  reference?: InputMaybe<Scalars['String']['input']>;
};

/** The settings of an organisation, from a file of the deployment. The services use them too. */
export type OrganizationProfile = {
  /** How to reach the controller; null when it is not stated. */
  controllerContact?: Maybe<Scalars['String']['output']>;
  /** Who is responsible for the data (Art. 4(7)); null when it is not stated. */
  controllerName?: Maybe<Scalars['String']['output']>;
  /** How to reach the data protection officer; null when it is not stated. */
  dataProtectionOfficerContact?: Maybe<Scalars['String']['output']>;
  /** The ISO 3166 region in which national phone numbers are read. When null, only international numbers are recognised (R3). */
  phoneRegion?: Maybe<Scalars['String']['output']>;
  /** The supervisory authority that a person can complain to; null when it is not stated. */
  supervisoryAuthority?: Maybe<Scalars['String']['output']>;
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
  /**
   * The service's mark of the moment of this answer: what the answer shows is covered by it, what is committed later is not
   * (R25). Opaque: only this service reads it, also after a restore or a move of its database. At most 16,000 characters.
   */
  asOf: Scalars['String']['output'];
  /** Hand it to `after` for the next page; null on the last. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /**
   * How many records match that the given mark does not cover: newer ones, and those of unknown age. The same on every page;
   * each kind of record is counted up to 10,000. 0 without a mark.
   */
  newerRecords: Scalars['Int']['output'];
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
  /** The category of personal data. */
  category: PersonalDataCategory;
  /** The number of values. */
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
  /** How many records match that the given mark does not cover: left alone. Counted like `PersonalData.newerRecords`. */
  newerRecords: Scalars['Int']['output'];
  /** Rectification only: each replacement by itself, in the order of the input (R14). Empty for an erasure. */
  replacements: Array<PersonalDataReplacementReport>;
};

/** One personal value in a record. */
export type PersonalDataField = {
  /** What kind of data it is. */
  category: PersonalDataCategory;
  /** The field's name, as in the service's schema. */
  name: Scalars['String']['output'];
  /** The value, as text. Where it is withheld, what is shown in its place. */
  value: Scalars['String']['output'];
  /** Why the value itself is not shown (R13); null where `value` is it, whatever it says. */
  withheld?: Maybe<PersonalDataWithholding>;
};

/** What one service holds about a person. */
export type PersonalDataInService = {
  /** Whether the service answered. */
  available: Scalars['Boolean']['output'];
  /** The service's answer. Null when there was none. */
  data?: Maybe<PersonalData>;
  /** The name of the service. */
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
  /** The number of records. */
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

/** What became of one replacement, in total. */
export type PersonalDataReplacementReport = {
  /** Whether `existing` was found at all in what can be read; values that were right already count. */
  found: Scalars['Boolean']['output'];
  /** Its place in the input, from 0. */
  index: Scalars['Int']['output'];
  /** How many records hold it, or may hold it, and cannot be changed: a recorded voice, a name whose parts the new one does not tell. */
  notSupported: Scalars['Int']['output'];
  /** How many values that were `existing` are `updated` now. */
  replaced: Scalars['Int']['output'];
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
  /** The id that another system gave. */
  externalId?: InputMaybe<ExternalIdInput>;
  /** A person's name, whole or in part; words in any order and case, of any script. One of fewer than three letters finds only what equals it whole. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** A phone number, however it is typed; best in international form. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** A name on a social platform. */
  socialHandle?: InputMaybe<SocialHandleInput>;
  /** The id of a directory user. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** Why a copy of a person's data does not show a value. */
export type PersonalDataWithholding =
  /** It is about another person. */
  | 'ANOTHER_PERSON'
  /** It is an internal note of the organisation's. */
  | 'INTERNAL_NOTE';

/** An identifying value with its type. */
export type PersonalIdentifier = {
  /** EXTERNAL_ID only: the system that gave it, where that is known. */
  source?: Maybe<Scalars['String']['output']>;
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
  /** How it came into the supergraph. */
  source: PiiServiceSource;
  /** Where the gateway calls it. */
  url: Scalars['String']['output'];
};

/** How a service came into the supergraph. */
export type PiiServiceSource =
  /** It is part of the release, or of a supergraph that is composed elsewhere. */
  | 'COMPOSED'
  /** It joined while the system was running, by `registerService`. */
  | 'REGISTERED';

export type Query = {
  /** [audit:view] The audit log: who asked for what, and what was done. */
  auditLog: AuditLogConnection;
  /** [inventory:view] Every field of the supergraph that holds personal data: the register of Article 30. */
  dataInventory: Array<DataInventoryField>;
  /** [inventory:view] The purposes for which each service processes personal data (Art. 15(1), Art. 30), in each of its languages. */
  dataProcessing: Array<DataProcessing>;
  /**
   * [gdpr:subject:view] Says whether a value belonged to somebody who was erased (R33). Imports and intake forms ask before they store it.
   * Null when it did not, when somebody else held it at that time, and when the tombstone has expired. The value is a phone number, an e-mail address,
   * a handle or an external id. Counts against the rate limit of `subjects`. Recorded in the audit log.
   */
  erasureTombstone?: Maybe<ErasureTombstone>;
  /** [gdpr:request:view] Which requests of the organisation wait for another person's approval before they begin (R30). */
  gdprApprovalPolicy: GdprApprovalPolicy;
  /** [gdpr:case:view] One case (R28). NOT_FOUND when the organisation has none with this id. */
  gdprCase?: Maybe<GdprCase>;
  /** [gdpr:case:view] The organisation's cases, the nearest deadline first. */
  gdprCases: GdprCaseConnection;
  /**
   * [gdpr:case:view] Counts the requests that were created in a period, by type and status, with the days that they took. A family counts as
   * one request, with the status of its parent. Holds no personal data.
   */
  gdprReport: GdprReport;
  /** [gdpr:request:view] One request. NOT_FOUND when the organisation has none with this id. */
  gdprRequest?: Maybe<GdprRequest>;
  /** [gdpr:request:view] The organisation's requests, newest first. */
  gdprRequests: GdprRequestConnection;
  /** [gdpr:hold:manage] The organisation's legal holds, the newest first (R31). A list that shows subjects is recorded in the audit log. */
  legalHolds: LegalHoldConnection;
  /** The settings of the caller's organisation, as the operator has configured them. Any caller may read them. */
  organizationProfile: OrganizationProfile;
  /** [gdpr:subject:view + audit:view] What each service holds about the person, for an ad-hoc audit. Recorded in the audit log with its purpose. */
  personalDataReport: Array<PersonalDataInService>;
  /** [inventory:view] The PII services of the running supergraph, and whether each answers now. */
  piiServices: Array<PiiService>;
  /** [gdpr:request:add] What a request would do in each service. Nothing is changed. Recorded in the audit log. */
  previewGdprRequest: GdprRequestPreview;
  /**
   * [services:manage] The services that joined while the system was running, by name. Only the operator's organisation
   * (`SUPERGRAPH_MANAGED_BY`) may list, register and retire services.
   */
  registeredServices: Array<RegisteredService>;
  /** [gdpr:restriction:manage] The restrictions of processing, newest first (R34). Recorded in the audit log. */
  restrictions: RestrictionConnection;
  /** [gdpr:subject:view] Everyone in any service whom the term matches. Rate limited. Recorded in the audit log. */
  subjects: GdprSubjectConnection;
  /** [audit:view] Places whose personal data no request can reach (R18), with what would make them reachable. Recorded in the audit log. */
  unreachablePersonalData: UnreachablePersonalDataConnection;
  /** [webhook:manage] What was sent to endpoints or is still to be sent, newest first. Deliveries are listed for 30 days. */
  webhookDeliveries: WebhookDeliveryConnection;
  /** [webhook:manage] The endpoints of the organisation, the oldest first (R32). */
  webhookEndpoints: Array<WebhookEndpoint>;
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


export type QueryDataProcessingArgs = {
  language?: InputMaybe<Scalars['String']['input']>;
  service?: InputMaybe<Scalars['String']['input']>;
};


export type QueryErasureTombstoneArgs = {
  term: PersonalDataTermInput;
};


export type QueryGdprCaseArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGdprCasesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<GdprCaseFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryGdprReportArgs = {
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
};


export type QueryGdprRequestArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGdprRequestsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<GdprRequestFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryLegalHoldsArgs = {
  active?: InputMaybe<Scalars['Boolean']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryPersonalDataReportArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  purpose: Scalars['String']['input'];
  term: PersonalDataTermInput;
  unmasked?: InputMaybe<Scalars['Boolean']['input']>;
};


export type QueryPreviewGdprRequestArgs = {
  term: PersonalDataTermInput;
  type: GdprRequestType;
  unmasked?: InputMaybe<Scalars['Boolean']['input']>;
};


export type QueryRestrictionsArgs = {
  active?: InputMaybe<Scalars['Boolean']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QuerySubjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  term: GdprSubjectTermInput;
  unmasked?: InputMaybe<Scalars['Boolean']['input']>;
};


export type QueryUnreachablePersonalDataArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  service?: InputMaybe<Scalars['String']['input']>;
};


export type QueryWebhookDeliveriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  endpointId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<WebhookDeliveryStatus>;
};

/** A service that joins. */
export type RegisterServiceInput = {
  /** The service's name: a small letter, then small letters, digits and hyphens, 50 at most. No service of the release has it. */
  name: Scalars['String']['input'];
  /** The service's schema (SDL), with the contract or its import; the service is asked for it (`_service`) when it is absent. */
  sdl?: InputMaybe<Scalars['String']['input']>;
  /** The service's GraphQL endpoint, as the gateway reaches it: an absolute http or https URL without user and fragment. */
  url: Scalars['String']['input'];
};

/** A service that joined while the system was running. */
export type RegisteredService = {
  /** The service's name: the subgraph's, and the audience of its tokens. */
  name: Scalars['String']['output'];
  /** When it joined, or was registered anew. */
  registeredAt: Scalars['DateTime']['output'];
  /** When it was retired; null while it serves. */
  retiredAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its whole schema, as it was composed. */
  sdl: Scalars['String']['output'];
  /** Where the gateway calls it. */
  url: Scalars['String']['output'];
};

/** The restriction of a person's data (Art. 18, R34). It is fully in effect when no service is PENDING, FAILED or NOT_ENFORCED. */
export type Restriction = {
  /** The time at which it was placed. */
  at: Scalars['DateTime']['output'];
  /** Who asked for it: the subject of the caller's token. `[unreadable]` once the organisation's keys were destroyed. */
  by: Scalars['String']['output'];
  /** The ground on which processing is restricted. */
  ground: RestrictionGround;
  /** The restriction's id. */
  id: Scalars['ID']['output'];
  /** When the person was told that it would be lifted; null while it stands. */
  informedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was lifted; null while it stands. */
  liftedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The recipients who are to be told of it (Art. 19, R36), as declared by the services that enforce it. */
  recipients: Array<GdprRecipient>;
  /** The caller's own case number. Null once the organisation's keys were destroyed. */
  reference?: Maybe<Scalars['String']['output']>;
  /** How far each PII service of the supergraph has put the restriction into effect. */
  services: Array<RestrictionInService>;
  /** The person, as their service knows them now, with masked values. Null when the service no longer knows them or cannot be asked. */
  subject?: Maybe<DataSubject>;
};

/** A page of restrictions. */
export type RestrictionConnection = {
  /** The restrictions of this page. */
  nodes: Array<Restriction>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** Why processing is restricted: the four grounds of Article 18(1). */
export type RestrictionGround =
  /** The person contests that the data are right, until that is verified. */
  | 'ACCURACY_CONTESTED'
  /** The person needs the data for legal claims, and the organisation does not need them any more. */
  | 'LEGAL_CLAIMS'
  /** The person has objected (Art. 21(1)), until it is verified whose grounds weigh more. */
  | 'OBJECTION'
  /** The processing is unlawful, and the person wants the data restricted rather than erased. */
  | 'UNLAWFUL';

/** How a restriction stands in one service. */
export type RestrictionInService = {
  /** The name of the service. */
  service: Scalars['String']['output'];
  /** How far the service has put the restriction into effect. */
  status: RestrictionStatus;
};

/** A new restriction of processing. */
export type RestrictionInput = {
  /** The ground on which processing is restricted. */
  ground: RestrictionGround;
  /** The caller's own case number. It must hold no personal data. */
  reference?: InputMaybe<Scalars['String']['input']>;
  /** The person, named by an id. The restriction covers the whole merge set (R8). */
  subject: PersonalDataTermInput;
};

/** How a restriction stands in a service. */
export type RestrictionStatus =
  /** The service has accepted the restriction and enforces it. */
  | 'ENFORCED'
  /** The last attempt to tell the service failed. It is told again until it answers. */
  | 'FAILED'
  /** The service has accepted that the restriction was lifted. */
  | 'LIFTED'
  /** The service does not support restrictions: its data are NOT restricted. */
  | 'NOT_ENFORCED'
  /** The service has not been told yet. */
  | 'PENDING';

/** What came of a registration. */
export type ServiceRegistration = {
  /** The service, as it is served now. */
  service: RegisteredService;
  /** Statements about its data that the service should make and does not: each a sentence that names the service. */
  warnings: Array<Scalars['String']['output']>;
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
   * [gdpr:request:view] Sends the request at once and on every change, until it has finished. The answer is a stream of server-sent events: send
   * the operation to `/graphql` like any other, with `Accept: text/event-stream`.
   */
  gdprRequestUpdated: GdprRequest;
};


export type SubscriptionGdprRequestUpdatedArgs = {
  id: Scalars['ID']['input'];
};

/** A place that may hold personal data and that no request can reach (R18). Never a value. */
export type UnreachablePersonalData = {
  /** The place in the record. */
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

/** One event on its way to one endpoint (R32). */
export type WebhookDelivery = {
  /** How many attempts were begun. */
  attempts: Scalars['Int']['output'];
  /** The case that it is about, or that the request belongs to. */
  caseId?: Maybe<Scalars['ID']['output']>;
  /** The time of the event. */
  createdAt: Scalars['DateTime']['output'];
  /** The endpoint, which may have been deleted. */
  endpointId: Scalars['ID']['output'];
  /** The event; null for a test. */
  event?: Maybe<WebhookEvent>;
  /** The delivery's id: the header `webhook-id` of every attempt. */
  id: Scalars['ID']['output'];
  /**
   * Why the last attempt failed, or why none was made: STATUS, REDIRECT, TIMEOUT, CONNECTION_FAILED, TLS_FAILED, NAME_NOT_FOUND,
   * ADDRESS_REFUSED, ENDPOINT_DISABLED, ENDPOINT_DELETED, KEYS_DESTROYED or INTERNAL. Null when it did not fail.
   */
  lastError?: Maybe<Scalars['String']['output']>;
  /** The HTTP status of the last attempt; null when there was no answer. */
  lastStatusCode?: Maybe<Scalars['Int']['output']>;
  /** When the next attempt is due; null when there will be none, and while one is under way. */
  nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** The request that it is about; null for cases and tests. */
  requestId?: Maybe<Scalars['ID']['output']>;
  /** The state that the delivery is in. */
  status: WebhookDeliveryStatus;
};

/** A page of deliveries. */
export type WebhookDeliveryConnection = {
  /** The deliveries of this page. */
  nodes: Array<WebhookDelivery>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

export { WebhookDeliveryStatus };

export { WebhookDisabledReason };

/** A URL to which the events of an organisation are sent (R32). */
export type WebhookEndpoint = {
  /** The time at which the endpoint was registered. */
  createdAt: Scalars['DateTime']['output'];
  /** Why the endpoint is disabled; null while it is enabled. */
  disabledReason?: Maybe<WebhookDisabledReason>;
  /** Whether events are sent to the endpoint. */
  enabled: Scalars['Boolean']['output'];
  /** The types of events that are sent to the endpoint. */
  events: Array<WebhookEvent>;
  /** Since when every attempt has failed; null when the last one succeeded. After five days the endpoint is disabled. */
  failingSince?: Maybe<Scalars['DateTime']['output']>;
  /** The endpoint's id. */
  id: Scalars['ID']['output'];
  /** Where events are sent. `[unreadable]` once the organisation's keys were destroyed. */
  url: Scalars['String']['output'];
};

/** The settings of an endpoint. */
export type WebhookEndpointInput = {
  /** The events that are sent to it. When absent, all of them, including those of later versions. */
  events?: InputMaybe<Array<WebhookEvent>>;
  /** An https URL without user and fragment. Plain http is for networks that the operator has opened. */
  url: Scalars['String']['input'];
};

/** An endpoint with its secret. */
export type WebhookEndpointSecret = {
  /** The endpoint. */
  endpoint: WebhookEndpoint;
  /** The secret that verifies signatures: `whsec_` and a key in base64. It is shown only in this answer. */
  secret: Scalars['String']['output'];
};

export { WebhookEvent };



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
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  AuditLogFilter: AuditLogFilter;
  AuditLogOrder: AuditLogOrder;
  CreateGdprRequestInput: CreateGdprRequestInput;
  CreateGdprRequestPayload: ResolverTypeWrapper<Omit<CreateGdprRequestPayload, 'request'> & { request: ResolversTypes['GdprRequest'] }>;
  DataInventoryField: ResolverTypeWrapper<DataInventoryField>;
  DataProcessing: ResolverTypeWrapper<DataProcessing>;
  DataSubject: ResolverTypeWrapper<DataSubject>;
  DataSubjectEntity: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DataSubjectEntity']>;
  DataSubjectType: DataSubjectType;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DialerContact: ResolverTypeWrapper<{ id: string; contactListId: string }>;
  DialerContactIdInput: DialerContactIdInput;
  ErasureTombstone: ResolverTypeWrapper<ErasureTombstone>;
  ExternalContact: ResolverTypeWrapper<{ id: string }>;
  ExternalIdInput: ExternalIdInput;
  GdprApproval: ResolverTypeWrapper<GdprApproval>;
  GdprApprovalPolicy: ResolverTypeWrapper<GdprApprovalPolicy>;
  GdprCase: ResolverTypeWrapper<GdprCaseEntity>;
  GdprCaseConnection: ResolverTypeWrapper<Omit<GdprCaseConnection, 'nodes'> & { nodes: Array<ResolversTypes['GdprCase']> }>;
  GdprCaseFilter: GdprCaseFilter;
  GdprCaseOutcome: GdprCaseOutcome;
  GdprErasureVerification: GdprErasureVerification;
  GdprExportPackage: ResolverTypeWrapper<GdprExportPackage>;
  GdprExtension: ResolverTypeWrapper<GdprExtension>;
  GdprExtensionInput: GdprExtensionInput;
  GdprExtensionReason: GdprExtensionReason;
  GdprIdentityMeans: GdprIdentityMeans;
  GdprIdentityVerification: ResolverTypeWrapper<GdprIdentityVerification>;
  GdprMatchKind: GdprMatchKind;
  GdprPackageLink: ResolverTypeWrapper<GdprPackageLink>;
  GdprPlannedReplacement: ResolverTypeWrapper<GdprPlannedReplacement>;
  GdprRecipient: ResolverTypeWrapper<ToldRecipient>;
  GdprRejectionReason: GdprRejectionReason;
  GdprReplacementOutcome: ResolverTypeWrapper<GdprReplacementOutcome>;
  GdprReport: ResolverTypeWrapper<GdprReport>;
  GdprReportRow: ResolverTypeWrapper<GdprReportRow>;
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
  LegalHold: ResolverTypeWrapper<LegalHoldEntity>;
  LegalHoldConnection: ResolverTypeWrapper<Omit<LegalHoldConnection, 'nodes'> & { nodes: Array<ResolversTypes['LegalHold']> }>;
  LegalHoldGround: LegalHoldGround;
  LegalHoldInput: LegalHoldInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OpenGdprCaseInput: OpenGdprCaseInput;
  OrganizationProfile: ResolverTypeWrapper<OrganizationProfile>;
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
  PersonalDataReplacementReport: ResolverTypeWrapper<PersonalDataReplacementReport>;
  PersonalDataTermInput: PersonalDataTermInput;
  PersonalDataWithholding: PersonalDataWithholding;
  PersonalIdentifier: ResolverTypeWrapper<PersonalIdentifier>;
  PersonalIdentifierType: PersonalIdentifierType;
  PiiService: ResolverTypeWrapper<PiiService>;
  PiiServiceSource: PiiServiceSource;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RegisterServiceInput: RegisterServiceInput;
  RegisteredService: ResolverTypeWrapper<RegisteredService>;
  Restriction: ResolverTypeWrapper<GdprRestrictionEntity>;
  RestrictionConnection: ResolverTypeWrapper<Omit<RestrictionConnection, 'nodes'> & { nodes: Array<ResolversTypes['Restriction']> }>;
  RestrictionGround: RestrictionGround;
  RestrictionInService: ResolverTypeWrapper<RestrictionInService>;
  RestrictionInput: RestrictionInput;
  RestrictionStatus: RestrictionStatus;
  ServiceRegistration: ResolverTypeWrapper<ServiceRegistration>;
  SocialHandleInput: SocialHandleInput;
  SocialPlatform: SocialPlatform;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UnreachablePersonalData: ResolverTypeWrapper<UnreachablePersonalData>;
  UnreachablePersonalDataConnection: ResolverTypeWrapper<UnreachablePersonalDataConnection>;
  User: ResolverTypeWrapper<{ id: string }>;
  WebhookDelivery: ResolverTypeWrapper<WebhookDeliveryEntity>;
  WebhookDeliveryConnection: ResolverTypeWrapper<Omit<WebhookDeliveryConnection, 'nodes'> & { nodes: Array<ResolversTypes['WebhookDelivery']> }>;
  WebhookDeliveryStatus: WebhookDeliveryStatus;
  WebhookDisabledReason: WebhookDisabledReason;
  WebhookEndpoint: ResolverTypeWrapper<WebhookEndpointEntity>;
  WebhookEndpointInput: WebhookEndpointInput;
  WebhookEndpointSecret: ResolverTypeWrapper<Omit<WebhookEndpointSecret, 'endpoint'> & { endpoint: ResolversTypes['WebhookEndpoint'] }>;
  WebhookEvent: WebhookEvent;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AuditLogConnection: AuditLogConnection;
  Boolean: Scalars['Boolean']['output'];
  AuditLogEntry: AuditLogEntry;
  ID: Scalars['ID']['output'];
  Float: Scalars['Float']['output'];
  AuditLogFilter: AuditLogFilter;
  CreateGdprRequestInput: CreateGdprRequestInput;
  CreateGdprRequestPayload: Omit<CreateGdprRequestPayload, 'request'> & { request: ResolversParentTypes['GdprRequest'] };
  DataInventoryField: DataInventoryField;
  DataProcessing: DataProcessing;
  DataSubject: DataSubject;
  DataSubjectEntity: ResolversUnionTypes<ResolversParentTypes>['DataSubjectEntity'];
  DateTime: Scalars['DateTime']['output'];
  DialerContact: { id: string; contactListId: string };
  DialerContactIdInput: DialerContactIdInput;
  ErasureTombstone: ErasureTombstone;
  ExternalContact: { id: string };
  ExternalIdInput: ExternalIdInput;
  GdprApproval: GdprApproval;
  GdprApprovalPolicy: GdprApprovalPolicy;
  GdprCase: GdprCaseEntity;
  GdprCaseConnection: Omit<GdprCaseConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['GdprCase']> };
  GdprCaseFilter: GdprCaseFilter;
  GdprExportPackage: GdprExportPackage;
  GdprExtension: GdprExtension;
  GdprExtensionInput: GdprExtensionInput;
  GdprIdentityVerification: GdprIdentityVerification;
  GdprPackageLink: GdprPackageLink;
  GdprPlannedReplacement: GdprPlannedReplacement;
  GdprRecipient: ToldRecipient;
  GdprReplacementOutcome: GdprReplacementOutcome;
  GdprReport: GdprReport;
  GdprReportRow: GdprReportRow;
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
  LegalHold: LegalHoldEntity;
  LegalHoldConnection: Omit<LegalHoldConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['LegalHold']> };
  LegalHoldInput: LegalHoldInput;
  Mutation: Record<PropertyKey, never>;
  OpenGdprCaseInput: OpenGdprCaseInput;
  OrganizationProfile: OrganizationProfile;
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
  PersonalDataReplacementReport: PersonalDataReplacementReport;
  PersonalDataTermInput: PersonalDataTermInput;
  PersonalIdentifier: PersonalIdentifier;
  PiiService: PiiService;
  Query: Record<PropertyKey, never>;
  RegisterServiceInput: RegisterServiceInput;
  RegisteredService: RegisteredService;
  Restriction: GdprRestrictionEntity;
  RestrictionConnection: Omit<RestrictionConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Restriction']> };
  RestrictionInService: RestrictionInService;
  RestrictionInput: RestrictionInput;
  ServiceRegistration: ServiceRegistration;
  SocialHandleInput: SocialHandleInput;
  Subscription: Record<PropertyKey, never>;
  UnreachablePersonalData: UnreachablePersonalData;
  UnreachablePersonalDataConnection: UnreachablePersonalDataConnection;
  User: { id: string };
  WebhookDelivery: WebhookDeliveryEntity;
  WebhookDeliveryConnection: Omit<WebhookDeliveryConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['WebhookDelivery']> };
  WebhookEndpoint: WebhookEndpointEntity;
  WebhookEndpointInput: WebhookEndpointInput;
  WebhookEndpointSecret: Omit<WebhookEndpointSecret, 'endpoint'> & { endpoint: ResolversParentTypes['WebhookEndpoint'] };
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
};

export type BoundsDirectiveArgs = {
  items?: Maybe<Scalars['Int']['input']>;
  length?: Maybe<Scalars['Int']['input']>;
};

export type BoundsDirectiveResolver<Result, Parent, ContextType = GdprContext, Args = BoundsDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type PersonalDataDirectiveArgs = {
  category: PersonalDataCategory;
  legalBasis?: Maybe<Scalars['String']['input']>;
  onErase: PersonalDataDisposition;
};

export type PersonalDataDirectiveResolver<Result, Parent, ContextType = GdprContext, Args = PersonalDataDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ProcessingDirectiveArgs = {
  automatedDecisions?: Maybe<Scalars['String']['input']>;
  label: Scalars['String']['input'];
  language?: Scalars['String']['input'];
  legalBasis: Scalars['String']['input'];
  purpose: Scalars['String']['input'];
  recipients?: Maybe<Array<Scalars['String']['input']>>;
  retention: Scalars['String']['input'];
  service: Scalars['String']['input'];
  source?: Maybe<Scalars['String']['input']>;
  transfers?: Maybe<Scalars['String']['input']>;
};

export type ProcessingDirectiveResolver<Result, Parent, ContextType = GdprContext, Args = ProcessingDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

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

export type DataProcessingResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['DataProcessing'] = ResolversParentTypes['DataProcessing']> = {
  automatedDecisions?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  language?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  legalBasis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  purpose?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recipients?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  retention?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  transfers?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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

export type ErasureTombstoneResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['ErasureTombstone'] = ResolversParentTypes['ErasureTombstone']> = {
  erasedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ExternalContactResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['ExternalContact'] = ResolversParentTypes['ExternalContact']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type GdprApprovalResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprApproval'] = ResolversParentTypes['GdprApproval']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  planHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GdprApprovalPolicyResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprApprovalPolicy'] = ResolversParentTypes['GdprApprovalPolicy']> = {
  aboveSubjects?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  identityRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  types?: Resolver<Array<ResolversTypes['GdprRequestType']>, ParentType, ContextType>;
};

export type GdprCaseResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprCase'] = ResolversParentTypes['GdprCase']> = {
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  extension?: Resolver<Maybe<ResolversTypes['GdprExtension']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  identityVerification?: Resolver<Maybe<ResolversTypes['GdprIdentityVerification']>, ParentType, ContextType>;
  legalDueAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  openSuggestions?: Resolver<Array<ResolversTypes['GdprSuggestedTerm']>, ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['GdprCaseOutcome']>, ParentType, ContextType>;
  overdue?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  package?: Resolver<Maybe<ResolversTypes['GdprExportPackage']>, ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requests?: Resolver<Array<ResolversTypes['GdprRequest']>, ParentType, ContextType>;
};

export type GdprCaseConnectionResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprCaseConnection'] = ResolversParentTypes['GdprCaseConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['GdprCase']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type GdprErasureVerificationResolvers = EnumResolverSignature<{ PENDING?: any, RESIDUAL?: any, UNREACHABLE?: any, VERIFIED?: any }, ResolversTypes['GdprErasureVerification']>;

export type GdprExportPackageResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprExportPackage'] = ResolversParentTypes['GdprExportPackage']> = {
  byteSize?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  downloadUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GdprExtensionResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprExtension'] = ResolversParentTypes['GdprExtension']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  informedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  originalDueAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['GdprExtensionReason'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type GdprIdentityVerificationResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprIdentityVerification'] = ResolversParentTypes['GdprIdentityVerification']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  means?: Resolver<ResolversTypes['GdprIdentityMeans'], ParentType, ContextType>;
};

export type GdprMatchKindResolvers = EnumResolverSignature<{ EXACT?: any, PARTIAL?: any }, ResolversTypes['GdprMatchKind']>;

export type GdprPackageLinkResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprPackageLink'] = ResolversParentTypes['GdprPackageLink']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GdprPlannedReplacementResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprPlannedReplacement'] = ResolversParentTypes['GdprPlannedReplacement']> = {
  existing?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['PersonalIdentifierType'], ParentType, ContextType>;
  updated?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GdprRecipientResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprRecipient'] = ResolversParentTypes['GdprRecipient']> = {
  informedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  informedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recipient?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GdprReplacementOutcomeResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprReplacementOutcome'] = ResolversParentTypes['GdprReplacementOutcome']> = {
  found?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  notSupported?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  replaced?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type GdprReportResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprReport'] = ResolversParentTypes['GdprReport']> = {
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['GdprReportRow']>, ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type GdprReportRowResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprReportRow'] = ResolversParentTypes['GdprReportRow']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  extended?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maximumDays?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  medianDays?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  overdue?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['GdprRequestStatus'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['GdprRequestType'], ParentType, ContextType>;
};

export type GdprRequestResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprRequest'] = ResolversParentTypes['GdprRequest'], FederationReferenceType extends FederationReferenceTypes['GdprRequest'] = FederationReferenceTypes['GdprRequest']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['GdprRequest']> | FederationReferenceType, FederationReferenceType, ContextType>;
  approval?: Resolver<Maybe<ResolversTypes['GdprApproval']>, ParentType, ContextType>;
  case?: Resolver<Maybe<ResolversTypes['GdprCase']>, ParentType, ContextType>;
  certificate?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dueAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  holds?: Resolver<Array<ResolversTypes['LegalHold']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  joined?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  overdue?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  package?: Resolver<Maybe<ResolversTypes['GdprExportPackage']>, ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['GdprRequest']>, ParentType, ContextType>;
  pendingPlan?: Resolver<Maybe<ResolversTypes['GdprRequestPreview']>, ParentType, ContextType, RequireFields<GdprRequestPendingPlanArgs, 'unmasked'>>;
  recipients?: Resolver<Array<ResolversTypes['GdprRecipient']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['GdprRejectionReason']>, ParentType, ContextType>;
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
  activeEmployeeAcknowledged?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  planHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  replacements?: Resolver<Array<ResolversTypes['GdprPlannedReplacement']>, ParentType, ContextType>;
  services?: Resolver<Array<ResolversTypes['GdprServicePreview']>, ParentType, ContextType>;
  subjects?: Resolver<Array<ResolversTypes['DataSubject']>, ParentType, ContextType>;
  suggestedTerms?: Resolver<Array<ResolversTypes['GdprSuggestedTerm']>, ParentType, ContextType>;
};

export type GdprRequestStatusResolvers = EnumResolverSignature<{ AWAITING_APPROVAL?: any, CANCELLED?: any, COMPLETED?: any, DELETING?: any, ERROR?: any, EXPORTING?: any, FINALIZING?: any, INITIATED?: any, ON_HOLD?: any, REJECTED?: any, SEARCHING?: any, UPDATING?: any }, ResolversTypes['GdprRequestStatus']>;

export type GdprRequestTypeResolvers = EnumResolverSignature<{ DELETE?: any, EXPORT?: any, GET?: any, UPDATE?: any }, ResolversTypes['GdprRequestType']>;

export type GdprServiceErrorResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprServiceError'] = ResolversParentTypes['GdprServiceError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  serviceCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type GdprServiceOutcomeResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprServiceOutcome'] = ResolversParentTypes['GdprServiceOutcome']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  bytesFound?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  categoryCounts?: Resolver<Array<ResolversTypes['PersonalDataCategoryCount']>, ParentType, ContextType>;
  dispositions?: Resolver<Array<ResolversTypes['PersonalDataDispositionCount']>, ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['GdprServiceError']>, ParentType, ContextType>;
  markedByTime?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  newerRecords?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  recordCounts?: Resolver<Array<ResolversTypes['PersonalDataRecordCount']>, ParentType, ContextType>;
  recordsFound?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  replacements?: Resolver<Array<ResolversTypes['GdprReplacementOutcome']>, ParentType, ContextType>;
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['GdprServiceStatus'], ParentType, ContextType>;
  verification?: Resolver<Maybe<ResolversTypes['GdprErasureVerification']>, ParentType, ContextType>;
};

export type GdprServicePreviewResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprServicePreview'] = ResolversParentTypes['GdprServicePreview']> = {
  newerRecords?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  recordCounts?: Resolver<Array<ResolversTypes['PersonalDataRecordCount']>, ParentType, ContextType>;
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['GdprServiceStatus'], ParentType, ContextType>;
};

export type GdprServiceStatusResolvers = EnumResolverSignature<{ CANCELLED?: any, COMPLETED?: any, FAILED?: any, NOTHING_FOUND?: any, ON_HOLD?: any, PENDING?: any, RETRYING?: any, RUNNING?: any, SUBJECT_REQUIRED?: any }, ResolversTypes['GdprServiceStatus']>;

export type GdprSubjectResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['GdprSubject'] = ResolversParentTypes['GdprSubject']> = {
  entity?: Resolver<Maybe<ResolversTypes['DataSubjectEntity']>, ParentType, ContextType>;
  match?: Resolver<ResolversTypes['DataSubject'], ParentType, ContextType>;
  matches?: Resolver<Array<ResolversTypes['GdprTermMatch']>, ParentType, ContextType>;
  reappeared?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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

export type LegalHoldResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['LegalHold'] = ResolversParentTypes['LegalHold']> = {
  ground?: Resolver<ResolversTypes['LegalHoldGround'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  placedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  placedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  releasedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  releasedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  services?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['DataSubject']>, ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  waiting?: Resolver<Array<ResolversTypes['GdprRequest']>, ParentType, ContextType>;
};

export type LegalHoldConnectionResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['LegalHoldConnection'] = ResolversParentTypes['LegalHoldConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['LegalHold']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  approveGdprRequest?: Resolver<ResolversTypes['GdprRequest'], ParentType, ContextType, RequireFields<MutationApproveGdprRequestArgs, 'id' | 'planHash'>>;
  cancelGdprRequest?: Resolver<ResolversTypes['GdprRequest'], ParentType, ContextType, RequireFields<MutationCancelGdprRequestArgs, 'id'>>;
  closeGdprCase?: Resolver<ResolversTypes['GdprCase'], ParentType, ContextType, RequireFields<MutationCloseGdprCaseArgs, 'id' | 'outcome'>>;
  confirmGdprCaseIdentity?: Resolver<ResolversTypes['GdprCase'], ParentType, ContextType, RequireFields<MutationConfirmGdprCaseIdentityArgs, 'id' | 'means'>>;
  createGdprRequest?: Resolver<ResolversTypes['CreateGdprRequestPayload'], ParentType, ContextType, RequireFields<MutationCreateGdprRequestArgs, 'input'>>;
  createPackageLink?: Resolver<ResolversTypes['GdprPackageLink'], ParentType, ContextType, RequireFields<MutationCreatePackageLinkArgs, 'expiresInDays' | 'requestId'>>;
  createWebhookEndpoint?: Resolver<ResolversTypes['WebhookEndpointSecret'], ParentType, ContextType, RequireFields<MutationCreateWebhookEndpointArgs, 'input'>>;
  deleteWebhookEndpoint?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeleteWebhookEndpointArgs, 'id'>>;
  extendGdprCase?: Resolver<ResolversTypes['GdprCase'], ParentType, ContextType, RequireFields<MutationExtendGdprCaseArgs, 'id' | 'input'>>;
  liftErasureTombstone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationLiftErasureTombstoneArgs, 'term'>>;
  liftRestriction?: Resolver<ResolversTypes['Restriction'], ParentType, ContextType, RequireFields<MutationLiftRestrictionArgs, 'id' | 'informedAt'>>;
  markRecipientInformed?: Resolver<ResolversTypes['GdprRequest'], ParentType, ContextType, RequireFields<MutationMarkRecipientInformedArgs, 'at' | 'recipient' | 'requestId' | 'service'>>;
  markRestrictionRecipientInformed?: Resolver<ResolversTypes['Restriction'], ParentType, ContextType, RequireFields<MutationMarkRestrictionRecipientInformedArgs, 'at' | 'recipient' | 'restrictionId' | 'service'>>;
  openGdprCase?: Resolver<ResolversTypes['GdprCase'], ParentType, ContextType, RequireFields<MutationOpenGdprCaseArgs, 'input'>>;
  placeLegalHold?: Resolver<ResolversTypes['LegalHold'], ParentType, ContextType, RequireFields<MutationPlaceLegalHoldArgs, 'input'>>;
  redeliverWebhooks?: Resolver<ResolversTypes['Int'], ParentType, ContextType, RequireFields<MutationRedeliverWebhooksArgs, 'endpointId'>>;
  registerService?: Resolver<ResolversTypes['ServiceRegistration'], ParentType, ContextType, RequireFields<MutationRegisterServiceArgs, 'input'>>;
  rejectGdprRequest?: Resolver<ResolversTypes['GdprRequest'], ParentType, ContextType, RequireFields<MutationRejectGdprRequestArgs, 'id' | 'reason'>>;
  releaseLegalHold?: Resolver<ResolversTypes['LegalHold'], ParentType, ContextType, RequireFields<MutationReleaseLegalHoldArgs, 'id' | 'reference'>>;
  restrictProcessing?: Resolver<ResolversTypes['Restriction'], ParentType, ContextType, RequireFields<MutationRestrictProcessingArgs, 'input'>>;
  retireService?: Resolver<ResolversTypes['RegisteredService'], ParentType, ContextType, RequireFields<MutationRetireServiceArgs, 'name'>>;
  retryGdprRequest?: Resolver<ResolversTypes['GdprRequest'], ParentType, ContextType, RequireFields<MutationRetryGdprRequestArgs, 'id'>>;
  rotateWebhookSecret?: Resolver<ResolversTypes['WebhookEndpointSecret'], ParentType, ContextType, RequireFields<MutationRotateWebhookSecretArgs, 'id' | 'overlapHours'>>;
  testWebhookEndpoint?: Resolver<ResolversTypes['WebhookDelivery'], ParentType, ContextType, RequireFields<MutationTestWebhookEndpointArgs, 'id'>>;
  updateWebhookEndpoint?: Resolver<ResolversTypes['WebhookEndpoint'], ParentType, ContextType, RequireFields<MutationUpdateWebhookEndpointArgs, 'id' | 'input'>>;
};

export type OrganizationProfileResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['OrganizationProfile'] = ResolversParentTypes['OrganizationProfile']> = {
  controllerContact?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  controllerName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  dataProtectionOfficerContact?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phoneRegion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  supervisoryAuthority?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PersonalDataResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalData'] = ResolversParentTypes['PersonalData']> = {
  asOf?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  newerRecords?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
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
  newerRecords?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  replacements?: Resolver<Array<ResolversTypes['PersonalDataReplacementReport']>, ParentType, ContextType>;
};

export type PersonalDataFieldResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalDataField'] = ResolversParentTypes['PersonalDataField']> = {
  category?: Resolver<ResolversTypes['PersonalDataCategory'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  withheld?: Resolver<Maybe<ResolversTypes['PersonalDataWithholding']>, ParentType, ContextType>;
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

export type PersonalDataReplacementReportResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalDataReplacementReport'] = ResolversParentTypes['PersonalDataReplacementReport']> = {
  found?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  notSupported?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  replaced?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PersonalIdentifierResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PersonalIdentifier'] = ResolversParentTypes['PersonalIdentifier']> = {
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['PersonalIdentifierType'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PersonalIdentifierTypeResolvers = EnumResolverSignature<{ ADDRESS?: any, APPLE_MESSAGES?: any, DIALER_CONTACT_ID?: any, EMAIL?: any, EXTERNAL_CONTACT_ID?: any, EXTERNAL_ID?: any, FACEBOOK?: any, INSTAGRAM?: any, NAME?: any, PHONE?: any, TWITTER?: any, USER_ID?: any, WHATSAPP?: any }, ResolversTypes['PersonalIdentifierType']>;

export type PiiServiceResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['PiiService'] = ResolversParentTypes['PiiService']> = {
  available?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  latencyMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ownsSubjects?: Resolver<Array<ResolversTypes['DataSubjectType']>, ParentType, ContextType>;
  requiresSubject?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['PiiServiceSource'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  auditLog?: Resolver<ResolversTypes['AuditLogConnection'], ParentType, ContextType, RequireFields<QueryAuditLogArgs, 'first' | 'order'>>;
  dataInventory?: Resolver<Array<ResolversTypes['DataInventoryField']>, ParentType, ContextType, Partial<QueryDataInventoryArgs>>;
  dataProcessing?: Resolver<Array<ResolversTypes['DataProcessing']>, ParentType, ContextType, Partial<QueryDataProcessingArgs>>;
  erasureTombstone?: Resolver<Maybe<ResolversTypes['ErasureTombstone']>, ParentType, ContextType, RequireFields<QueryErasureTombstoneArgs, 'term'>>;
  gdprApprovalPolicy?: Resolver<ResolversTypes['GdprApprovalPolicy'], ParentType, ContextType>;
  gdprCase?: Resolver<Maybe<ResolversTypes['GdprCase']>, ParentType, ContextType, RequireFields<QueryGdprCaseArgs, 'id'>>;
  gdprCases?: Resolver<ResolversTypes['GdprCaseConnection'], ParentType, ContextType, RequireFields<QueryGdprCasesArgs, 'first'>>;
  gdprReport?: Resolver<ResolversTypes['GdprReport'], ParentType, ContextType, RequireFields<QueryGdprReportArgs, 'from' | 'to'>>;
  gdprRequest?: Resolver<Maybe<ResolversTypes['GdprRequest']>, ParentType, ContextType, RequireFields<QueryGdprRequestArgs, 'id'>>;
  gdprRequests?: Resolver<ResolversTypes['GdprRequestConnection'], ParentType, ContextType, RequireFields<QueryGdprRequestsArgs, 'first' | 'offset'>>;
  legalHolds?: Resolver<ResolversTypes['LegalHoldConnection'], ParentType, ContextType, RequireFields<QueryLegalHoldsArgs, 'first'>>;
  organizationProfile?: Resolver<ResolversTypes['OrganizationProfile'], ParentType, ContextType>;
  personalDataReport?: Resolver<Array<ResolversTypes['PersonalDataInService']>, ParentType, ContextType, RequireFields<QueryPersonalDataReportArgs, 'first' | 'purpose' | 'term' | 'unmasked'>>;
  piiServices?: Resolver<Array<ResolversTypes['PiiService']>, ParentType, ContextType>;
  previewGdprRequest?: Resolver<ResolversTypes['GdprRequestPreview'], ParentType, ContextType, RequireFields<QueryPreviewGdprRequestArgs, 'term' | 'type' | 'unmasked'>>;
  registeredServices?: Resolver<Array<ResolversTypes['RegisteredService']>, ParentType, ContextType>;
  restrictions?: Resolver<ResolversTypes['RestrictionConnection'], ParentType, ContextType, RequireFields<QueryRestrictionsArgs, 'first'>>;
  subjects?: Resolver<ResolversTypes['GdprSubjectConnection'], ParentType, ContextType, RequireFields<QuerySubjectsArgs, 'first' | 'term' | 'unmasked'>>;
  unreachablePersonalData?: Resolver<ResolversTypes['UnreachablePersonalDataConnection'], ParentType, ContextType, RequireFields<QueryUnreachablePersonalDataArgs, 'first'>>;
  webhookDeliveries?: Resolver<ResolversTypes['WebhookDeliveryConnection'], ParentType, ContextType, RequireFields<QueryWebhookDeliveriesArgs, 'first'>>;
  webhookEndpoints?: Resolver<Array<ResolversTypes['WebhookEndpoint']>, ParentType, ContextType>;
};

export type RegisteredServiceResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['RegisteredService'] = ResolversParentTypes['RegisteredService']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  registeredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  retiredAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  sdl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RestrictionResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['Restriction'] = ResolversParentTypes['Restriction']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ground?: Resolver<ResolversTypes['RestrictionGround'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  informedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  liftedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  recipients?: Resolver<Array<ResolversTypes['GdprRecipient']>, ParentType, ContextType>;
  reference?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  services?: Resolver<Array<ResolversTypes['RestrictionInService']>, ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['DataSubject']>, ParentType, ContextType>;
};

export type RestrictionConnectionResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['RestrictionConnection'] = ResolversParentTypes['RestrictionConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Restriction']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RestrictionInServiceResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['RestrictionInService'] = ResolversParentTypes['RestrictionInService']> = {
  service?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RestrictionStatus'], ParentType, ContextType>;
};

export type ServiceRegistrationResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['ServiceRegistration'] = ResolversParentTypes['ServiceRegistration']> = {
  service?: Resolver<ResolversTypes['RegisteredService'], ParentType, ContextType>;
  warnings?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
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

export type WebhookDeliveryResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['WebhookDelivery'] = ResolversParentTypes['WebhookDelivery']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  caseId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endpointId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['WebhookEvent']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastStatusCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WebhookDeliveryStatus'], ParentType, ContextType>;
};

export type WebhookDeliveryConnectionResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['WebhookDeliveryConnection'] = ResolversParentTypes['WebhookDeliveryConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['WebhookDelivery']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WebhookDeliveryStatusResolvers = EnumResolverSignature<{ DELIVERED?: any, FAILED?: any, PENDING?: any }, ResolversTypes['WebhookDeliveryStatus']>;

export type WebhookDisabledReasonResolvers = EnumResolverSignature<{ ADDRESS_REFUSED?: any, BY_CALLER?: any, FAILING?: any, GONE?: any }, ResolversTypes['WebhookDisabledReason']>;

export type WebhookEndpointResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['WebhookEndpoint'] = ResolversParentTypes['WebhookEndpoint']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  disabledReason?: Resolver<Maybe<ResolversTypes['WebhookDisabledReason']>, ParentType, ContextType>;
  enabled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  events?: Resolver<Array<ResolversTypes['WebhookEvent']>, ParentType, ContextType>;
  failingSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookEndpointSecretResolvers<ContextType = GdprContext, ParentType extends ResolversParentTypes['WebhookEndpointSecret'] = ResolversParentTypes['WebhookEndpointSecret']> = {
  endpoint?: Resolver<ResolversTypes['WebhookEndpoint'], ParentType, ContextType>;
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookEventResolvers = EnumResolverSignature<{ GDPR_CASE_DUE_SOON?: any, GDPR_CASE_OVERDUE?: any, GDPR_PACKAGE_REMOVED?: any, GDPR_REQUEST_CANCELLED?: any, GDPR_REQUEST_COMPLETED?: any, GDPR_REQUEST_CREATED?: any, GDPR_REQUEST_DUE_SOON?: any, GDPR_REQUEST_FAILED?: any, GDPR_REQUEST_OVERDUE?: any, GDPR_REQUEST_RESIDUAL?: any, GDPR_REQUEST_WAITING?: any, GDPR_SUBJECT_REAPPEARED?: any }, ResolversTypes['WebhookEvent']>;

export type Resolvers<ContextType = GdprContext> = {
  AuditLogConnection?: AuditLogConnectionResolvers<ContextType>;
  AuditLogEntry?: AuditLogEntryResolvers<ContextType>;
  CreateGdprRequestPayload?: CreateGdprRequestPayloadResolvers<ContextType>;
  DataInventoryField?: DataInventoryFieldResolvers<ContextType>;
  DataProcessing?: DataProcessingResolvers<ContextType>;
  DataSubject?: DataSubjectResolvers<ContextType>;
  DataSubjectEntity?: DataSubjectEntityResolvers<ContextType>;
  DataSubjectType?: DataSubjectTypeResolvers;
  DateTime?: GraphQLScalarType;
  DialerContact?: DialerContactResolvers<ContextType>;
  ErasureTombstone?: ErasureTombstoneResolvers<ContextType>;
  ExternalContact?: ExternalContactResolvers<ContextType>;
  GdprApproval?: GdprApprovalResolvers<ContextType>;
  GdprApprovalPolicy?: GdprApprovalPolicyResolvers<ContextType>;
  GdprCase?: GdprCaseResolvers<ContextType>;
  GdprCaseConnection?: GdprCaseConnectionResolvers<ContextType>;
  GdprErasureVerification?: GdprErasureVerificationResolvers;
  GdprExportPackage?: GdprExportPackageResolvers<ContextType>;
  GdprExtension?: GdprExtensionResolvers<ContextType>;
  GdprIdentityVerification?: GdprIdentityVerificationResolvers<ContextType>;
  GdprMatchKind?: GdprMatchKindResolvers;
  GdprPackageLink?: GdprPackageLinkResolvers<ContextType>;
  GdprPlannedReplacement?: GdprPlannedReplacementResolvers<ContextType>;
  GdprRecipient?: GdprRecipientResolvers<ContextType>;
  GdprReplacementOutcome?: GdprReplacementOutcomeResolvers<ContextType>;
  GdprReport?: GdprReportResolvers<ContextType>;
  GdprReportRow?: GdprReportRowResolvers<ContextType>;
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
  LegalHold?: LegalHoldResolvers<ContextType>;
  LegalHoldConnection?: LegalHoldConnectionResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OrganizationProfile?: OrganizationProfileResolvers<ContextType>;
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
  PersonalDataReplacementReport?: PersonalDataReplacementReportResolvers<ContextType>;
  PersonalIdentifier?: PersonalIdentifierResolvers<ContextType>;
  PersonalIdentifierType?: PersonalIdentifierTypeResolvers;
  PiiService?: PiiServiceResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RegisteredService?: RegisteredServiceResolvers<ContextType>;
  Restriction?: RestrictionResolvers<ContextType>;
  RestrictionConnection?: RestrictionConnectionResolvers<ContextType>;
  RestrictionInService?: RestrictionInServiceResolvers<ContextType>;
  ServiceRegistration?: ServiceRegistrationResolvers<ContextType>;
  SocialPlatform?: SocialPlatformResolvers;
  Subscription?: SubscriptionResolvers<ContextType>;
  UnreachablePersonalData?: UnreachablePersonalDataResolvers<ContextType>;
  UnreachablePersonalDataConnection?: UnreachablePersonalDataConnectionResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  WebhookDelivery?: WebhookDeliveryResolvers<ContextType>;
  WebhookDeliveryConnection?: WebhookDeliveryConnectionResolvers<ContextType>;
  WebhookDeliveryStatus?: WebhookDeliveryStatusResolvers;
  WebhookDisabledReason?: WebhookDisabledReasonResolvers;
  WebhookEndpoint?: WebhookEndpointResolvers<ContextType>;
  WebhookEndpointSecret?: WebhookEndpointSecretResolvers<ContextType>;
  WebhookEvent?: WebhookEventResolvers;
};

export type DirectiveResolvers<ContextType = GdprContext> = {
  bounds?: BoundsDirectiveResolver<any, any, ContextType>;
  personalData?: PersonalDataDirectiveResolver<any, any, ContextType>;
  processing?: ProcessingDirectiveResolver<any, any, ContextType>;
};
