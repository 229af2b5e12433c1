/* Generated from the SDL by npm run codegen. */
/* eslint-disable */
import type { SubjectType as DataSubjectType } from '../kit';
import type { PersonalDataCategory } from '../kit';
import type { PersonalDataDisposition } from '../kit';
import type { IdentifierType as PersonalIdentifierType } from '../kit';
import type { SocialPlatform } from '../kit';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ContactList as ContactListEntity, DialerContact as DialerContactEntity, CallAttempt as CallAttemptEntity, DoNotCallEntry as DoNotCallEntryEntity } from './entities';
import type { ServiceContext } from '../kit';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
export type EnumResolverSignature<T, AllowedValues = any> = { [key in keyof T]?: AllowedValues };
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

/** A new contact of a list. */
export type AddDialerContactInput = {
  /** The id of the list that the contact goes on. */
  contactListId: Scalars['ID']['input'];
  /** Values by column; columns that are absent stay empty. */
  values: Array<DialerValueInput>;
};

/** What came of a call. */
export type CallAttempt = {
  /** Who called; null when nobody did, or when the agent was erased. */
  agent?: Maybe<User>;
  /** The time of the call. */
  at: Scalars['DateTime']['output'];
  /** The attempt's id. */
  id: Scalars['ID']['output'];
  /** The number that was called. */
  phone?: Maybe<Scalars['String']['output']>;
  /** What came of it: `ANSWERED`, `BUSY`, ... */
  result?: Maybe<Scalars['String']['output']>;
};

/** A list of people to call. Each list defines its own columns. */
export type ContactList = {
  /** The columns, in order. */
  columns: Array<ContactListColumn>;
  /** The contacts on the list, oldest first. */
  contacts: DialerContactConnection;
  /** When the list was created. */
  createdAt: Scalars['DateTime']['output'];
  /** The list's id. */
  id: Scalars['ID']['output'];
  /** The list's name. */
  name: Scalars['String']['output'];
};


/** A list of people to call. Each list defines its own columns. */
export type ContactListContactsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A column of a contact list. */
export type ContactListColumn = {
  /** What the column holds; null when it is not personal, or not searched. */
  holds?: Maybe<PersonalIdentifierType>;
  /** The column's name. */
  name: Scalars['String']['output'];
};

/** A column of a new list. */
export type ContactListColumnInput = {
  /** What the column holds; absent when it is not personal, or not searched. Ids cannot be held. */
  holds?: InputMaybe<PersonalIdentifierType>;
  /** The column's name, unique in the list. */
  name: Scalars['String']['input'];
};

