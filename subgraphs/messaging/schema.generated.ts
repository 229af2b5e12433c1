/* Generated from the SDL by npm run codegen. */
/* eslint-disable */
import type { SubjectType as DataSubjectType } from '../kit';
import type { PersonalDataCategory } from '../kit';
import type { PersonalDataDisposition } from '../kit';
import type { IdentifierType as PersonalIdentifierType } from '../kit';
import type { SocialPlatform } from '../kit';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Conversation as ConversationEntity, Message as MessageEntity, MessageAttachment as MessageAttachmentEntity } from './entities';
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

/** A new message. */
export type AddMessageInput = {
  /** The files that come with it. */
  attachments?: InputMaybe<Array<MessageAttachmentInput>>;
  /** The id of the conversation that the message belongs to. */
  conversationId: Scalars['ID']['input'];
  /** From or to the organisation. */
  direction: Direction;
  /** The sender's address, number or name. */
  from?: InputMaybe<Scalars['String']['input']>;
  /**
   * Whether the sender is the organisation itself (a shared mailbox, a main number, a bot). Everybody else who writes for the
   * organisation is somebody of their own, whom a copy for the person does not name (R13). OUTBOUND only.
   */
  fromOrganization?: Scalars['Boolean']['input'];
  /** The text of the message. */
  text?: InputMaybe<Scalars['String']['input']>;
};

/** Where a conversation takes place. */
export type Channel =
  /** E-mail. */
  | 'EMAIL'
  /** Facebook Messenger. */
  | 'FACEBOOK'
  /** Any other channel, over an open interface. */
  | 'OPEN_MESSAGING'
  /** Text message. */
  | 'SMS'
  /** X, formerly Twitter. */
  | 'TWITTER'
  /** Chat on a website. */
  | 'WEB_CHAT'
  /** Messages on a website that survive the visit. */
  | 'WEB_MESSAGING'
  /** WhatsApp. */
  | 'WHATSAPP';

/** An exchange of messages over one channel. */
export type Conversation = {
  /** The agent; null when there was none, or when the agent was erased. */
  agent?: Maybe<User>;
  /** The channel that the conversation is held on. */
  channel: Channel;
  /** What the channel's integration added. Personal data in the keys are out of reach of requests (R18). */
  customAttributes: Array<CustomAttribute>;
  /** With whom; null when it is associated with nobody, and no request can reach it (R18). */
  externalContact?: Maybe<ExternalContact>;
  /** The conversation's id. */
  id: Scalars['ID']['output'];
  /** The messages, oldest first. */
  messages: MessageConnection;
  /** The time at which the conversation began. */
  startedAt: Scalars['DateTime']['output'];
};


