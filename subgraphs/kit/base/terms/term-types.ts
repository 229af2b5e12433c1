/**
 * The types of terms, with one entry each; everything that depends on a type is read from its entry. The compiler checks the table
 * against the contract: a type, platform or input field of `schema/contract.graphql` without an entry does not compile, nor does an
 * entry without its type.
 */
import {
  SocialPlatform,
  type PersonalDataCategory,
  type PersonalDataTermInput,
  type PersonalIdentifierType,
} from '../schema.generated';
import { normalizeEmail, normalizeExternalId, normalizeHandle } from './electronic';
import { asWhole, type NormalizedValue } from './normalized-value';
import { normalizePhone, type PhoneRegion } from './phone';
import { normalizeAddress, normalizeName } from './words';

/** The content of a term's input: a value, or an id with the rest of its key. */
export interface InputValue {
  value: string;
  /** The contact list of a dialer contact. */
  contactListId?: string;
  /** The system that gave an external id; any system when absent. */
  source?: string;
}

/** The place of a type in the contract's `PersonalDataTermInput`. */
interface InputPlace<Field extends keyof PersonalDataTermInput> {
  field: Field;
  /** The value's path inside the input, for errors: `socialHandle.handle`. */
  path: string;
  /** The value of this type that an input holds; null when it holds none. */
  read: (input: PersonalDataTermInput) => InputValue | null;
  write: (given: InputValue) => PersonalDataTermInput;
}

/**
 * What may not adjoin a value in a text, because the value would then be a part of something longer, and perhaps somebody else's. A name
 * inside a double name, a handle or an e-mail address is not replaced; nor is a handle inside another (`ana` in `ana_k` or `ana.k`) or
 * inside an e-mail address, nor a number inside a longer number.
 */
export type WordKind = 'WORD' | 'NAME' | 'HANDLE' | 'EMAIL' | 'NUMBER';

/** A type of values that a person may be found by. */
export interface ValueTermType extends InputPlace<keyof PersonalDataTermInput> {
  kind: 'value';
  /** What kind of personal data the value is. */
  category: PersonalDataCategory;
  /** The normalised value (R3), with numbers read in the region; null for a text that identifies nobody. */
  normalize: (value: string, region: PhoneRegion | null) => NormalizedValue | null;
  /** BY_WORDS: its words find it, in any order. WHOLE: only the whole value finds it. */
  match: 'BY_WORDS' | 'WHOLE';
  /** The form that is sent to services: as the caller typed it, or normalised where that loses nothing. */
  sent: 'AS_TYPED' | 'NORMALIZED';
  /** What a term of this type takes, for the error about a value that identifies nobody. */
  takes: string;
  /** How a rectification finds it in free text (R14): where a value begins and ends. */
  inText: WordKind;
  /** Whether it is read out of any text with digits; then a text with letters is not replaced as a whole. */
  numeric: boolean;
}

/** A type of ids that name one subject. Ids are compared unchanged, and are not rectified. */
export interface IdTermType extends InputPlace<keyof PersonalDataTermInput> {
  kind: 'id';
}

type PlainField = Exclude<keyof PersonalDataTermInput, 'socialHandle' | 'externalId' | 'dialerContactId'>;

const plain = <Field extends PlainField>(field: Field): InputPlace<Field> => ({
  field,
  path: field,
  read: ({ [field]: value }) => (value == null ? null : { value }),
  write: ({ value }) => ({ [field]: value }),
});

const words = {
  kind: 'value',
  match: 'BY_WORDS',
  sent: 'AS_TYPED',
  takes: 'letters or digits',
  numeric: false,
} as const;

const whole = { kind: 'value', match: 'WHOLE', sent: 'NORMALIZED', numeric: false } as const;

/** A handle of one platform. The platforms share one field of the input, which names the platform. */
const handle = (type: Covered<SocialPlatform, PersonalIdentifierType>) => ({
  ...whole,
  field: 'socialHandle' as const,
  path: 'socialHandle.handle',
  read: ({ socialHandle }: PersonalDataTermInput) =>
    socialHandle?.platform === type ? { value: socialHandle.handle } : null,
  write: ({ value }: InputValue) => ({ socialHandle: { platform: type, handle: value } }),
  category: 'SOCIAL_HANDLE' as const,
  normalize: asWhole((value, region) => normalizeHandle(type, value, region)),
  takes: 'a handle without spaces',
  inText: 'HANDLE' as const,
});