/** A page of contact lists. */
export type ContactListConnection = {
  /** The items of this page. */
  nodes: Array<ContactList>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A new list. */
export type CreateContactListInput = {
  /** The columns, in order; at least one. */
  columns: Array<ContactListColumnInput>;
  /** The list's name. */
  name: Scalars['String']['input'];
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

export { DataSubjectType };

/** A person on a contact list. */
export type DialerContact = {
  /** What came of the calls, oldest first. */
  attempts: Array<CallAttempt>;
  /** Whether the contact may be called: every number of it can be read, and none is on the do-not-call list. */
  callable: Scalars['Boolean']['output'];
  /** The list that the contact is on. */
  contactListId: Scalars['ID']['output'];
  /** When the contact was added. */
  createdAt: Scalars['DateTime']['output'];
  /** The contact's id on its list. */
  id: Scalars['ID']['output'];
  /**
   * The columns whose value nobody is found by: it cannot be read as what the column holds, or it looks like a phone number on a
   * list that says of no column that it holds one. Look at it after an import.
   */
  unreadableColumns: Array<Scalars['String']['output']>;
  /** The contact's values, one for each column of the list. */
  values: Array<DialerValue>;
};

/** A page of dialer contacts. */
export type DialerContactConnection = {
  /** The items of this page. */
  nodes: Array<DialerContact>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** The id of a dialer contact. */
export type DialerContactIdInput = {
  /** The contact list. */
  contactListId: Scalars['ID']['input'];
  /** The contact's id on its list. */
  id: Scalars['ID']['input'];
};

/** A contact's value in one column. */
export type DialerValue = {
  /** The column's name. */
  column: Scalars['String']['output'];
  /** The value; null when the column is empty. */
  value?: Maybe<Scalars['String']['output']>;
};

/** A value for one column. */
export type DialerValueInput = {
  /** The column's name. */
  column: Scalars['String']['input'];
  /** The contact's value in the column. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** An objection to calls. Only a digest of the number is kept, and it outlives an erasure. */
export type DoNotCallEntry = {
  /** Keyed digest of the number. */
  digest?: Maybe<Scalars['String']['output']>;
  /** The entry's id. */
  id: Scalars['ID']['output'];
};

/** The id that another system gave a person; compared exactly, without surrounding space. */
export type ExternalIdInput = {
  /** The system that gave it; any when absent. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** The id. */
  value: Scalars['String']['input'];
};

/** A person whom a record is about beside the one that a term identifies. */
export type LinkedSubject = {
  /** Dialer contacts only: the list that the contact is on. */
  contactListId?: Maybe<Scalars['ID']['output']>;
  /** The person's id in the service that owns it. */
  id: Scalars['ID']['output'];
  /** What the person is. */
  type: DataSubjectType;
};

/** A page of other persons whom records are about. */
export type LinkedSubjectPage = {
  /** Hand it to `after` for the next page; null on the last. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** The persons, each once in a page: at most 2,000. */
  subjects: Array<LinkedSubject>;
};

export type Mutation = {
  /** [dialer:edit] Adds a contact to a list. */
  addDialerContact: DialerContact;
  /** [dialer:edit] Puts a number on the do-not-call list. True when it was not there before. */
  addDoNotCall: Scalars['Boolean']['output'];
  /** [dialer:edit] Adds a list. */
  createContactList: ContactList;
  /**
   * Erases or anonymises at most `limit` records; the gateway calls again until `complete`.
   * Idempotent by `requestId`: the counts are the request's totals, so a call repeated after a lost reply has no second
   * effect and reports the same.
   */
  erasePersonalData: PersonalDataDispositionReport;
  /** [dialer:edit] Records what came of a call. */
  recordCallAttempt: CallAttempt;
  /** Replaces values in the records that the term identifies; bounded, repeatable and idempotent like `erasePersonalData`. */
  rectifyPersonalData: PersonalDataDispositionReport;
  /** Restricts a person's data, or lifts a restriction. Idempotent: a restriction that was lifted stays so, whatever comes late. */
  restrictPersonalData: RestrictionReport;
  /** [dialer:edit] Replaces values of a contact; columns that are absent stay. */
  updateDialerContact: DialerContact;
};


export type MutationAddDialerContactArgs = {
  input: AddDialerContactInput;
};


export type MutationAddDoNotCallArgs = {
  phone: Scalars['String']['input'];
};


export type MutationCreateContactListArgs = {
  input: CreateContactListInput;
};


export type MutationErasePersonalDataArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  limit?: Scalars['Int']['input'];
  requestId: Scalars['ID']['input'];
  term: PersonalDataTermInput;
};


export type MutationRecordCallAttemptArgs = {
  input: RecordCallAttemptInput;
};


export type MutationRectifyPersonalDataArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  limit?: Scalars['Int']['input'];
  replacements: Array<PersonalDataReplacementInput>;
  requestId: Scalars['ID']['input'];
  term: PersonalDataTermInput;
};


export type MutationRestrictPersonalDataArgs = {
  restricted: Scalars['Boolean']['input'];
  restrictionId: Scalars['ID']['input'];
  term: PersonalDataTermInput;
};


export type MutationUpdateDialerContactArgs = {
  contactListId: Scalars['ID']['input'];
  id: Scalars['ID']['input'];
  values: Array<DialerValueInput>;
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

/** Where a service streams personal data. */
export type PersonalDataStream = {
  /** A path at the address of the service, such as `/personal-data`. It takes `POST` with a service token and the arguments of `personalData` as JSON: `term`, `first`, `after`, `asOf`. It answers `application/x-ndjson`: on each line a page as of `personalData`, of `first` records at most, with all of its fields but `asOf`, until one whose `endCursor` is null. */
  path: Scalars['String']['output'];
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

export type Query = {
  /** [dialer:view] One list; null when there is none. */
  contactList?: Maybe<ContactList>;
  /** [dialer:view] All lists, oldest first. */
  contactLists: ContactListConnection;
  /** [dialer:view] One contact of a list; null when there is none. */
  dialerContact?: Maybe<DialerContact>;
  /** [dialer:view] Whether a number must not be called; null when it must not be called is not known. */
  doNotCall?: Maybe<DoNotCallEntry>;
  /**
   * The other persons whom the records are about that an erasure or a rectification by this term would change. An unknown term gives an
   * empty answer. A page may name nobody, and the same person may come on several pages; the pages end.
   */
  linkedSubjects: LinkedSubjectPage;
  /**
   * What this service holds about the person that the term identifies. An unknown term gives an empty answer, not an error.
   * Records come in pages, in a stable order that concurrent erasure does not disturb.
   */
  personalData: PersonalData;
  /** Where this service streams what `personalData` answers page by page. */
  streamPersonalData: PersonalDataStream;
  /** Places of this service whose personal data no request can reach, in a stable order. Ids and words only, never a value. */
  unreachableData: UnreachableDataPage;
};


export type QueryContactListArgs = {
  id: Scalars['ID']['input'];
};


export type QueryContactListsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryDialerContactArgs = {
  contactListId: Scalars['ID']['input'];
  id: Scalars['ID']['input'];
};


export type QueryDoNotCallArgs = {
  phone: Scalars['String']['input'];
};


export type QueryLinkedSubjectsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  term: PersonalDataTermInput;
};


export type QueryPersonalDataArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  term: PersonalDataTermInput;
};


export type QueryUnreachableDataArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** A call that was made. */
export type RecordCallAttemptInput = {
  /** The id of the agent who called. */
  agentId?: InputMaybe<Scalars['ID']['input']>;
  /** The time of the call. */
  at: Scalars['DateTime']['input'];
  /** The contact that was called. */
  contactId: Scalars['ID']['input'];
  /** The list that it is on. */
  contactListId: Scalars['ID']['input'];
  /** The number that was called. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** What came of it, in capitals: `ANSWERED`, `BUSY`, ... */
  result: Scalars['String']['input'];
};

/** What a service did about a restriction. */
export type RestrictionReport = {
  /** Whether the person's data are under this restriction now. */
  restricted: Scalars['Boolean']['output'];
};

/** A name on a social platform. */
export type SocialHandleInput = {
  /** The name, with or without `@`. */
  handle: Scalars['String']['input'];
  /** The platform. */
  platform: SocialPlatform;
};

export { SocialPlatform };

/** A page of places that no request can reach. */
export type UnreachableDataPage = {
  /** Hand it to `after` for the next page; null on the last. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** The places of this page. */
  places: Array<UnreachableDataPlace>;
};

/** A place that may hold personal data and that no request can reach. */
export type UnreachableDataPlace = {
  /** Where in the record: a field, or what of it. */
  location: Scalars['String']['output'];
  /** Why requests do not reach it. */
  reason: Scalars['String']['output'];
  /** The record's id. */
  recordId: Scalars['ID']['output'];
  /** The service's own type name, as in its schema. */
  recordType: Scalars['String']['output'];
  /** What would make it reachable, or keep personal data out of it. */
  remedy: Scalars['String']['output'];
};

/** An agent, from the directory. */
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
  ContactList: ContactList;
  DialerContact: DialerContact;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  ContactList:
    ( { __typename: 'ContactList' }
    & GraphQLRecursivePick<FederationTypes['ContactList'], {"id":true}> );
  DialerContact:
    ( { __typename: 'DialerContact' }
    & GraphQLRecursivePick<FederationTypes['DialerContact'], {"id":true,"contactListId":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AddDialerContactInput: AddDialerContactInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CallAttempt: ResolverTypeWrapper<CallAttemptEntity>;
  ContactList: ResolverTypeWrapper<ContactListEntity>;
  ContactListColumn: ResolverTypeWrapper<ContactListColumn>;
  ContactListColumnInput: ContactListColumnInput;
  ContactListConnection: ResolverTypeWrapper<Omit<ContactListConnection, 'nodes'> & { nodes: Array<ResolversTypes['ContactList']> }>;
  CreateContactListInput: CreateContactListInput;
  DataSubject: ResolverTypeWrapper<DataSubject>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  DataSubjectType: DataSubjectType;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DialerContact: ResolverTypeWrapper<DialerContactEntity>;
  DialerContactConnection: ResolverTypeWrapper<Omit<DialerContactConnection, 'nodes'> & { nodes: Array<ResolversTypes['DialerContact']> }>;
  DialerContactIdInput: DialerContactIdInput;
  DialerValue: ResolverTypeWrapper<DialerValue>;
  DialerValueInput: DialerValueInput;
  DoNotCallEntry: ResolverTypeWrapper<DoNotCallEntryEntity>;
  ExternalIdInput: ExternalIdInput;
  LinkedSubject: ResolverTypeWrapper<LinkedSubject>;
  LinkedSubjectPage: ResolverTypeWrapper<LinkedSubjectPage>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PersonalData: ResolverTypeWrapper<PersonalData>;
  PersonalDataAttachment: ResolverTypeWrapper<PersonalDataAttachment>;
  PersonalDataCategory: PersonalDataCategory;
  PersonalDataDisposition: PersonalDataDisposition;
  PersonalDataDispositionCount: ResolverTypeWrapper<PersonalDataDispositionCount>;
  PersonalDataDispositionReport: ResolverTypeWrapper<PersonalDataDispositionReport>;
  PersonalDataField: ResolverTypeWrapper<PersonalDataField>;
  PersonalDataRecord: ResolverTypeWrapper<PersonalDataRecord>;
  PersonalDataReplacementInput: PersonalDataReplacementInput;
  PersonalDataReplacementReport: ResolverTypeWrapper<PersonalDataReplacementReport>;
  PersonalDataStream: ResolverTypeWrapper<PersonalDataStream>;
  PersonalDataTermInput: PersonalDataTermInput;
  PersonalDataWithholding: PersonalDataWithholding;
  PersonalIdentifier: ResolverTypeWrapper<PersonalIdentifier>;
  PersonalIdentifierType: PersonalIdentifierType;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordCallAttemptInput: RecordCallAttemptInput;
  RestrictionReport: ResolverTypeWrapper<RestrictionReport>;
  SocialHandleInput: SocialHandleInput;
  SocialPlatform: SocialPlatform;
  UnreachableDataPage: ResolverTypeWrapper<UnreachableDataPage>;
  UnreachableDataPlace: ResolverTypeWrapper<UnreachableDataPlace>;
  User: ResolverTypeWrapper<{ id: string }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddDialerContactInput: AddDialerContactInput;
  ID: Scalars['ID']['output'];
  CallAttempt: CallAttemptEntity;
  ContactList: ContactListEntity;
  ContactListColumn: ContactListColumn;
  ContactListColumnInput: ContactListColumnInput;
  ContactListConnection: Omit<ContactListConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['ContactList']> };
  CreateContactListInput: CreateContactListInput;
  DataSubject: DataSubject;
  Boolean: Scalars['Boolean']['output'];
  DateTime: Scalars['DateTime']['output'];
  DialerContact: DialerContactEntity;
  DialerContactConnection: Omit<DialerContactConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['DialerContact']> };
  DialerContactIdInput: DialerContactIdInput;
  DialerValue: DialerValue;
  DialerValueInput: DialerValueInput;
  DoNotCallEntry: DoNotCallEntryEntity;
  ExternalIdInput: ExternalIdInput;
  LinkedSubject: LinkedSubject;
  LinkedSubjectPage: LinkedSubjectPage;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PersonalData: PersonalData;
  PersonalDataAttachment: PersonalDataAttachment;
  PersonalDataDispositionCount: PersonalDataDispositionCount;
  PersonalDataDispositionReport: PersonalDataDispositionReport;
  PersonalDataField: PersonalDataField;
  PersonalDataRecord: PersonalDataRecord;
  PersonalDataReplacementInput: PersonalDataReplacementInput;
  PersonalDataReplacementReport: PersonalDataReplacementReport;
  PersonalDataStream: PersonalDataStream;
  PersonalDataTermInput: PersonalDataTermInput;
  PersonalIdentifier: PersonalIdentifier;
  Query: Record<PropertyKey, never>;
  RecordCallAttemptInput: RecordCallAttemptInput;
  RestrictionReport: RestrictionReport;
  SocialHandleInput: SocialHandleInput;
  UnreachableDataPage: UnreachableDataPage;
  UnreachableDataPlace: UnreachableDataPlace;
  User: { id: string };
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
};

export type BoundsDirectiveArgs = {
  items?: Maybe<Scalars['Int']['input']>;
  length?: Maybe<Scalars['Int']['input']>;
};

export type BoundsDirectiveResolver<Result, Parent, ContextType = ServiceContext, Args = BoundsDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type LabelDirectiveArgs = {
  language?: Scalars['String']['input'];
  text: Scalars['String']['input'];
};

export type LabelDirectiveResolver<Result, Parent, ContextType = ServiceContext, Args = LabelDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type NotPersonalDirectiveArgs = {
  reason: Scalars['String']['input'];
};

export type NotPersonalDirectiveResolver<Result, Parent, ContextType = ServiceContext, Args = NotPersonalDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type PersonalDataDirectiveArgs = {
  category: PersonalDataCategory;
  legalBasis?: Maybe<Scalars['String']['input']>;
  onErase: PersonalDataDisposition;
};

export type PersonalDataDirectiveResolver<Result, Parent, ContextType = ServiceContext, Args = PersonalDataDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type PiiContractDirectiveArgs = {
  service: Scalars['String']['input'];
  version: Scalars['Int']['input'];
};

export type PiiContractDirectiveResolver<Result, Parent, ContextType = ServiceContext, Args = PiiContractDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

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

export type ProcessingDirectiveResolver<Result, Parent, ContextType = ServiceContext, Args = ProcessingDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CallAttemptResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['CallAttempt'] = ResolversParentTypes['CallAttempt']> = {
  agent?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ContactListResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['ContactList'] = ResolversParentTypes['ContactList'], FederationReferenceType extends FederationReferenceTypes['ContactList'] = FederationReferenceTypes['ContactList']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ContactList']> | FederationReferenceType, FederationReferenceType, ContextType>;
  columns?: Resolver<Array<ResolversTypes['ContactListColumn']>, ParentType, ContextType>;
  contacts?: Resolver<ResolversTypes['DialerContactConnection'], ParentType, ContextType, RequireFields<ContactListContactsArgs, 'first'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ContactListColumnResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['ContactListColumn'] = ResolversParentTypes['ContactListColumn']> = {
  holds?: Resolver<Maybe<ResolversTypes['PersonalIdentifierType']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ContactListConnectionResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['ContactListConnection'] = ResolversParentTypes['ContactListConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['ContactList']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DataSubjectResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['DataSubject'] = ResolversParentTypes['DataSubject']> = {
  activeEmployee?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  canonicalContactId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  contactListId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  identifiers?: Resolver<Array<ResolversTypes['PersonalIdentifier']>, ParentType, ContextType>;
  matchedOn?: Resolver<Array<ResolversTypes['PersonalIdentifier']>, ParentType, ContextType>;
  mergeSet?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['DataSubjectType'], ParentType, ContextType>;
};

export type DataSubjectTypeResolvers = EnumResolverSignature<{ DIALER_CONTACT?: any, EXTERNAL_CONTACT?: any, USER?: any }, ResolversTypes['DataSubjectType']>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DialerContactResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['DialerContact'] = ResolversParentTypes['DialerContact'], FederationReferenceType extends FederationReferenceTypes['DialerContact'] = FederationReferenceTypes['DialerContact']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['DialerContact']> | FederationReferenceType, FederationReferenceType, ContextType>;
  attempts?: Resolver<Array<ResolversTypes['CallAttempt']>, ParentType, ContextType>;
  callable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  contactListId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  unreadableColumns?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  values?: Resolver<Array<ResolversTypes['DialerValue']>, ParentType, ContextType>;
};

export type DialerContactConnectionResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['DialerContactConnection'] = ResolversParentTypes['DialerContactConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['DialerContact']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DialerValueResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['DialerValue'] = ResolversParentTypes['DialerValue']> = {
  column?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DoNotCallEntryResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['DoNotCallEntry'] = ResolversParentTypes['DoNotCallEntry']> = {
  digest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type LinkedSubjectResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['LinkedSubject'] = ResolversParentTypes['LinkedSubject']> = {
  contactListId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['DataSubjectType'], ParentType, ContextType>;
};

export type LinkedSubjectPageResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['LinkedSubjectPage'] = ResolversParentTypes['LinkedSubjectPage']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subjects?: Resolver<Array<ResolversTypes['LinkedSubject']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addDialerContact?: Resolver<ResolversTypes['DialerContact'], ParentType, ContextType, RequireFields<MutationAddDialerContactArgs, 'input'>>;
  addDoNotCall?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationAddDoNotCallArgs, 'phone'>>;
  createContactList?: Resolver<ResolversTypes['ContactList'], ParentType, ContextType, RequireFields<MutationCreateContactListArgs, 'input'>>;
  erasePersonalData?: Resolver<ResolversTypes['PersonalDataDispositionReport'], ParentType, ContextType, RequireFields<MutationErasePersonalDataArgs, 'limit' | 'requestId' | 'term'>>;
  recordCallAttempt?: Resolver<ResolversTypes['CallAttempt'], ParentType, ContextType, RequireFields<MutationRecordCallAttemptArgs, 'input'>>;
  rectifyPersonalData?: Resolver<ResolversTypes['PersonalDataDispositionReport'], ParentType, ContextType, RequireFields<MutationRectifyPersonalDataArgs, 'limit' | 'replacements' | 'requestId' | 'term'>>;
  restrictPersonalData?: Resolver<ResolversTypes['RestrictionReport'], ParentType, ContextType, RequireFields<MutationRestrictPersonalDataArgs, 'restricted' | 'restrictionId' | 'term'>>;
  updateDialerContact?: Resolver<ResolversTypes['DialerContact'], ParentType, ContextType, RequireFields<MutationUpdateDialerContactArgs, 'contactListId' | 'id' | 'values'>>;
};

export type PageInfoResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PersonalDataResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['PersonalData'] = ResolversParentTypes['PersonalData']> = {
  asOf?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  newerRecords?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  records?: Resolver<Array<ResolversTypes['PersonalDataRecord']>, ParentType, ContextType>;
  subjectRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  subjects?: Resolver<Array<ResolversTypes['DataSubject']>, ParentType, ContextType>;
};

export type PersonalDataAttachmentResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['PersonalDataAttachment'] = ResolversParentTypes['PersonalDataAttachment']> = {
  byteSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  filename?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mediaType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PersonalDataCategoryResolvers = EnumResolverSignature<{ ADDRESS?: any, ATTACHMENT?: any, BEHAVIOUR?: any, COMMUNICATION?: any, EMAIL?: any, EMPLOYMENT?: any, IDENTIFIER?: any, NAME?: any, OTHER?: any, PHONE?: any, SOCIAL_HANDLE?: any, VOICE?: any }, ResolversTypes['PersonalDataCategory']>;

export type PersonalDataDispositionResolvers = EnumResolverSignature<{ ANONYMIZED?: any, ERASED?: any, NOT_SUPPORTED?: any, RECTIFIED?: any, RETAINED?: any }, ResolversTypes['PersonalDataDisposition']>;

export type PersonalDataDispositionCountResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['PersonalDataDispositionCount'] = ResolversParentTypes['PersonalDataDispositionCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  disposition?: Resolver<ResolversTypes['PersonalDataDisposition'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recordType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retainUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type PersonalDataDispositionReportResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['PersonalDataDispositionReport'] = ResolversParentTypes['PersonalDataDispositionReport']> = {
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  dispositions?: Resolver<Array<ResolversTypes['PersonalDataDispositionCount']>, ParentType, ContextType>;
  newerRecords?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  replacements?: Resolver<Array<ResolversTypes['PersonalDataReplacementReport']>, ParentType, ContextType>;
};

export type PersonalDataFieldResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['PersonalDataField'] = ResolversParentTypes['PersonalDataField']> = {
  category?: Resolver<ResolversTypes['PersonalDataCategory'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  withheld?: Resolver<Maybe<ResolversTypes['PersonalDataWithholding']>, ParentType, ContextType>;
};

export type PersonalDataRecordResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['PersonalDataRecord'] = ResolversParentTypes['PersonalDataRecord']> = {
  attachments?: Resolver<Array<ResolversTypes['PersonalDataAttachment']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['PersonalDataField']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recordType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PersonalDataReplacementReportResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['PersonalDataReplacementReport'] = ResolversParentTypes['PersonalDataReplacementReport']> = {
  found?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  notSupported?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  replaced?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PersonalDataStreamResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['PersonalDataStream'] = ResolversParentTypes['PersonalDataStream']> = {
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PersonalIdentifierResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['PersonalIdentifier'] = ResolversParentTypes['PersonalIdentifier']> = {
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['PersonalIdentifierType'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PersonalIdentifierTypeResolvers = EnumResolverSignature<{ ADDRESS?: any, APPLE_MESSAGES?: any, DIALER_CONTACT_ID?: any, EMAIL?: any, EXTERNAL_CONTACT_ID?: any, EXTERNAL_ID?: any, FACEBOOK?: any, INSTAGRAM?: any, NAME?: any, PHONE?: any, TWITTER?: any, USER_ID?: any, WHATSAPP?: any }, ResolversTypes['PersonalIdentifierType']>;

export type QueryResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  contactList?: Resolver<Maybe<ResolversTypes['ContactList']>, ParentType, ContextType, RequireFields<QueryContactListArgs, 'id'>>;
  contactLists?: Resolver<ResolversTypes['ContactListConnection'], ParentType, ContextType, RequireFields<QueryContactListsArgs, 'first'>>;
  dialerContact?: Resolver<Maybe<ResolversTypes['DialerContact']>, ParentType, ContextType, RequireFields<QueryDialerContactArgs, 'contactListId' | 'id'>>;
  doNotCall?: Resolver<Maybe<ResolversTypes['DoNotCallEntry']>, ParentType, ContextType, RequireFields<QueryDoNotCallArgs, 'phone'>>;
  linkedSubjects?: Resolver<ResolversTypes['LinkedSubjectPage'], ParentType, ContextType, RequireFields<QueryLinkedSubjectsArgs, 'first' | 'term'>>;
  personalData?: Resolver<ResolversTypes['PersonalData'], ParentType, ContextType, RequireFields<QueryPersonalDataArgs, 'first' | 'term'>>;
  streamPersonalData?: Resolver<ResolversTypes['PersonalDataStream'], ParentType, ContextType>;
  unreachableData?: Resolver<ResolversTypes['UnreachableDataPage'], ParentType, ContextType, RequireFields<QueryUnreachableDataArgs, 'first'>>;
};

export type RestrictionReportResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['RestrictionReport'] = ResolversParentTypes['RestrictionReport']> = {
  restricted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SocialPlatformResolvers = EnumResolverSignature<{ APPLE_MESSAGES?: any, FACEBOOK?: any, INSTAGRAM?: any, TWITTER?: any, WHATSAPP?: any }, ResolversTypes['SocialPlatform']>;

export type UnreachableDataPageResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['UnreachableDataPage'] = ResolversParentTypes['UnreachableDataPage']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  places?: Resolver<Array<ResolversTypes['UnreachableDataPlace']>, ParentType, ContextType>;
};

export type UnreachableDataPlaceResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['UnreachableDataPlace'] = ResolversParentTypes['UnreachableDataPlace']> = {
  location?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recordType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  remedy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = ServiceContext> = {
  CallAttempt?: CallAttemptResolvers<ContextType>;
  ContactList?: ContactListResolvers<ContextType>;
  ContactListColumn?: ContactListColumnResolvers<ContextType>;
  ContactListConnection?: ContactListConnectionResolvers<ContextType>;
  DataSubject?: DataSubjectResolvers<ContextType>;
  DataSubjectType?: DataSubjectTypeResolvers;
  DateTime?: GraphQLScalarType;
  DialerContact?: DialerContactResolvers<ContextType>;
  DialerContactConnection?: DialerContactConnectionResolvers<ContextType>;
  DialerValue?: DialerValueResolvers<ContextType>;
  DoNotCallEntry?: DoNotCallEntryResolvers<ContextType>;
  LinkedSubject?: LinkedSubjectResolvers<ContextType>;
  LinkedSubjectPage?: LinkedSubjectPageResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PersonalData?: PersonalDataResolvers<ContextType>;
  PersonalDataAttachment?: PersonalDataAttachmentResolvers<ContextType>;
  PersonalDataCategory?: PersonalDataCategoryResolvers;
  PersonalDataDisposition?: PersonalDataDispositionResolvers;
  PersonalDataDispositionCount?: PersonalDataDispositionCountResolvers<ContextType>;
  PersonalDataDispositionReport?: PersonalDataDispositionReportResolvers<ContextType>;
  PersonalDataField?: PersonalDataFieldResolvers<ContextType>;
  PersonalDataRecord?: PersonalDataRecordResolvers<ContextType>;
  PersonalDataReplacementReport?: PersonalDataReplacementReportResolvers<ContextType>;
  PersonalDataStream?: PersonalDataStreamResolvers<ContextType>;
  PersonalIdentifier?: PersonalIdentifierResolvers<ContextType>;
  PersonalIdentifierType?: PersonalIdentifierTypeResolvers;
  Query?: QueryResolvers<ContextType>;
  RestrictionReport?: RestrictionReportResolvers<ContextType>;
  SocialPlatform?: SocialPlatformResolvers;
  UnreachableDataPage?: UnreachableDataPageResolvers<ContextType>;
  UnreachableDataPlace?: UnreachableDataPlaceResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = ServiceContext> = {
  bounds?: BoundsDirectiveResolver<any, any, ContextType>;
  label?: LabelDirectiveResolver<any, any, ContextType>;
  notPersonal?: NotPersonalDirectiveResolver<any, any, ContextType>;
  personalData?: PersonalDataDirectiveResolver<any, any, ContextType>;
  piiContract?: PiiContractDirectiveResolver<any, any, ContextType>;
  processing?: ProcessingDirectiveResolver<any, any, ContextType>;
};