/** An exchange of messages over one channel. */
export type ConversationMessagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of conversations. */
export type ConversationConnection = {
  /** The items of this page. */
  nodes: Array<Conversation>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A value that an integration added to a conversation. */
export type CustomAttribute = {
  /** What the value is. */
  key: Scalars['String']['output'];
  /** The attribute's value. */
  value?: Maybe<Scalars['String']['output']>;
};

/** A value that an integration adds. */
export type CustomAttributeInput = {
  /** What the value is. Put no personal data here: requests cannot reach it (R18). */
  key: Scalars['String']['input'];
  /** The attribute's value. */
  value: Scalars['String']['input'];
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

/** Which way a message went. */
export type Direction =
  /** From the person to the organisation. */
  | 'INBOUND'
  /** From the organisation to the person. */
  | 'OUTBOUND';

export type ExternalContact = {
  /** [messaging:view] The contact's conversations, oldest first. Null when messaging is down, so that the contact still comes. */
  conversations?: Maybe<ConversationConnection>;
  /** The contact's id. */
  id: Scalars['ID']['output'];
};


export type ExternalContactConversationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
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

/** One message. */
export type Message = {
  /** The files that came with it. */
  attachments: Array<MessageAttachment>;
  /** From or to the organisation. */
  direction: Direction;
  /** The sender's address, number or name. */
  from?: Maybe<Scalars['String']['output']>;
  /** Whether the sender is the organisation itself (a shared mailbox, a main number, a bot) and not somebody who works there. */
  fromOrganization: Scalars['Boolean']['output'];
  /** The message's id. */
  id: Scalars['ID']['output'];
  /** When it was sent. */
  sentAt: Scalars['DateTime']['output'];
  /** The text of the message. */
  text?: Maybe<Scalars['String']['output']>;
};

/** A file that came with a message. */
export type MessageAttachment = {
  /** The size in bytes. */
  byteSize: Scalars['Int']['output'];
  /** The file's name. */
  filename?: Maybe<Scalars['String']['output']>;
  /** The attachment's id. */
  id: Scalars['ID']['output'];
  /** The file's media type. */
  mediaType: Scalars['String']['output'];
  /** The SHA-256 of the bytes, in hexadecimal. */
  sha256?: Maybe<Scalars['String']['output']>;
};

/** A file that comes with a message. */
export type MessageAttachmentInput = {
  /** The bytes, as base64: 20 MiB at most. */
  base64: Scalars['String']['input'];
  /** The file's name. */
  filename: Scalars['String']['input'];
  /** The media type, for example `image/png`. */
  mediaType: Scalars['String']['input'];
};

/** A page of messages. */
export type MessageConnection = {
  /** The items of this page. */
  nodes: Array<Message>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

export type Mutation = {
  /** [messaging:edit] Adds a message to a conversation. */
  addMessage: Message;
  /**
   * [messaging:edit] Associates a conversation with a person, so that requests reach it (R18). It is not moved away from a person on whom
   * a legal hold stands (HELD, R31), or whose data are restricted (RESTRICTED, R34).
   */
  associateConversation: Conversation;
  /**
   * Erases or anonymises at most `limit` records; the gateway calls again until `complete`.
   * Idempotent by `requestId`: the counts are the request's totals, so a call repeated after a lost reply has no second
   * effect and reports the same.
   */
  erasePersonalData: PersonalDataDispositionReport;
  /** Replaces values in the records that the term identifies; bounded, repeatable and idempotent like `erasePersonalData`. */
  rectifyPersonalData: PersonalDataDispositionReport;
  /** Restricts a person's data, or lifts a restriction. Idempotent: a restriction that was lifted stays so, whatever comes late. */
  restrictPersonalData: RestrictionReport;
  /** [messaging:edit] Starts a conversation. */
  startConversation: Conversation;
};


export type MutationAddMessageArgs = {
  input: AddMessageInput;
};


export type MutationAssociateConversationArgs = {
  externalContactId: Scalars['ID']['input'];
  id: Scalars['ID']['input'];
};


export type MutationErasePersonalDataArgs = {
  asOf?: InputMaybe<Scalars['String']['input']>;
  limit?: Scalars['Int']['input'];
  requestId: Scalars['ID']['input'];
  term: PersonalDataTermInput;
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


export type MutationStartConversationArgs = {
  input: StartConversationInput;
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
  /** [messaging:view] One conversation; null when there is none. */
  conversation?: Maybe<Conversation>;
  /** [messaging:view] All conversations, oldest first. */
  conversations: ConversationConnection;
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


export type QueryConversationArgs = {
  id: Scalars['ID']['input'];
};


export type QueryConversationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
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

/** A new conversation. */
export type StartConversationInput = {
  /** The id of the agent who takes part. */
  agentId?: InputMaybe<Scalars['ID']['input']>;
  /** The channel that the conversation is held on. */
  channel: Channel;
  /** Values that an integration adds. */
  customAttributes?: InputMaybe<Array<CustomAttributeInput>>;
  /** The id of the contact whom the conversation is with. */
  externalContactId?: InputMaybe<Scalars['ID']['input']>;
};

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
  Conversation: Conversation;
  ExternalContact: ExternalContact;
  Message: Message;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Conversation:
    ( { __typename: 'Conversation' }
    & GraphQLRecursivePick<FederationTypes['Conversation'], {"id":true}> );
  ExternalContact:
    ( { __typename: 'ExternalContact' }
    & GraphQLRecursivePick<FederationTypes['ExternalContact'], {"id":true}> );
  Message:
    ( { __typename: 'Message' }
    & GraphQLRecursivePick<FederationTypes['Message'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AddMessageInput: AddMessageInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Channel: Channel;
  Conversation: ResolverTypeWrapper<ConversationEntity>;
  ConversationConnection: ResolverTypeWrapper<Omit<ConversationConnection, 'nodes'> & { nodes: Array<ResolversTypes['Conversation']> }>;
  CustomAttribute: ResolverTypeWrapper<CustomAttribute>;
  CustomAttributeInput: CustomAttributeInput;
  DataSubject: ResolverTypeWrapper<DataSubject>;
  DataSubjectType: DataSubjectType;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DialerContactIdInput: DialerContactIdInput;
  Direction: Direction;
  ExternalContact: ResolverTypeWrapper<{ id: string }>;
  ExternalIdInput: ExternalIdInput;
  LinkedSubject: ResolverTypeWrapper<LinkedSubject>;
  LinkedSubjectPage: ResolverTypeWrapper<LinkedSubjectPage>;
  Message: ResolverTypeWrapper<MessageEntity>;
  MessageAttachment: ResolverTypeWrapper<MessageAttachmentEntity>;
  MessageAttachmentInput: MessageAttachmentInput;
  MessageConnection: ResolverTypeWrapper<Omit<MessageConnection, 'nodes'> & { nodes: Array<ResolversTypes['Message']> }>;
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
  RestrictionReport: ResolverTypeWrapper<RestrictionReport>;
  SocialHandleInput: SocialHandleInput;
  SocialPlatform: SocialPlatform;
  StartConversationInput: StartConversationInput;
  UnreachableDataPage: ResolverTypeWrapper<UnreachableDataPage>;
  UnreachableDataPlace: ResolverTypeWrapper<UnreachableDataPlace>;
  User: ResolverTypeWrapper<{ id: string }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddMessageInput: AddMessageInput;
  ID: Scalars['ID']['output'];
  Boolean: Scalars['Boolean']['output'];
  Conversation: ConversationEntity;
  ConversationConnection: Omit<ConversationConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Conversation']> };
  CustomAttribute: CustomAttribute;
  CustomAttributeInput: CustomAttributeInput;
  DataSubject: DataSubject;
  DateTime: Scalars['DateTime']['output'];
  DialerContactIdInput: DialerContactIdInput;
  ExternalContact: { id: string };
  ExternalIdInput: ExternalIdInput;
  LinkedSubject: LinkedSubject;
  LinkedSubjectPage: LinkedSubjectPage;
  Message: MessageEntity;
  MessageAttachment: MessageAttachmentEntity;
  MessageAttachmentInput: MessageAttachmentInput;
  MessageConnection: Omit<MessageConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Message']> };
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
  RestrictionReport: RestrictionReport;
  SocialHandleInput: SocialHandleInput;
  StartConversationInput: StartConversationInput;
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

export type ConversationResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['Conversation'] = ResolversParentTypes['Conversation'], FederationReferenceType extends FederationReferenceTypes['Conversation'] = FederationReferenceTypes['Conversation']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Conversation']> | FederationReferenceType, FederationReferenceType, ContextType>;
  agent?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  customAttributes?: Resolver<Array<ResolversTypes['CustomAttribute']>, ParentType, ContextType>;
  externalContact?: Resolver<Maybe<ResolversTypes['ExternalContact']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, RequireFields<ConversationMessagesArgs, 'first'>>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ConversationConnectionResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['ConversationConnection'] = ResolversParentTypes['ConversationConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Conversation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CustomAttributeResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['CustomAttribute'] = ResolversParentTypes['CustomAttribute']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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
  conversations?: Resolver<Maybe<ResolversTypes['ConversationConnection']>, ParentType, ContextType, RequireFields<ExternalContactConversationsArgs, 'first'>>;
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

export type MessageResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['Message'] = ResolversParentTypes['Message'], FederationReferenceType extends FederationReferenceTypes['Message'] = FederationReferenceTypes['Message']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Message']> | FederationReferenceType, FederationReferenceType, ContextType>;
  attachments?: Resolver<Array<ResolversTypes['MessageAttachment']>, ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['Direction'], ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fromOrganization?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sentAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MessageAttachmentResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['MessageAttachment'] = ResolversParentTypes['MessageAttachment']> = {
  byteSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  filename?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mediaType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MessageConnectionResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['MessageConnection'] = ResolversParentTypes['MessageConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Message']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = ServiceContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addMessage?: Resolver<ResolversTypes['Message'], ParentType, ContextType, RequireFields<MutationAddMessageArgs, 'input'>>;
  associateConversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType, RequireFields<MutationAssociateConversationArgs, 'externalContactId' | 'id'>>;
  erasePersonalData?: Resolver<ResolversTypes['PersonalDataDispositionReport'], ParentType, ContextType, RequireFields<MutationErasePersonalDataArgs, 'limit' | 'requestId' | 'term'>>;
  rectifyPersonalData?: Resolver<ResolversTypes['PersonalDataDispositionReport'], ParentType, ContextType, RequireFields<MutationRectifyPersonalDataArgs, 'limit' | 'replacements' | 'requestId' | 'term'>>;
  restrictPersonalData?: Resolver<ResolversTypes['RestrictionReport'], ParentType, ContextType, RequireFields<MutationRestrictPersonalDataArgs, 'restricted' | 'restrictionId' | 'term'>>;
  startConversation?: Resolver<ResolversTypes['Conversation'], ParentType, ContextType, RequireFields<MutationStartConversationArgs, 'input'>>;
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
  conversation?: Resolver<Maybe<ResolversTypes['Conversation']>, ParentType, ContextType, RequireFields<QueryConversationArgs, 'id'>>;
  conversations?: Resolver<ResolversTypes['ConversationConnection'], ParentType, ContextType, RequireFields<QueryConversationsArgs, 'first'>>;
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
  Conversation?: ConversationResolvers<ContextType>;
  ConversationConnection?: ConversationConnectionResolvers<ContextType>;
  CustomAttribute?: CustomAttributeResolvers<ContextType>;
  DataSubject?: DataSubjectResolvers<ContextType>;
  DataSubjectType?: DataSubjectTypeResolvers;
  DateTime?: GraphQLScalarType;
  ExternalContact?: ExternalContactResolvers<ContextType>;
  LinkedSubject?: LinkedSubjectResolvers<ContextType>;
  LinkedSubjectPage?: LinkedSubjectPageResolvers<ContextType>;
  Message?: MessageResolvers<ContextType>;
  MessageAttachment?: MessageAttachmentResolvers<ContextType>;
  MessageConnection?: MessageConnectionResolvers<ContextType>;
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
