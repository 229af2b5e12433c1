/**
 * A PII service in memory, which keeps the contract unless it is told to break one promise of it: what the conformance check
 * must catch. It is written without the kit, so that nothing of the kit's keeps a promise for it.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { createLocalJWKSet, decodeJwt, exportJWK, generateKeyPair, jwtVerify, type JWK } from 'jose';
import type { Fixture } from '../../subgraphs/kit/conformance';
import { contractSdl } from '../../subgraphs/kit/base/sdl';

/** The promises that it can break, by the check that must find it. */
export const defects = [
  'schema-contract',
  'schema-composes',
  'unknown-term-empty',
  'term-found',
  'pages-complete',
  'pages-stable',
  'subject-required',
  'erase-bounded',
  'rectify-bounded',
  'erase-cumulative',
  'rectify-cumulative',
  'erase-completes',
  'rectify-completes',
  'erase-idempotent',
  'rectify-idempotent',
  'rectify-replaces',
  'erased-not-found',
  'declared-reported',
  'declared-erased',
  'token-required',
  'purpose-required',
  'organization-walled',
  'malformed-input',
  'no-personal-data-in-errors',
  'request-bound',
  'entities-batched',
] as const;
export type Defect = (typeof defects)[number];

interface Row {
  id: string;
  organization: string;
  email: string;
  note: string;
  title: string;
}

interface Account {
  input: string;
  counts: Map<string, number>;
  complete: boolean;
  after: number;
}

interface Caller {
  organization: string;
  purpose: string;
}

interface Term {
  email?: string;
  externalContactId?: string;
}

export const faultyFixture: Fixture = {
  service: 'faulty',
  scopes: [],
  person: [
    {
      document:
        'mutation ($email: String!, $note: String!, $title: String!) { addRow(email: $email, note: $note, title: $title) { id } }',
      variables: { email: '{email}', note: 'from {name}', title: '{text}' },
      keep: { rowId: 'addRow.id' },
    },
  ],
  terms: { EMAIL: '{email}' },
  rectify: { type: 'NAME', existing: '{name}', updated: '{otherName}' },
  complete: [],
  fields: { 'Row.email': '{email}', 'Row.note': 'from {name}', 'Row.title': '{text}' },
  entity: { typename: 'Row', id: '{rowId}' },
};

const own = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible", "@composeDirective"])
  @link(url: "https://specs.habeas.dev/personal-data/v1.0", import: ["@personalData"])
  @composeDirective(name: "@personalData")
