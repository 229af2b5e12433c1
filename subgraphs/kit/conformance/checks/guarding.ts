/** Tokens, bad input, and the errors that both get. */
import type { Check } from '../check';
import { fill } from '../fixture';
import { termOf } from '../people/made-up';
import { contractDocuments, Violation, type Reply } from '../exchange';
import { Target } from '../target';

const refusal = (reply: Reply) => reply.data === null || Object.values(reply.data).every((value) => value === null);
const unauthenticated = (reply: Reply) =>
  refusal(reply) &&
  (reply.status === 401 || reply.errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED'));

const { find, erase, rectify } = contractDocuments;

/** Operations that no service may carry out, and what is wrong with each. */
function malformed(email: string): [what: string, query: string, variables: Record<string, unknown>][] {
  const term = { email };
  const page = { first: 10, after: null };
  const act = { requestId: 'malformed', limit: 10 };
  const replacements = [{ type: 'EMAIL', existing: email, updated: `new.${email}` }];
  return [
    ['a term with no field', find, { ...page, term: {} }],
    ['a term with two fields', find, { ...page, term: { email, name: 'Two Fields' } }],
    ['a term that identifies nobody', find, { ...page, term: { email: 'no address' } }],
    ['a page of no records', find, { term, first: 0, after: null }],
    ['a mark that is none', find, { ...page, term, asOf: 'no mark' }],
    ['an erasure as of a mark that is none', erase, { ...act, term, asOf: 'no mark' }],
    ['a cursor that is none', find, { term, first: 10, after: 'no cursor' }],
    ['an erasure without a term', erase, { ...act, term: {} }],
    ['an erasure of no records', erase, { ...act, term, limit: 0 }],
    ['a rectification without replacements', rectify, { ...act, term, replacements: [] }],
    ['a replacement of an id', rectify, { ...act, term, replacements: [{ ...replacements[0], type: 'USER_ID' }] }],
    ['a term of the wrong type', find, { ...page, term: { email: { is: email } } }],
    ['a field that the contract has not', '{ personalData(term: { email: "a@b.example" }, first: 1) { nothing } }', {}],
    ['no GraphQL', `{ personalData(term: { email: "${email}" `, {}],
  ];
}

export const guardingChecks: Check[] = [
  {
    id: 'token-required',
    level: 'required',
    title: 'without a good service token nothing is answered',
    rule: 'design: service tokens',
    async run({ target }) {
      const person = await target.person();
      const term = target.manyTerm(person);
      const body = { query: find, variables: { term, first: 10, after: null } };
      const bearer = async (claims: Parameters<Target['token']>[0]) => `Bearer ${await target.token(claims)}`;
      const unsigned = [
        { alg: 'none' },
        {
          iss: 'habeas-gateway',
          aud: target.fixture.service,
          sub: 'x',
          exp: 4_000_000_000,
          organization_id: target.organizationId,
          purpose: 'gdpr',
        },
      ]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      const tokens: [string, string | null][] = [
        ['no token', null],
        ['a token that is none', 'Bearer nonsense'],
        ['a token of alg none', `Bearer ${unsigned}.`],
        ['a token that has expired', await bearer({ expiresIn: -60 })],
        ['a token that is good for years', await bearer({ expiresIn: 300_000_000 })],
        ['a token for another service', await bearer({ audience: 'another-service' })],
        ['a token signed by another key', await bearer({ key: await Target.foreignKey() })],
      ];
      for (const [what, authorization] of tokens) {
        const reply = await target.post(body, authorization);
        if (!unauthenticated(reply)) throw target.violation(`${what} is not answered with 401 or UNAUTHENTICATED.`);
        const introspection = await target.post({ query: '{ __schema { queryType { name } } }' }, authorization);
        if (!unauthenticated(introspection)) throw target.violation(`${what} is let in to introspection.`);
      }
    },
  },
  {
    id: 'purpose-required',
    level: 'required',
    title: 'the contract answers tokens of the purpose gdpr only',
    rule: 'design: service tokens',
    async run({ target }) {
      const person = await target.person();
      const term = target.manyTerm(person);
      const claims = { purpose: 'query' as const, scopes: target.fixture.scopes };
      const operations: [string, Record<string, unknown>][] = [
        [find, { term, first: 10, after: null }],
        [erase, { requestId: 'purpose', term, limit: 10 }],
        [
          rectify,
          {
            requestId: 'purpose',
            term,
            limit: 10,
            replacements: [{ type: 'EMAIL', existing: 'a@b.example', updated: 'c@d.example' }],
          },
        ],
      ];
      for (const [query, variables] of operations) {
        const reply = await target.send(query, variables, claims);
        if (!refusal(reply) || reply.errors.length === 0)
          throw target.violation(
            'A token of the purpose query, which callers’ operations travel with, opens the contract.',
          );
      }
    },
  },
  {
    id: 'request-required',
    level: 'required',
    title: 'what changes data takes a token that was made for its request',
    rule: 'design: service tokens',
    async run({ target }) {
      const person = await target.person();
      const term = target.manyTerm(person);
      const act = { requestId: 'own-request', limit: 10, term };
      const replacements = [fill(target.fixture.rectify, person.values)];
      for (const requestId of [null, 'another-request'])
        for (const [query, variables] of [
          [erase, act],
          [rectify, { ...act, replacements }],
        ] as const) {
          const reply = await target.send(query, variables, { requestId });
          if (!refusal(reply) || reply.errors.length === 0)
            throw target.violation(`A token of ${requestId ? 'another request' : 'no request'} changes data.`);
        }
    },
  },
  {
    id: 'organization-walled',
    level: 'required',
    title: 'another organisation finds nothing and erases nothing',
    rule: 'domain: organisation',
    async run({ target }) {
      const person = await target.person();
      const stranger = target.apart();
      for (const [type, value] of person.terms) {
        const term = termOf(type, value);
        const page = await stranger.find(term);
        if (page.records.length + page.subjects.length > 0)
          throw stranger.violation(`Another organisation finds the person by ${type}.`);
        await stranger.erase(`walled-${type}`, term);
        const left = await target.find(term);
        if (left.records.length === 0)
          throw stranger.violation(`Another organisation has erased the person by ${type}.`);
      }
    },
  },
  {
    id: 'malformed-input',
    level: 'required',
    title: 'bad input gets an error, not a failure and not data',
    rule: 'contract',
    async run({ target }) {
      const { values } = await target.person();
      for (const [what, query, variables] of malformed(values.email ?? '')) {
        const reply = await target.send(query, variables);
        if (reply.status >= 500) throw target.violation(`${what} is answered with the status ${reply.status}.`);
        if (reply.errors.some(({ extensions }) => extensions?.code === 'INTERNAL_SERVER_ERROR'))
          throw target.violation(`${what} is answered as a failure of the service.`);
        if (reply.errors.length === 0 || !refusal(reply))
          throw target.violation(`${what} is answered as if it were good.`);
      }
      const authorization = `Bearer ${await target.token()}`;
      const junk = await target.post('{ no JSON', authorization);
      if (junk.status >= 500 || junk.status < 400)
        throw target.violation(`A body that is no JSON is answered with the status ${junk.status}.`);
    },
  },
  {
    id: 'request-bound',
    level: 'required',
    title: 'one request id stands for one term',
    rule: 'contract: requestId',
    async run({ target }) {
      const [one, other] = [await target.person(), await target.person()];
      await target.erase('bound', target.manyTerm(one));
      const reply = await target.send(erase, { requestId: 'bound', term: target.manyTerm(other), limit: 10 });
      if (reply.errors.length === 0)
        throw new Violation(
          'A request id that stands for one term is accepted for another.',
          target.last.sent,
          target.last.got,
        );
    },
  },
];
