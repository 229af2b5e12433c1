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
export const DataSubjectType = {
  /** A person on a dialer list. */
  DIALER_CONTACT: 'DIALER_CONTACT',
  /** A person outside the organisation. */
  EXTERNAL_CONTACT: 'EXTERNAL_CONTACT',
  /** A user of the directory: an employee, active or former. */
  USER: 'USER'
} as const;

export type DataSubjectType = typeof DataSubjectType[keyof typeof DataSubjectType];
/** The id of a dialer contact. */
export type DialerContactIdInput = {
  /** The contact list. */
  contactListId: Scalars['ID']['input'];
  /** The contact's id on its list. */
  id: Scalars['ID']['input'];
};

/** The id that another system gave a person; compared exactly, without surrounding space. */
export type ExternalIdInput = {
  /** The system that gave it; any when absent. */
  source?: InputMaybe<Scalars['String']['input']>;
  /** The id. */
  value: Scalars['String']['input'];
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

/** Kinds of personal data. */
export const PersonalDataCategory = {
  /** Postal addresses. */
  ADDRESS: 'ADDRESS',
  /** Files of any content. */
  ATTACHMENT: 'ATTACHMENT',
  /** What a person did: calls answered, pages seen. */
  BEHAVIOUR: 'BEHAVIOUR',
  /** What was written or said. */
  COMMUNICATION: 'COMMUNICATION',
  /** E-mail addresses. */
  EMAIL: 'EMAIL',
  /** Job, department, employment. */
  EMPLOYMENT: 'EMPLOYMENT',
  /** Other identifiers: customer numbers, ids. */
  IDENTIFIER: 'IDENTIFIER',
  /** Names. */
  NAME: 'NAME',
  /** Anything else about a person. */
  OTHER: 'OTHER',
  /** Phone numbers. */
  PHONE: 'PHONE',
  /** Names on social platforms. */
  SOCIAL_HANDLE: 'SOCIAL_HANDLE',
  /** A person's voice. */
  VOICE: 'VOICE'
} as const;

export type PersonalDataCategory = typeof PersonalDataCategory[keyof typeof PersonalDataCategory];
/** What a service does with a record. */
export const PersonalDataDisposition = {
  /** Emptied of everything that identifies a person; what is left stays. */
  ANONYMIZED: 'ANONYMIZED',
  /** Deleted, and not kept anywhere. */
  ERASED: 'ERASED',
  /** Cannot be done with this kind of record. */
  NOT_SUPPORTED: 'NOT_SUPPORTED',
  /** Corrected. */
  RECTIFIED: 'RECTIFIED',
  /** Kept on a legal ground. */
  RETAINED: 'RETAINED'
} as const;

export type PersonalDataDisposition = typeof PersonalDataDisposition[keyof typeof PersonalDataDisposition];
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
export const PersonalDataWithholding = {
  /** It is about another person. */
  ANOTHER_PERSON: 'ANOTHER_PERSON',
  /** It is an internal note of the organisation's. */
  INTERNAL_NOTE: 'INTERNAL_NOTE'
} as const;

export type PersonalDataWithholding = typeof PersonalDataWithholding[keyof typeof PersonalDataWithholding];
/** An identifying value with its type. */
export type PersonalIdentifier = {
  /** EXTERNAL_ID only: the system that gave it, where that is known. */
  source?: Maybe<Scalars['String']['output']>;
  /** What kind of value it is. */
  type: PersonalIdentifierType;
  /** The value, as it is stored. */
  value: Scalars['String']['output'];
};

/** What kind of value identifies a person. */
export const PersonalIdentifierType = {
  /** A postal address. */
  ADDRESS: 'ADDRESS',
  /** An identity in Apple Messages for Business. */
  APPLE_MESSAGES: 'APPLE_MESSAGES',
  /** The id of a dialer contact. */
  DIALER_CONTACT_ID: 'DIALER_CONTACT_ID',
  /** An e-mail address. */
  EMAIL: 'EMAIL',
  /** The id of an external contact. */
  EXTERNAL_CONTACT_ID: 'EXTERNAL_CONTACT_ID',
  /** The id that another system gave. */
  EXTERNAL_ID: 'EXTERNAL_ID',
  /** A handle on Facebook. */
  FACEBOOK: 'FACEBOOK',
  /** A handle on Instagram. */
  INSTAGRAM: 'INSTAGRAM',
  /** A name. */
  NAME: 'NAME',
  /** A phone number. */
  PHONE: 'PHONE',
  /** A handle on X, formerly Twitter. */
  TWITTER: 'TWITTER',
  /** The id of a directory user. */
  USER_ID: 'USER_ID',
  /** A WhatsApp number. */
  WHATSAPP: 'WHATSAPP'
} as const;

export type PersonalIdentifierType = typeof PersonalIdentifierType[keyof typeof PersonalIdentifierType];
export type Query = {
  /**
   * What this service holds about the person that the term identifies. An unknown term gives an empty answer, not an error.
   * Records come in pages, in a stable order that concurrent erasure does not disturb.
   */
  personalData: PersonalData;
};


export type QueryPersonalDataArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  asOf?: InputMaybe<Scalars['String']['input']>;
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
export const SocialPlatform = {
  /** Apple Messages for Business. */
  APPLE_MESSAGES: 'APPLE_MESSAGES',
  /** Facebook. */
  FACEBOOK: 'FACEBOOK',
  /** Instagram. */
  INSTAGRAM: 'INSTAGRAM',
  /** X, formerly Twitter. */
  TWITTER: 'TWITTER',
  /** WhatsApp: the handle is a phone number. */
  WHATSAPP: 'WHATSAPP'
} as const;

export type SocialPlatform = typeof SocialPlatform[keyof typeof SocialPlatform];