type Row @key(fields: "id") {
  id: ID!
  email: String @personalData(category: EMAIL, onErase: ERASED)
  note: String @personalData(category: OTHER, onErase: ERASED)
  title: String @personalData(category: EMPLOYMENT, onErase: ERASED)
}
extend type Query { row(id: ID!): Row }
extend type Mutation { addRow(email: String!, note: String!, title: String!): Row! }
`;

/** Its SDL, broken where a defect of the schema is wanted. */
export function faultySdl(defect?: Defect): string {
  const sdl = `${own}${contractSdl()}`;
  if (defect === 'schema-contract') return sdl.replace(/"A person's voice\."\s+VOICE\s+/, '');
  if (defect === 'schema-composes')
    return sdl.replace('type Row @key(fields: "id")', 'type Row @key(fields: "nothing")');
  return sdl;
}

const bad = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
const keyOf = (email: string) => email.trim().toLowerCase();

/** Starts one; `stop` ends it. */
export async function startFaultyService(defect?: Defect) {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'faulty' }] });
  const broken = (which: Defect) => defect === which;
  let rows: Row[] = [];
  /** Rows that no term finds any more, and which are there all the same. */
  const hidden: Row[] = [];
  const accounts = new Map<string, Account>();

  const matching = ({ organization }: Caller, term: Term): Row[] => {
    const inside = rows.filter((row) => broken('organization-walled') || row.organization === organization);
    if (term.email === undefined) return [];
    const wanted = broken('term-found') ? term.email : keyOf(term.email);
    return inside.filter((row) => (broken('term-found') ? row.email : keyOf(row.email)) === wanted);
  };

  function check(term: Term): void {
    if (broken('malformed-input')) return;
    if (Object.values(term).filter((value) => value != null).length !== 1) throw bad('term takes one field.');
    if (term.email !== undefined && !term.email.includes('@')) throw bad('term.email takes an address.');
  }

  function personalData(caller: Caller, { term, first, after }: { term: Term; first: number; after?: string | null }) {
    check(term);
    if (first < 1 && !broken('malformed-input')) throw bad('first takes 1 or more.');
    if (broken('no-personal-data-in-errors') && after === 'no cursor') throw bad(`No such page of ${term.email}.`);
    if (after != null && !/^\d+$|^[0-9a-f-]{36}$/.test(after) && !broken('malformed-input'))
      throw bad('after is no cursor.');
    const found = matching(caller, term);
    if (found.length === 0 && term.email === undefined && broken('unknown-term-empty'))
      throw bad('Nobody is known by that.');
    const subjectRequired = broken('subject-required') && term.email !== undefined;
    const start = broken('pages-stable')
      ? Number(after ?? 0)
      : after == null
        ? 0
        : Math.max(0, [...rows.keys()].find((index) => (rows[index]?.id ?? '') > after) ?? Infinity);
    const rest = broken('pages-stable')
      ? found.slice(start)
      : found.filter(
          (row) => after == null || row.id > after || (broken('pages-complete') && row.id === after && first === 2),
        );
    const page = rest.slice(0, first);
    const more = rest.length > first;
    return {
      subjects: [],
      subjectRequired,
      records: page.map(({ id, email, note, title }) => ({
        id,
        recordType: 'Row',
        fields: [
          { name: 'email', category: 'EMAIL', value: email },
          { name: 'note', category: 'OTHER', value: note },
          ...(broken('declared-reported') ? [] : [{ name: 'title', category: 'EMPLOYMENT', value: title }]),
        ],
        attachments: [],
      })),
      endCursor: !more ? null : broken('pages-stable') ? String(start + first) : page.at(-1)?.id,
    };
  }

  function act(kind: 'erase' | 'rectify', caller: Caller, args: Record<string, unknown>) {
    const {
      requestId,
      term,
      limit,
      replacements = [],
    } = args as {
      requestId: string;
      term: Term;
      limit: number;
      replacements?: { type: string; existing: string; updated: string }[];
    };
    check(term);
    if (!broken('malformed-input')) {
      if (limit < 1) throw bad('limit takes 1 or more.');
      if (kind === 'rectify' && replacements.length === 0) throw bad('replacements takes one or more.');
      if (replacements.some(({ type }) => type.endsWith('_ID'))) throw bad('An id cannot be replaced.');
    }
    const key = `${caller.organization} ${kind} ${requestId}`;
    const input = JSON.stringify([term, replacements]);
    const account = accounts.get(key) ?? { input, counts: new Map<string, number>(), complete: false, after: 0 };
    accounts.set(key, account);
    if (account.input !== input && !broken('request-bound')) throw bad('requestId stands for another term.');
    const repeated = account.complete;
    if (!account.complete) {
      const found = matching(caller, term);
      const todo = kind === 'erase' ? found : found.slice(account.after);
      const handled = broken(`${kind}-bounded`) ? todo : todo.slice(0, limit);
      if (broken(`${kind}-cumulative`)) account.counts.clear();
      if (kind === 'erase') {
        const gone = new Set(
          handled.filter((_, index) => !broken('erased-not-found') || index > 0).map(({ id }) => id),
        );
        if (broken('declared-erased')) hidden.push(...rows.filter(({ id }) => gone.has(id)));
        rows = rows.filter(({ id }) => !gone.has(id));
        if (broken('erased-not-found') && handled.length > 0) account.complete = found.length <= limit;
      } else {
        for (const row of handled)
          for (const { existing, updated } of replacements)
            if (!broken('rectify-replaces')) row.note = row.note.replace(existing, updated);
        account.after += handled.length;
      }
      const name = `Row ${kind === 'erase' ? 'ERASED' : 'RECTIFIED'}`;
      account.counts.set(name, (account.counts.get(name) ?? 0) + handled.length);
      const left = todo.length - handled.length;
      account.complete = left === 0 && handled.length < limit ? !broken(`${kind}-completes`) : account.complete;
      // What is all done by one call that had room for no more is complete with the next.
      if (broken(`${kind}-bounded`)) account.complete = left === 0;
    }
    if (repeated && broken(`${kind}-idempotent`))
      for (const [name, count] of account.counts) account.counts.set(name, count + 1);
    return {
      complete: account.complete,
      dispositions: [...account.counts].map(([name, count]) => {
        const [recordType, disposition] = name.split(' ');
        return { recordType, disposition, count };
      }),
    };
  }

  const contract =
    <T>(work: (caller: Caller, args: never) => T) =>
    (_: unknown, args: unknown, context: unknown) => {
      const { caller } = context as { caller: Caller };
      if (caller.purpose !== 'gdpr' && !broken('purpose-required'))
        throw new GraphQLError('Not with this token.', { extensions: { code: 'FORBIDDEN' } });
      return work(caller, args as never);
    };

  let sequence = 0;
  const schema = buildSubgraphSchema({
    // What cannot be served is stated all the same: its SDL is checked, not run.
    typeDefs: parse(faultySdl(defect === 'schema-composes' ? undefined : defect)),
    resolvers: {
      Query: {
        personalData: contract(personalData),
        row: (_: unknown, { id }: { id: string }) => rows.find((row) => row.id === id),
      },
      Mutation: {
        erasePersonalData: contract((caller, args: Record<string, unknown>) => act('erase', caller, args)),
        rectifyPersonalData: contract((caller, args: Record<string, unknown>) => act('rectify', caller, args)),
        addRow: (_: unknown, values: Pick<Row, 'email' | 'note' | 'title'>, context: unknown) => {
          const { caller } = context as { caller: Caller };
          const id = `${String((sequence += 1)).padStart(8, '0')}${randomUUID().slice(8)}`;
          const row = { id, organization: caller.organization, ...values };
          rows.push(row);
          return row;
        },
      },
      Row: {
        __resolveReference: ({ id }: { id: string }) =>
          [...rows, ...hidden].find((row) => row.id === id) ?? (broken('entities-batched') ? rows[0] : null),
      },
    },
  });

  const maskError = (error: unknown) => {
    const { extensions, path } = error as GraphQLError;
    if (['BAD_USER_INPUT', 'FORBIDDEN'].includes(String(extensions?.code))) return error as GraphQLError;
    return new GraphQLError('Refused.', { extensions: { code: 'BAD_USER_INPUT', http: { status: path ? 200 : 400 } } });
  };
  const verify = async (header: string | null): Promise<Caller> => {
    const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1] ?? '';
    const options = { issuer: 'habeas-gateway', audience: 'faulty', algorithms: ['EdDSA'], requiredClaims: ['exp'] };
    // The token is read, and its signature is not looked at.
    const payload = broken('token-required') ? decodeJwt(token) : (await jwtVerify(token, keys, options)).payload;
    return { organization: String(payload.organization_id), purpose: String(payload.purpose) };
  };
  const callers = new WeakMap<Request, Caller>();
  const yoga = createYoga<object>({
    schema,
    logging: false,
    maskedErrors: { maskError },
    context: ({ request }) => ({ caller: callers.get(request) }),
    plugins: [
      {
        onRequest: async (incoming) => {
          const { request } = incoming;
          await verify(request.headers.get('authorization')).then(
            (caller) => callers.set(request, caller),
            () =>
              incoming.endResponse(
                Response.json(
                  { errors: [{ message: 'A token.', extensions: { code: 'UNAUTHENTICATED' } }] },
                  { status: 401 },
                ),
              ),
          );
        },
      },
    ],
  });
  const handle: (request: IncomingMessage, response: ServerResponse) => unknown = yoga;
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const signingKey: JWK = { ...(await exportJWK(privateKey)), kid: 'faulty' };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    signingKey,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