/** The table. */
export const termTypes = {
  NAME: { ...words, ...plain('name'), category: 'NAME', normalize: normalizeName, inText: 'NAME' },
  ADDRESS: { ...words, ...plain('address'), category: 'ADDRESS', normalize: normalizeAddress, inText: 'WORD' },
  PHONE: {
    ...whole,
    ...plain('phone'),
    category: 'PHONE',
    normalize: asWhole(normalizePhone),
    takes:
      'a phone number, in international form (+1 317 555 0123) or as it is dialled in the region of the organisation',
    inText: 'NUMBER',
    numeric: true,
  },
  EMAIL: {
    ...whole,
    ...plain('email'),
    category: 'EMAIL',
    normalize: asWhole(normalizeEmail),
    takes: 'an e-mail address',
    inText: 'EMAIL',
  },
  TWITTER: handle('TWITTER'),
  INSTAGRAM: handle('INSTAGRAM'),
  FACEBOOK: handle('FACEBOOK'),
  APPLE_MESSAGES: handle('APPLE_MESSAGES'),
  WHATSAPP: { ...handle('WHATSAPP'), inText: 'NUMBER', numeric: true },
  EXTERNAL_ID: {
    ...whole,
    field: 'externalId',
    path: 'externalId.value',
    read: ({ externalId: given }) =>
      given == null ? null : { value: given.value, ...(given.source == null ? {} : { source: given.source }) },
    write: ({ value, source }) => ({ externalId: { value, ...(source === undefined ? {} : { source }) } }),
    category: 'IDENTIFIER',
    normalize: asWhole(normalizeExternalId),
    takes: 'an id that another system gave',
    inText: 'WORD',
  },
  USER_ID: { kind: 'id', ...plain('userId') },
  EXTERNAL_CONTACT_ID: { kind: 'id', ...plain('externalContactId') },
  DIALER_CONTACT_ID: {
    kind: 'id',
    field: 'dialerContactId',
    path: 'dialerContactId.id',
    read: ({ dialerContactId: given }) =>
      given == null ? null : { value: given.id, contactListId: given.contactListId },
    write: ({ value, contactListId = '' }) => ({ dialerContactId: { id: value, contactListId } }),
  },
} as const satisfies { [Type in PersonalIdentifierType]: EntryOf<Type> };

/** Handles stand in the field that names the platform; every other type has a field of its own. */
type EntryOf<Type> = Type extends SocialPlatform
  ? ValueTermType & { field: 'socialHandle' }
  : (ValueTermType | IdTermType) & { field: Exclude<keyof PersonalDataTermInput, 'socialHandle'> };

type Table = typeof termTypes;
type TypesOf<Kind> = { [Type in keyof Table]: Table[Type] extends { kind: Kind } ? Type : never }[keyof Table];

/** The contract's `PersonalIdentifierType`. */
export type IdentifierType = PersonalIdentifierType;
export type { SocialPlatform };
export const socialPlatforms = Object.values(SocialPlatform);
/** The types of values that a person may be found by. */
export type ValueType = TypesOf<'value'>;
/** The types of ids that name one subject. */
export type IdType = TypesOf<'id'>;

/** `Wanted`, if `Given` contains all of it; otherwise the compiler names what is missing. */
export type Covered<Wanted extends Given, Given> = Wanted;

/** The fields of a term's input; some entry reads each. */
export type TermField = Covered<keyof PersonalDataTermInput, Table[IdentifierType]['field']>;
/** Those fields of the input that hold a value. */
export type ValueField = Table[ValueType]['field'];

/** The entry of a type, as code for all types sees it. */
export const entryOf = <Type extends IdentifierType>(type: Type): Type extends ValueType ? ValueTermType : IdTermType =>
  termTypes[type] as never;

export const identifierTypes = Object.keys(termTypes) as [IdentifierType, ...IdentifierType[]];
export const isValueType = (type: IdentifierType): type is ValueType => termTypes[type].kind === 'value';
export const valueTypes = identifierTypes.filter(isValueType) as [ValueType, ...ValueType[]];
/** Whether the values of a type are matched word by word. */
export const isWordType = (type: IdentifierType): boolean => isValueType(type) && termTypes[type].match === 'BY_WORDS';
