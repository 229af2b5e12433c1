/**
 * Errors never repeat a value that was sent (R21). Each call that a service must or may refuse is made with values of its own,
 * and the errors of its answer are searched for those values and for each of their words.
 */
import { identifierTypes, isValueType, valueTypes, type IdentifierType, type TermInput } from '../../base/terms';
import type { Check } from '../check';
import { madeUpPerson, samples, termOf } from '../people/made-up';
import { contractDocuments, Violation, type TokenClaims } from '../exchange';
import type { Target } from '../target';

/** A call, and the texts that its errors must not repeat. */
interface Trial {
  what: string;
  query: string;
  variables: Record<string, unknown>;
  claims?: TokenClaims;
  secrets: string[];
}

const { find, erase, rectify } = contractDocuments;

/** Calls in flight at once. */
const atOnce = 8;

/** Words that all made-up values share. */
const common = new Set(['conformance', 'example', 'street', 'malformed']);

/** The longer words and numbers of a value, by which an error would give it away. */
const tellTales = (value: string): string[] =>
  [...value.toLowerCase().matchAll(/[\p{L}\p{N}]{6,}/gu)].map(([word]) => word).filter((word) => !common.has(word));

/** Replaces a value in an input, wherever it stands. */
function instead<T>(input: T, value: string, other: unknown): unknown {
  if (input === value) return other;
  if (Array.isArray(input)) return input.map((each: unknown) => instead(each, value, other));
  if (typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(Object.entries(input).map(([key, each]) => [key, instead(each as unknown, value, other)]));
}

/** An input as a GraphQL literal; a platform is an enum value. */
function literal(input: unknown): string {
  if (typeof input === 'string') return JSON.stringify(input);
  const fields = Object.entries(input as Record<string, unknown>).map(
    ([key, value]) => `${key}: ${key === 'platform' ? String(value) : literal(value)}`,
  );
  return `{ ${fields.join(', ')} }`;
}

/** A made-up value of a type as a term, and the words that would give it away. */
function made(type: IdentifierType): { value: string; term: TermInput; secrets: string[] } {
  const value = samples[type].nobodys();
  return { value, term: termOf(type, value), secrets: tellTales(value) };
}

/** Ways to spoil a value: with characters that no database stores, or far too long. */
const spoilt: [what: string, spoil: (value: string) => string][] = [
  ['with a null character', (value) => `${value}\u0000`],
  ['with half a surrogate pair', (value) => `${value}\ud800`],
  ['of 20,000 characters', (value) => value.padEnd(20_000, `${value} `)],
];

const spoiledTerm = (type: IdentifierType, value: string) => termOf(type, samples[type].spoiled(value));

/** Calls about a term of one type. */
function termTrials(type: IdentifierType): Trial[] {
  const page = { first: 10, after: null };
  const trial = (
    what: string,
    query: string,
    variables: (term: TermInput, value: string) => Record<string, unknown>,
    claims?: TokenClaims,
  ): Trial => {
    const { value, term, secrets } = made(type);
    return {
      what: `${type}: ${what}`,
      query,
      variables: variables(term, value),
      secrets,
      ...(claims ? { claims } : {}),
    };
  };
  const act = { requestId: `echo-${type}`, limit: 10 };
  const { value, term, secrets } = made(type);
  return [
    trial('a value that is none', find, (_, each) => ({ ...page, term: spoiledTerm(type, each) })),
    trial('an erasure by a value that is none', erase, (_, each) => ({ ...act, term: spoiledTerm(type, each) })),
    ...spoilt.map(([what, spoil]) =>
      trial(`a value ${what}`, find, (_, each) => ({ ...page, term: termOf(type, spoil(each)) })),
    ),
    trial('a value of the wrong type', find, (given, each) => ({
      ...page,
      term: instead(given, leafOf(type, each), [{ is: each }]),
    })),
    trial('an erasure by a value of the wrong type', erase, (given, each) => ({
      ...act,
      term: instead(given, leafOf(type, each), { is: each }),
    })),
    trial('a field that the term has not', find, (given, each) => ({ ...page, term: { ...given, is: each } })),
    trial('a term with two fields', find, (given, each) => ({
      ...page,
      term: { ...given, ...(type === 'NAME' ? { address: each } : { name: each }) },
    })),
    trial('a page of no records', find, (given) => ({ ...page, term: given, first: 0 })),
    trial('a cursor that is none', find, (given) => ({ ...page, term: given, after: 'no cursor' })),
    trial('a mark that is none', find, (given) => ({ ...page, term: given, asOf: 'no mark' })),
    trial('an erasure of no records', erase, (given) => ({ ...act, term: given, limit: 0 })),
    trial('an erasure as of a mark that is none', erase, (given) => ({ ...act, term: given, asOf: 'no mark' })),
    trial('a token of another request', erase, (given) => ({ ...act, term: given }), { requestId: 'another' }),
    trial('a token of another purpose', find, (given) => ({ ...page, term: given }), { purpose: 'query' }),
    trial('a token that has expired', find, (given) => ({ ...page, term: given }), { expiresIn: -60 }),
    {
      what: `${type}: a field that the contract has not`,
      query: `{ personalData(term: ${literal(term)}, first: 1) { nothing } }`,
      variables: {},
      secrets,
    },
    {
      what: `${type}: no GraphQL`,
      query: `{ personalData(term: ${literal(term)} ${JSON.stringify(value)}`,
      variables: {},
      secrets,
    },
  ];
}

/** The text by which a value stands in its term; of an id of two parts, the last part. */
const leafOf = (type: IdentifierType, value: string): string =>
  isValueType(type) ? value : (value.split('/').at(-1) ?? value);

/** Calls about a replacement of one type. */
function replacementTrials(type: (typeof valueTypes)[number], term: TermInput): Trial[] {
  const act = { requestId: `echo-${type}`, limit: 10, term };
  const trial = (
    what: string,
    given: (replacement: { type: string; existing: string; updated: string }) => Record<string, unknown>,
  ): Trial => {
    const [existing, updated] = [samples[type].nobodys(), samples[type].nobodys()];
    return {
      what: `${type}: ${what}`,
      query: rectify,
      variables: { ...act, ...given({ type, existing, updated }) },
      secrets: [...tellTales(existing), ...tellTales(updated)],
    };
  };
  const { spoiled } = samples[type];
  return [
    trial('a correction of what is none', ({ existing, ...rest }) => ({
      replacements: [{ ...rest, existing: spoiled(existing) }],
    })),
    trial('a correction to what is none', ({ updated, ...rest }) => ({
      replacements: [{ ...rest, updated: spoiled(updated) }],
    })),
    ...spoilt.map(([what, spoil]) =>
      trial(`a correction to a value ${what}`, ({ updated, ...rest }) => ({
        requestId: 'echo-spoilt',
        replacements: [{ ...rest, updated: spoil(updated) }],
      })),
    ),
    trial('a correction of a value of the wrong type', ({ existing, ...rest }) => ({
      replacements: [{ ...rest, existing: { is: existing } }],
    })),
    trial('a correction to a value of the wrong type', ({ updated, ...rest }) => ({
      replacements: [{ ...rest, updated: { is: updated } }],
    })),
    trial('a replacement of an id', (given) => ({ replacements: [{ ...given, type: 'USER_ID' }] })),
    trial('a replacement of no type', (given) => ({ replacements: [{ ...given, type: given.existing }] })),
    trial('a correction of no records', (given) => ({ limit: 0, replacements: [given] })),
    trial('a correction as of a mark that is none', (given) => ({ asOf: 'no mark', replacements: [given] })),
  ];
}

async function attempt(target: Target, { what, query, variables, claims, secrets }: Trial): Promise<void> {
  const { text, status, data, errors } = await target.send(query, variables, claims);
  if (errors.length === 0 && data) return;
  const said = (errors.length > 0 ? JSON.stringify(errors) : text).toLowerCase();
  // A service may write a number with other punctuation.
  const bare = said.replace(/[\s().+-]/g, '');
  if (secrets.some((secret) => said.includes(secret) || bare.includes(secret)))
    throw new Violation(
      `An error repeats a value that was sent. ${what}.`,
      { query, variables },
      { status, body: text.slice(0, 2_000) },
    );
}

export const echoingChecks: Check[] = [
  {
    id: 'no-personal-data-in-errors',
    level: 'required',
    title: 'no error repeats a value that was sent, of any type of term or replacement',
    rule: 'R21: no personal data in errors',
    async run({ target }) {
      const term = target.manyTerm(await target.person());
      const trials = [
        ...identifierTypes.flatMap(termTrials),
        ...valueTypes.flatMap((type) => replacementTrials(type, term)),
      ];
      for (let from = 0; from < trials.length; from += atOnce)
        await Promise.all(trials.slice(from, from + atOnce).map((trial) => attempt(target, trial)));
      // A request id that already stands for one value comes with another value.
      const [one, other] = [madeUpPerson(), madeUpPerson()].map(({ email = '' }) => email) as [string, string];
      await target.send(erase, { requestId: 'echo-bound', limit: 10, term: { email: one } });
      await attempt(target, {
        what: 'a request id that stands for another term',
        query: erase,
        variables: { requestId: 'echo-bound', limit: 10, term: { email: other } },
        secrets: [...tellTales(one), ...tellTales(other)],
      });
    },
  },
];
