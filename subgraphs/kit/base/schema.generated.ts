/* Generated from the SDL by npm run codegen. */
/* eslint-disable */
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
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

/** What a term may resolve to. */
export type DataSubjectType =
  /** A person on a dialer list. */
  | 'DIALER_CONTACT'
  /** A person outside the organisation. */
  | 'EXTERNAL_CONTACT'
  /** A user of the directory: an employee, active or former. */
  | 'USER';

/** The id of a dialer contact. */
export type DialerContactIdInput = {
  /** The contact list. */
  contactListId: Scalars['ID']['input'];
  /** The contact's id on its list. */
  id: Scalars['ID']['input'];
};

export type Mutation = {
  /**
   * Erases or anonymises at most `limit` records; the gateway calls again until `complete`.
   * Idempotent by `requestId`: the counts are the request's totals, so a call repeated after a lost reply has no second
   * effect and reports the same.
   */
  erasePersonalData: PersonalDataDispositionReport;
  /** Replaces values in the records that the term identifies; bounded, repeatable and idempotent like `erasePersonalData`. */
  rectifyPersonalData: PersonalDataDispositionReport;
};


export type MutationErasePersonalDataArgs = {
  limit?: Scalars['Int']['input'];
  requestId: Scalars['ID']['input'];
  term: PersonalDataTermInput;
};


export type MutationRectifyPersonalDataArgs = {
  limit?: Scalars['Int']['input'];
  replacements: Array<PersonalDataReplacementInput>;
  requestId: Scalars['ID']['input'];
  term: PersonalDataTermInput;
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

/** Kinds of personal data. */
export type PersonalDataCategory =
  /** Postal addresses. */
  | 'ADDRESS'
  /** Files of any content. */
  | 'ATTACHMENT'
  /** What a person did: calls answered, pages seen. */
  | 'BEHAVIOUR'
  /** What was written or said. */
  | 'COMMUNICATION'
  /** E-mail addresses. */
  | 'EMAIL'
  /** Job, department, employment. */
  | 'EMPLOYMENT'
  /** Other identifiers: customer numbers, ids. */
  | 'IDENTIFIER'
  /** Names. */
  | 'NAME'
  /** Anything else about a person. */
  | 'OTHER'
  /** Phone numbers. */
  | 'PHONE'
  /** Names on social platforms. */
  | 'SOCIAL_HANDLE'
  /** A person's voice. */
  | 'VOICE';

/** What a service does with a record. */
export type PersonalDataDisposition =
  /** Emptied of everything that identifies a person; what is left stays. */
  | 'ANONYMIZED'
  /** Deleted, and not kept anywhere. */
  | 'ERASED'
  /** Cannot be done with this kind of record. */
  | 'NOT_SUPPORTED'
  /** Corrected. */
  | 'RECTIFIED'
  /** Kept on a legal ground. */
  | 'RETAINED';

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

/** What kind of value identifies a person. */
export type PersonalIdentifierType =
  /** A postal address. */
  | 'ADDRESS'
  /** An identity in Apple Messages for Business. */
  | 'APPLE_MESSAGES'
  /** The id of a dialer contact. */
  | 'DIALER_CONTACT_ID'
  /** An e-mail address. */
  | 'EMAIL'
  /** The id of an external contact. */
  | 'EXTERNAL_CONTACT_ID'
  /** A handle on Facebook. */
  | 'FACEBOOK'
  /** A handle on Instagram. */
  | 'INSTAGRAM'
  /** A name. */
  | 'NAME'
  /** A phone number. */
  | 'PHONE'
  /** A handle on X, formerly Twitter. */
  | 'TWITTER'
  /** The id of a directory user. */
  | 'USER_ID'
  /** A WhatsApp number. */
  | 'WHATSAPP';

export type Query = {
  /**
   * What this service holds about the person that the term identifies. An unknown term gives an empty answer, not an error.
   * Records come in pages, in a stable order that concurrent erasure does not disturb.
   */
  personalData: PersonalData;
};


export type QueryPersonalDataArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  term: PersonalDataTermInput;
};

/** A name on a social platform. */
export type SocialHandleInput = {
  /** The name, with or without `@`. */
  handle: Scalars['String']['input'];
  /** The platform. */
  platform: SocialPlatform;
};

/** Where a social handle is used. */
export type SocialPlatform =
  /** Apple Messages for Business. */
  | 'APPLE_MESSAGES'
  /** Facebook. */
  | 'FACEBOOK'
  /** Instagram. */
  | 'INSTAGRAM'
  /** X, formerly Twitter. */
  | 'TWITTER'
  /** WhatsApp: the handle is a phone number. */
  | 'WHATSAPP';
