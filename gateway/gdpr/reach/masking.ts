/**
 * Values as an auditor sees them who has not asked for them in clear: enough to tell one from another, too little to use. Ids of
 * subjects are shown: they name nobody.
 */
import { codedError, type DataSubject, type Identifier, type PersonalDataCategory } from '../../../subgraphs/kit';
import type { GdprCaller } from '../context';
import type { ServicePage } from '../../../subgraphs/kit/base/contract/answers';

/** The scope that values in clear take. */
const valueScope = 'gdpr:value:view';

/** More words than this are a text: not even their first letters are shown. */
const mostWords = 6;

const hidden = '…';

/** The first letter of a word, whatever its script. */
const initial = (word: string): string => {
  const [first = '', ...others] = word;
  return others.length > 0 ? `${first}${hidden}` : hidden;
};

/** The first and the last letter: `j…n`. */
const ends = (text: string): string => {
  const letters = [...text];
  return letters.length > 2 ? `${letters[0]}${hidden}${letters.at(-1)}` : hidden;
};

/** Each part is masked by itself, the domain's last label shown: `j…n@e…e.com`. */
function maskEmail(value: string): string {
  const at = value.lastIndexOf('@');
  if (at < 0) return ends(value);
  const labels = value.slice(at + 1).split('.');
  const top = labels.length > 1 ? labels.pop() : undefined;
  return [`${ends(value.slice(0, at))}@${labels.map(ends).join('.')}`, ...(top === undefined ? [] : [top])].join('.');
}

/** The last two digits: `+…31`. */
const maskPhone = (value: string): string =>
  `${value.trim().startsWith('+') ? '+' : ''}${hidden}${value.replaceAll(/\D/g, '').slice(-2)}`;

function maskWords(value: string): string {
  const words = value.split(/\s+/).filter(Boolean);
  return words.length > mostWords ? hidden : words.map(initial).join(' ');
}

const masks: Partial<Record<PersonalDataCategory | Identifier['type'], (value: string) => string>> = {
  EMAIL: maskEmail,
  PHONE: maskPhone,
  WHATSAPP: maskPhone,
  USER_ID: (id) => id,
  EXTERNAL_CONTACT_ID: (id) => id,
  DIALER_CONTACT_ID: (id) => id,
  COMMUNICATION: () => hidden,
  VOICE: () => hidden,
  ATTACHMENT: () => hidden,
  BEHAVIOUR: () => hidden,
  OTHER: () => hidden,
};

/** A value of a kind, masked. */
export const maskValue = (kind: PersonalDataCategory | Identifier['type'], value: string): string =>
  (masks[kind] ?? maskWords)(value);

export const maskIdentifier = <T extends Identifier>(identifier: T): T => ({
  ...identifier,
  value: maskValue(identifier.type, identifier.value),
});

export const maskSubject = <T extends Pick<DataSubject, 'identifiers'> & { matchedOn?: Identifier[] }>(
  subject: T,
): T => ({
  ...subject,
  identifiers: subject.identifiers.map(maskIdentifier),
  ...(subject.matchedOn ? { matchedOn: subject.matchedOn.map(maskIdentifier) } : {}),
});

/** What a service holds, with values and names of files masked. What is withheld stays as it is. */
export const maskPage = <Page extends ServicePage>(page: Page): Page => ({
  ...page,
  subjects: page.subjects.map(maskSubject),
  records: page.records.map((record) => ({
    ...record,
    fields: record.fields.map((field) =>
      field.withheld == null ? { ...field, value: maskValue(field.category, field.value) } : field,
    ),
    attachments: record.attachments.map((attachment) => ({ ...attachment, filename: hidden })),
  })),
});

/**
 * Whether a caller is shown values in clear: who asks for it and may.
 * @throws FORBIDDEN for who asks and may not
 */
export function showsValues({ scopes }: GdprCaller, unmasked: boolean | null | undefined): boolean {
  if (unmasked !== true) return false;
  if (!scopes.has(valueScope))
    throw codedError('FORBIDDEN', 'The token does not allow values in clear.', {
      requiredScopes: [valueScope],
      argument: 'unmasked',
    });
  return true;
}

/** How an entry of the audit log says that values were shown in clear. */
export const unmaskedText = (unmasked: boolean): string => (unmasked ? ', unmasked' : '');
