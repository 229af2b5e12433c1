/**
 * A PII service in memory that keeps the contract, except for one promise that a test chooses: the conformance check must find
 * the fault. It is written without the kit, so that the kit keeps no promise for it.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Fault, Has } from './faults';
import { faultySdl } from './schema';
import { answerStream, streamPath } from './stream';
import { FaultyStore, type Act, type Caller, type Page } from './store';
import { tokenReader } from './tokens';
import type { Row, Term } from './values';

const forbidden = (message: string) => new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });

/** Restrictions of rows, each by its id, and whether it is in force. */
function restrictions(has: Has) {
  const all = new Map<string, Map<string, boolean>>();
  const restrict = (_: unknown, given: unknown, context: unknown) => {
    const { caller } = context as { caller: Caller };
    const { restrictionId, term, restricted } = given as { restrictionId: string; term: Term; restricted: boolean };
    if (caller.purpose !== 'gdpr' || caller.requestId !== restrictionId) throw forbidden('Not with this token.');
    const id = term.externalContactId ?? '';
    const own = all.get(id) ?? new Map<string, boolean>();
    all.set(id, own);
    // A restriction that was lifted stays lifted.
    const stands = restricted && (has('a lifted restriction comes back') || own.get(restrictionId) !== false);
    own.set(restrictionId, stands);
    return { restricted: stands };
  };
  return { restrict, isRestricted: (id: string) => [...(all.get(id)?.values() ?? [])].some(Boolean) };
}

function resolversOf(store: FaultyStore, has: Has) {
  const { restrict, isRestricted } = restrictions(has);
  store.isRestricted = isRestricted;
  const contract =
    <T>(work: (caller: Caller, args: never) => T) =>
    (_: unknown, args: unknown, context: unknown) => {
      const { caller } = context as { caller: Caller };
      if (caller.purpose !== 'gdpr' && !has('tokens of callers open the contract'))
        throw forbidden('Not with this token.');
      const { requestId = caller.requestId } = args as { requestId?: string };
      if (requestId !== caller.requestId && !has('a token is good for any request'))
        throw forbidden('Not with the token of this request.');
      return work(caller, args as never);
    };
  const shown = (name: keyof Row) => (row: Row) => {
    if (!isRestricted(row.id)) return row[name];
    if (has('a restricted value is left out without a word')) return null;
    throw new GraphQLError('Restricted.', { extensions: { code: 'RESTRICTED' } });
  };
  let sequence = 0;
  return {
    Query: {
      personalData: contract((caller, page: Page) => store.find(caller, page)),
      linkedSubjects: (_: unknown, args: unknown, context: unknown) =>
        has('linked persons are told to callers')
          ? store.linked((context as { caller: Caller }).caller, args as Page)
          : contract((caller, page: Page) => store.linked(caller, page))(_, args, context),
      streamPersonalData: contract(() => ({ path: streamPath })),
      row: (_: unknown, { id }: { id: string }) => store.rows.find((row) => row.id === id),
    },
    Mutation: {
      erasePersonalData: contract((caller, act: Act) => store.act('erase', caller, act)),
      rectifyPersonalData: contract((caller, act: Act) => store.act('rectify', caller, act)),
      restrictPersonalData: restrict,
      addRow: (_: unknown, values: Omit<Row, 'id' | 'organization' | 'since' | 'at'>, context: unknown) => {
        const { caller } = context as { caller: Caller };
        const id = `${String((sequence += 1)).padStart(8, '0')}${randomUUID().slice(8)}`;
        const row = { id, organization: caller.organization, since: (store.changes += 1), at: Date.now(), ...values };
        store.rows.push(row);
        return row;
      },
      answerRow: (_: unknown, { id, agent }: { id: string; agent: string }) => {
        const row = store.rows.find((each) => each.id === id);
        return row && Object.assign(row, { agent });
      },
    },
    Row: {
      ...Object.fromEntries(
        (['email', 'note', 'title', 'name', 'phone', 'address', 'customer'] as const).map((name) => [
          name,
          shown(name),
        ]),
      ),
      __resolveReference: ({ id }: { id: string }) =>
        [...store.rows, ...store.hidden].find((row) => row.id === id) ??
        (has('references of nobody are somebody') ? store.rows[0] : null),
    },
  };
}

const known = ['BAD_USER_INPUT', 'FORBIDDEN', 'RESTRICTED', 'INTERNAL_SERVER_ERROR'];

/** Starts a faulty service; `stop` ends it. */
export async function startFaultyService(fault?: Fault) {
  const has: Has = (which) => fault === which;
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const callerOf = tokenReader({ ...(await exportJWK(publicKey)), kid: 'faulty' }, has);
  const store = new FaultyStore(has);
  // A broken SDL is only stated: the check reads it, and the service runs the right one.
  const schema = buildSubgraphSchema({
    typeDefs: parse(faultySdl()),
    resolvers: resolversOf(store, has),
  });
  const maskError = (error: unknown) => {
    const { message, extensions, path } = error as GraphQLError;
    if (known.includes(String(extensions?.code)) && path) return error as GraphQLError;
    const said = has('the messages of the GraphQL library are shown') ? message : 'Refused.';
    return new GraphQLError(said, { extensions: { code: 'BAD_USER_INPUT', http: { status: path ? 200 : 400 } } });
  };
  const callers = new WeakMap<Request, Caller>();
  const refusal = () =>
    Response.json({ errors: [{ message: 'A token.', extensions: { code: 'UNAUTHENTICATED' } }] }, { status: 401 });
  const yoga = createYoga<object>({
    schema,
    logging: false,
    maskedErrors: { maskError },
    context: ({ request }) => ({ caller: callers.get(request) }),
    plugins: [
      {
        onRequest: async (incoming) => {
          const { request } = incoming;
          const open = has('the schema is answered to anybody') && (await request.clone().text()).includes('__schema');
          await callerOf(request.headers.get('authorization')).then(
            (caller) => callers.set(request, caller),
            () => {
              if (!open) incoming.endResponse(refusal());
            },
          );
        },
      },
    ],
  });
  const handle: (request: IncomingMessage, response: ServerResponse) => unknown = yoga;
  const server = createServer((request, response) =>
    request.url === streamPath
      ? void answerStream(store, has, callerOf, request, response)
      : void handle(request, response),
  );
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
