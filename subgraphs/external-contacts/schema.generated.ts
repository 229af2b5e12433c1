/* Generated from the SDL by npm run codegen. */
/* eslint-disable */
import type { SubjectType as DataSubjectType } from '../kit';
import type { PersonalDataCategory } from '../kit';
import type { PersonalDataDisposition } from '../kit';
import type { IdentifierType as PersonalIdentifierType } from '../kit';
import type { SocialPlatform } from '../kit';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ExternalContact as ExternalContactEntity, ContactNote as ContactNoteEntity } from './entities';
import type { ServiceContext } from '../kit';
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

/** Something that was written down about a contact. */
export type ContactNote = {
  /** When it was written. */
  createdAt: Scalars['DateTime']['output'];
  /** The note's id. */
  id: Scalars['ID']['output'];
  /** Internal notes are erased with the contact and never exported. */
  internal: Scalars['Boolean']['output'];
  /** The text of the note. */
  text?: Maybe<Scalars['String']['output']>;
};

/** A page of notes. */
export type ContactNoteConnection = {
  /** The items of this page. */
  nodes: Array<ContactNote>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A new contact; nothing of it is required. */
export type CreateExternalContactInput = {
  /** The postal address. */
  address?: InputMaybe<PostalAddressInput>;
  /** The mobile phone number. */
  cellPhone?: InputMaybe<Scalars['String']['input']>;
  /** The ids that other systems gave this person. */
  externalIdentities?: InputMaybe<Array<ExternalIdInput>>;
  /**
   * The same ids without their systems; not beside `externalIdentities`.
   * @deprecated Use `externalIdentities`.
   */
  externalIds?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The first name. */
  firstName?: InputMaybe<Scalars['String']['input']>;
  /** The phone number at home; others may share it (R6). */
  homePhone?: InputMaybe<Scalars['String']['input']>;
  /** The last name. */
  lastName?: InputMaybe<Scalars['String']['input']>;
  /** Another e-mail address. */
  otherEmail?: InputMaybe<Scalars['String']['input']>;
  /** Another phone number. */
  otherPhone?: InputMaybe<Scalars['String']['input']>;
  /** The private e-mail address. */
  personalEmail?: InputMaybe<Scalars['String']['input']>;
  /** Names on social platforms. */
  socialHandles?: InputMaybe<Array<SocialHandleInput>>;
  /** The e-mail address at work. */
  workEmail?: InputMaybe<Scalars['String']['input']>;
  /** The phone number at work. */
  workPhone?: InputMaybe<Scalars['String']['input']>;
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

/** The id of a dialer contact. */
export type DialerContactIdInput = {
  /** The contact list. */
  contactListId: Scalars['ID']['input'];
  /** The contact's id on its list. */
  id: Scalars['ID']['input'];
};

/** A person outside the organisation. */
export type ExternalContact = {
  /** The postal address. */
  address?: Maybe<PostalAddress>;
  /** The contact that stands for the whole merge set; itself when it is not merged (R2). */
  canonicalContact: ExternalContact;
  /** The mobile phone number. */
  cellPhone?: Maybe<Scalars['String']['output']>;
  /** When the contact was created. */
  createdAt: Scalars['DateTime']['output'];
  /** The ids that other systems gave this person. */
  externalIdentities: Array<ExternalIdentity>;
  /**
   * What other systems call this person.
   * @deprecated Use `externalIdentities`, which say the system.
   */
  externalIds: Array<Scalars['String']['output']>;
  /** The first name. */
  firstName?: Maybe<Scalars['String']['output']>;
  /** The phone number at home; others may share it (R6). */
  homePhone?: Maybe<Scalars['String']['output']>;
  /** The contact's id. */
  id: Scalars['ID']['output'];
  /** The last name. */
  lastName?: Maybe<Scalars['String']['output']>;
  /** Every contact that is the same person, this one included (R8). */
  mergeSet: Array<ExternalContact>;
  /** What was written down about the contact, oldest first. */
  notes: ContactNoteConnection;
  /** Another e-mail address. */
  otherEmail?: Maybe<Scalars['String']['output']>;
  /** Another phone number. */
  otherPhone?: Maybe<Scalars['String']['output']>;
  /** The private e-mail address. */
  personalEmail?: Maybe<Scalars['String']['output']>;
  /** Names on social platforms. */
  socialHandles: Array<SocialHandle>;
  /** The e-mail address at work. */
  workEmail?: Maybe<Scalars['String']['output']>;
  /** The phone number at work. */
  workPhone?: Maybe<Scalars['String']['output']>;
};


/** A person outside the organisation. */
export type ExternalContactNotesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of external contacts. */
export type ExternalContactConnection = {
  /** The items of this page. */
  nodes: Array<ExternalContact>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** The id that another system gave a person; compared exactly, without surrounding space. */
export type ExternalIdInput = {
  /** The system that gave it; any when absent. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** The id. */
  value: Scalars['String']['input'];
};

/** The id that another system gave a person. */
export type ExternalIdentity = {
  /** The system; null when it is not known. */
  source?: Maybe<Scalars['String']['output']>;
  /** The id that the other system gave. */
  value?: Maybe<Scalars['String']['output']>;
};

export type Mutation = {
  /** [external-contacts:edit] Writes something down about a contact. */
  addContactNote: ContactNote;
  /** [external-contacts:edit] Adds a contact. */
  createExternalContact: ExternalContact;
  /**
   * Erases or anonymises at most `limit` records; the gateway calls again until `complete`.
   * Idempotent by `requestId`: the counts are the request's totals, so a call repeated after a lost reply has no second
   * effect and reports the same.
   */
  erasePersonalData: PersonalDataDispositionReport;
  /** [external-contacts:edit] Records that two contacts are one person; sets grow transitively. Answers the canonical contact. */
  mergeExternalContacts: ExternalContact;
  /** Replaces values in the records that the term identifies; bounded, repeatable and idempotent like `erasePersonalData`. */
  rectifyPersonalData: PersonalDataDispositionReport;
  /** Restricts a person's data, or lifts a restriction. Idempotent: a restriction that was lifted stays so, whatever comes late. */
  restrictPersonalData: RestrictionReport;
  /**
   * [external-contacts:edit] Records that a contact is not the same person as the others of its merge set: it stands for
   * itself again. When it stood for the set, the oldest of the others does from now on. Answers the contact.
   */
  splitExternalContact: ExternalContact;
  /** [external-contacts:edit] Changes a contact. */
  updateExternalContact: ExternalContact;
};


export type MutationAddContactNoteArgs = {
  externalContactId: Scalars['ID']['input'];
  internal?: Scalars['Boolean']['input'];
  text: Scalars['String']['input'];
};


export type MutationCreateExternalContactArgs = {
  input: CreateExternalContactInput;
};


export type MutationErasePersonalDataArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  limit?: Scalars['Int']['input'];
  requestId: Scalars['ID']['input'];
  term: PersonalDataTermInput;
};


export type MutationMergeExternalContactsArgs = {
  sourceId: Scalars['ID']['input'];
  targetId: Scalars['ID']['input'];
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


export type MutationSplitExternalContactArgs = {
  id: Scalars['ID']['input'];
};


export type MutationUpdateExternalContactArgs = {
  id: Scalars['ID']['input'];
  input: UpdateExternalContactInput;
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

/** A postal address. */
export type PostalAddress = {
  /** The street and the number. */
  address1?: Maybe<Scalars['String']['output']>;
  /** Flat, floor, care of. */
  address2?: Maybe<Scalars['String']['output']>;
  /** The city. */
  city?: Maybe<Scalars['String']['output']>;
  /** Country, as two letters (ISO 3166-1). */
  countryCode?: Maybe<Scalars['String']['output']>;
  /** The postal code. */
  postalCode?: Maybe<Scalars['String']['output']>;
  /** The state or province. */
  state?: Maybe<Scalars['String']['output']>;
};

/** A postal address. */
export type PostalAddressInput = {
  /** The street and the number. */
  address1?: InputMaybe<Scalars['String']['input']>;
  /** Flat, floor, care of. */
  address2?: InputMaybe<Scalars['String']['input']>;
  /** The city. */
  city?: InputMaybe<Scalars['String']['input']>;
  /** Country, as two letters (ISO 3166-1). */
  countryCode?: InputMaybe<Scalars['String']['input']>;
  /** The postal code. */
  postalCode?: InputMaybe<Scalars['String']['input']>;
  /** The state or province. */
  state?: InputMaybe<Scalars['String']['input']>;
};

export type Query = {
  /** [external-contacts:view] One contact; null when there is none. */
  externalContact?: Maybe<ExternalContact>;
  /** [external-contacts:view] All contacts, oldest first. */
  externalContacts: ExternalContactConnection;
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


export type QueryExternalContactArgs = {
  id: Scalars['ID']['input'];
};


export type QueryExternalContactsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
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

/** What a service did about a restriction. */
export type RestrictionReport = {
  /** Whether the person's data are under this restriction now. */
  restricted: Scalars['Boolean']['output'];
};

/** A name on a social platform. */
export type SocialHandle = {
  /** The name on the platform. */
  handle?: Maybe<Scalars['String']['output']>;
  /** The social platform. */
  platform: SocialPlatform;
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

/** Changes of a contact: a field that is absent stays, one that is null is emptied. */
export type UpdateExternalContactInput = {
  /** The postal address. */
  address?: InputMaybe<PostalAddressInput>;
  /** The mobile phone number. */
  cellPhone?: InputMaybe<Scalars['String']['input']>;
  /** The ids that other systems gave this person. */
  externalIdentities?: InputMaybe<Array<ExternalIdInput>>;
  /**
   * The same ids without their systems; not beside `externalIdentities`.
   * @deprecated Use `externalIdentities`.
   */
  externalIds?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The first name. */
  firstName?: InputMaybe<Scalars['String']['input']>;
  /** The phone number at home; others may share it (R6). */
  homePhone?: InputMaybe<Scalars['String']['input']>;
  /** The last name. */
  lastName?: InputMaybe<Scalars['String']['input']>;
  /** Another e-mail address. */
  otherEmail?: InputMaybe<Scalars['String']['input']>;
  /** Another phone number. */
  otherPhone?: InputMaybe<Scalars['String']['input']>;
  /** The private e-mail address. */
  personalEmail?: InputMaybe<Scalars['String']['input']>;
  /** Names on social platforms. */
  socialHandles?: InputMaybe<Array<SocialHandleInput>>;
  /** The e-mail address at work. */
  workEmail?: InputMaybe<Scalars['String']['input']>;
  /** The phone number at work. */
  workPhone?: InputMaybe<Scalars['String']['input']>;
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
  ExternalContact: ExternalContact;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  ExternalContact:
    ( { __typename: 'ExternalContact' }
    & GraphQLRecursivePick<FederationTypes['ExternalContact'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ContactNote: ResolverTypeWrapper<ContactNoteEntity>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ContactNoteConnection: ResolverTypeWrapper<Omit<ContactNoteConnection, 'nodes'> & { nodes: Array<ResolversTypes['ContactNote']> }>;
  CreateExternalContactInput: CreateExternalContactInput;
  DataSubject: ResolverTypeWrapper<DataSubject>;
  DataSubjectType: DataSubjectType;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DialerContactIdInput: DialerContactIdInput;
  ExternalContact: ResolverTypeWrapper<ExternalContactEntity>;
  ExternalContactConnection: ResolverTypeWrapper<Omit<ExternalContactConnection, 'nodes'> & { nodes: Array<ResolversTypes['ExternalContact']> }>;
  ExternalIdInput: ExternalIdInput;
  ExternalIdentity: ResolverTypeWrapper<ExternalIdentity>;
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
  PostalAddress: ResolverTypeWrapper<PostalAddress>;
  PostalAddressInput: PostalAddressInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RestrictionReport: ResolverTypeWrapper<RestrictionReport>;
  SocialHandle: ResolverTypeWrapper<SocialHandle>;
  SocialHandleInput: SocialHandleInput;
  SocialPlatform: SocialPlatform;
  UnreachableDataPage: ResolverTypeWrapper<UnreachableDataPage>;
  UnreachableDataPlace: ResolverTypeWrapper<UnreachableDataPlace>;
  UpdateExternalContactInput: UpdateExternalContactInput;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ContactNote: ContactNoteEntity;
  ID: Scalars['ID']['output'];
  Boolean: Scalars['Boolean']['output'];
  ContactNoteConnection: Omit<ContactNoteConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['ContactNote']> };
  CreateExternalContactInput: CreateExternalContactInput;
  DataSubject: DataSubject;
  DateTime: Scalars['DateTime']['output'];
  DialerContactIdInput: DialerContactIdInput;
  ExternalContact: ExternalContactEntity;
  ExternalContactConnection: Omit<ExternalContactConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['ExternalContact']> };
  ExternalIdInput: ExternalIdInput;
  ExternalIdentity: ExternalIdentity;
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
  PostalAddress: PostalAddress;
  PostalAddressInput: PostalAddressInput;
  Query: Record<PropertyKey, never>;
  RestrictionReport: RestrictionReport;
  SocialHandle: SocialHandle;
  SocialHandleInput: SocialHandleInput;
  UnreachableDataPage: UnreachableDataPage;
  UnreachableDataPlace: UnreachableDataPlace;
  UpdateExternalContactInput: UpdateExternalContactInput;
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

export type ContactNoteResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['ContactNote'] = ResolversParentTypes['ContactNote']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  internal?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ContactNoteConnectionResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['ContactNoteConnection'] = ResolversParentTypes['ContactNoteConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['ContactNote']>, ParentType, ContextType>;
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

export type ExternalContactResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['ExternalContact'] = ResolversParentTypes['ExternalContact'], FederationReferenceType extends FederationReferenceTypes['ExternalContact'] = FederationReferenceTypes['ExternalContact']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ExternalContact']> | FederationReferenceType, FederationReferenceType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['PostalAddress']>, ParentType, ContextType>;
  canonicalContact?: Resolver<ResolversTypes['ExternalContact'], ParentType, ContextType>;
  cellPhone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  externalIdentities?: Resolver<Array<ResolversTypes['ExternalIdentity']>, ParentType, ContextType>;
  externalIds?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  firstName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  homePhone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  mergeSet?: Resolver<Array<ResolversTypes['ExternalContact']>, ParentType, ContextType>;
  notes?: Resolver<ResolversTypes['ContactNoteConnection'], ParentType, ContextType, RequireFields<ExternalContactNotesArgs, 'first'>>;
  otherEmail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  otherPhone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  personalEmail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  socialHandles?: Resolver<Array<ResolversTypes['SocialHandle']>, ParentType, ContextType>;
  workEmail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  workPhone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ExternalContactConnectionResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['ExternalContactConnection'] = ResolversParentTypes['ExternalContactConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['ExternalContact']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ExternalIdentityResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['ExternalIdentity'] = ResolversParentTypes['ExternalIdentity']> = {
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addContactNote?: Resolver<ResolversTypes['ContactNote'], ParentType, ContextType, RequireFields<MutationAddContactNoteArgs, 'externalContactId' | 'internal' | 'text'>>;
  createExternalContact?: Resolver<ResolversTypes['ExternalContact'], ParentType, ContextType, RequireFields<MutationCreateExternalContactArgs, 'input'>>;
  erasePersonalData?: Resolver<ResolversTypes['PersonalDataDispositionReport'], ParentType, ContextType, RequireFields<MutationErasePersonalDataArgs, 'limit' | 'requestId' | 'term'>>;
  mergeExternalContacts?: Resolver<ResolversTypes['ExternalContact'], ParentType, ContextType, RequireFields<MutationMergeExternalContactsArgs, 'sourceId' | 'targetId'>>;
  rectifyPersonalData?: Resolver<ResolversTypes['PersonalDataDispositionReport'], ParentType, ContextType, RequireFields<MutationRectifyPersonalDataArgs, 'limit' | 'replacements' | 'requestId' | 'term'>>;
  restrictPersonalData?: Resolver<ResolversTypes['RestrictionReport'], ParentType, ContextType, RequireFields<MutationRestrictPersonalDataArgs, 'restricted' | 'restrictionId' | 'term'>>;
  splitExternalContact?: Resolver<ResolversTypes['ExternalContact'], ParentType, ContextType, RequireFields<MutationSplitExternalContactArgs, 'id'>>;
  updateExternalContact?: Resolver<ResolversTypes['ExternalContact'], ParentType, ContextType, RequireFields<MutationUpdateExternalContactArgs, 'id' | 'input'>>;
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

export type PostalAddressResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['PostalAddress'] = ResolversParentTypes['PostalAddress']> = {
  address1?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  address2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  countryCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  postalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  externalContact?: Resolver<Maybe<ResolversTypes['ExternalContact']>, ParentType, ContextType, RequireFields<QueryExternalContactArgs, 'id'>>;
  externalContacts?: Resolver<ResolversTypes['ExternalContactConnection'], ParentType, ContextType, RequireFields<QueryExternalContactsArgs, 'first'>>;
  personalData?: Resolver<ResolversTypes['PersonalData'], ParentType, ContextType, RequireFields<QueryPersonalDataArgs, 'first' | 'term'>>;
  streamPersonalData?: Resolver<ResolversTypes['PersonalDataStream'], ParentType, ContextType>;
  unreachableData?: Resolver<ResolversTypes['UnreachableDataPage'], ParentType, ContextType, RequireFields<QueryUnreachableDataArgs, 'first'>>;
};

export type RestrictionReportResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['RestrictionReport'] = ResolversParentTypes['RestrictionReport']> = {
  restricted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SocialHandleResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['SocialHandle'] = ResolversParentTypes['SocialHandle']> = {
  handle?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['SocialPlatform'], ParentType, ContextType>;
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

export type Resolvers<ContextType = ServiceContext> = {
  ContactNote?: ContactNoteResolvers<ContextType>;
  ContactNoteConnection?: ContactNoteConnectionResolvers<ContextType>;
  DataSubject?: DataSubjectResolvers<ContextType>;
  DataSubjectType?: DataSubjectTypeResolvers;
  DateTime?: GraphQLScalarType;
  ExternalContact?: ExternalContactResolvers<ContextType>;
  ExternalContactConnection?: ExternalContactConnectionResolvers<ContextType>;
  ExternalIdentity?: ExternalIdentityResolvers<ContextType>;
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
  PostalAddress?: PostalAddressResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RestrictionReport?: RestrictionReportResolvers<ContextType>;
  SocialHandle?: SocialHandleResolvers<ContextType>;
  SocialPlatform?: SocialPlatformResolvers;
  UnreachableDataPage?: UnreachableDataPageResolvers<ContextType>;
  UnreachableDataPlace?: UnreachableDataPlaceResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = ServiceContext> = {
  bounds?: BoundsDirectiveResolver<any, any, ContextType>;
  label?: LabelDirectiveResolver<any, any, ContextType>;
  notPersonal?: NotPersonalDirectiveResolver<any, any, ContextType>;
  personalData?: PersonalDataDirectiveResolver<any, any, ContextType>;
  piiContract?: PiiContractDirectiveResolver<any, any, ContextType>;
  processing?: ProcessingDirectiveResolver<any, any, ContextType>;
};
