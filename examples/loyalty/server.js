/**
 * A PII service without the kit: plain JavaScript on graphql-yoga, its tables in PostgreSQL, its tokens verified by jose.
 *
 * PORT, DATABASE_URL (a database of its own) and SERVICE_TOKEN_JWKS_FILE (the gateway's public keys) come from the
 * environment. `node examples/loyalty/server.js`
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import DataLoader from 'dataloader';
import { GraphQLError, parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { erase, find, rectify } from './contract.js';
import { accountsBy, addPurchase, openAccount, openStore, purchasesOf } from './store.js';

const file = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
/** The service's own types beside the contract; root types may be defined once, so its own extend the contract's. */
const sdl = `${file('./schema.graphql').replace(/^type (Query|Mutation)\b/gm, 'extend type $1')}\n${file('../../schema/contract.graphql')}`;

const pool = await openStore(process.env.DATABASE_URL);
const keys = createLocalJWKSet(JSON.parse(readFileSync(process.env.SERVICE_TOKEN_JWKS_FILE, 'utf8')));

/** Who calls. Nothing answers without a token that the gateway signed for this service. */
async function callerOf(request) {
  const token = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  const { payload } = await jwtVerify(token ?? '', keys, {
    issuer: 'habeas-gateway',
    audience: 'loyalty',
    algorithms: ['EdDSA'],
    // The same key signs certificates, whose type is another.
    typ: 'JWT',
    // The gateway's tokens live for a minute: one that lives longer was not made by it.
    maxTokenAge: '5m',
    // Clocks differ by seconds.
    clockTolerance: 5,
    requiredClaims: ['exp', 'organization_id', 'purpose'],
  });
  if (payload.exp - payload.iat > 300) throw new Error('The token lives too long.');
  return {
    organization: payload.organization_id,
    purpose: payload.purpose,
    requestId: payload.request_id,
    scopes: new Set((payload.scope ?? '').split(' ')),
  };
}

const forbidden = () => new GraphQLError('The token does not allow this.', { extensions: { code: 'FORBIDDEN' } });

/** The contract answers the purpose `gdpr` only, which no caller's operation has. */
const contract =
  (work) =>
  (_, args, { caller }) => {
    if (caller.purpose !== 'gdpr') throw forbidden();
    // What changes data is done for the request that the token was made for, and for no other.
    if (args.requestId !== undefined && args.requestId !== caller.requestId) throw forbidden();
    return work(pool, caller.organization, args);
  };

const own = (scope, work) => (parent, args, context) => {
  if (!context.caller.scopes.has(scope)) throw forbidden();
  return work(context.caller.organization, args, parent, context);
};

/** What one operation asks for one by one is read together: references come in lists. */
const loaderOf = ({ caller }, column) =>
  new DataLoader((values) => accountsBy(pool, caller.organization, column, values));

const schema = buildSubgraphSchema({
  typeDefs: parse(sdl),
  resolvers: {
    Query: {
      personalData: contract(find),
      loyaltyAccount: own('loyalty:view', (_organization, { id }, _, { accounts }) => accounts.load(id)),
    },
    Mutation: {
      erasePersonalData: contract(erase),
      rectifyPersonalData: contract(rectify),
      openLoyaltyAccount: own('loyalty:edit', (organization, args) => openAccount(pool, organization, args)),
      addPurchase: own('loyalty:edit', async (organization, { accountId, item }) => {
        const purchase = await addPurchase(pool, organization, accountId, item);
        if (!purchase)
          throw new GraphQLError('There is no such account.', {
            extensions: { code: 'NOT_FOUND', argument: 'accountId' },
          });
        return purchase;
      }),
    },
    LoyaltyAccount: {
      purchases: own('loyalty:view', (organization, _, { id }) => purchasesOf(pool, organization, id)),
      __resolveReference: ({ id }, { accounts }) => accounts.load(id),
    },
    ExternalContact: {
      loyaltyAccount: own('loyalty:view', (_organization, _, { id }, { byContact }) => byContact.load(id)),
    },
  },
});

/** Our own errors are written for callers; every other one may repeat a value, and says no more than its code. */
const known = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'NOT_FOUND']);
function maskError(error) {
  if (known.has(error.extensions?.code)) return error;
  const code = error.path ? 'INTERNAL_SERVER_ERROR' : 'BAD_USER_INPUT';
  return new GraphQLError(error.path ? 'Internal error.' : 'The operation cannot be carried out as it is.', {
    path: error.path,
    extensions: { code, http: { status: error.path ? 200 : 400 } },
  });
}

const yoga = createYoga({
  schema,
  logging: false,
  graphiql: false,
  landingPage: false,
  maskedErrors: { maskError },
  context: ({ request }) => ({
    caller: request.caller,
    accounts: loaderOf(request, 'id'),
    byContact: loaderOf(request, 'external_contact_id'),
  }),
  plugins: [
    {
      async onRequest({ request, url, endResponse }) {
        if (url.pathname === '/health') return;
        try {
          request.caller = await callerOf(request);
        } catch {
          const errors = [{ message: 'A service token is required.', extensions: { code: 'UNAUTHENTICATED' } }];
          endResponse(Response.json({ errors }, { status: 401 }));
        }
      },
    },
  ],
});

const server = createServer(yoga);
server.listen(Number(process.env.PORT ?? 4106), '127.0.0.1', () => console.log(`ready on ${server.address().port}`));

for (const signal of ['SIGTERM', 'SIGINT'])
  process.once(signal, () => {
    server.close(() => pool.end());
    server.closeIdleConnections();
  });
