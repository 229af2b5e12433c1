/** Three small subgraphs that together have everything that a query plan can contain. */
import { setTimeout as pause } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';
import { composeServices } from '@theguild/federation-composition';
import { parse, type GraphQLSchema } from 'graphql';
import { codedError, inputError } from '../../../subgraphs/kit/base/errors';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", ' +
  'import: ["@key", "@shareable", "@requiresScopes", "@inaccessible", "@composeDirective"])';

const contract = (service: string) => `
  @link(url: "https://specs.habeas.dev/personal-data/v2.0", import: ["@piiContract"])
  @composeDirective(name: "@piiContract")
  directive @piiContract(service: String!, version: Int!) repeatable on OBJECT
  extend type Query @piiContract(service: "${service}", version: 2) { personalData(term: String): String @shareable @inaccessible }
  extend type Mutation {
    erasePersonalData(term: String): String @shareable @inaccessible
    rectifyPersonalData(term: String): String @shareable @inaccessible
  }`;

/** The SDL of each fixture subgraph. */
export const sdl = {
  people: `${link} ${contract('people')}
    interface Named { name: String label: String @deprecated }
    type Person implements Named @key(fields: "id") @requiresScopes(scopes: [["people:view"]]) {
      id: ID! name: String label: String kind: Kind! email: String @requiresScopes(scopes: [["people:email"], ["admin", "audit"]])
    }
    type Robot implements Named @key(fields: "id") @requiresScopes(scopes: [["robots:view"]]) { id: ID! name: String label: String model: String! }
    type Tool { weight: Int! }
    enum Kind { STAFF GUEST }
    union Being = Person | Robot
    union Thing = Person | Tool
    scalar DateTime
    input Phone { number: String! kind: Kind = STAFF }
    input Term { name: String phone: Phone phones: [Phone!] age: Int }
    type Query {
      person(id: ID!): Person
      people(first: Int = 3): [Person!]!
      find(term: Term!): [Person!]!
      beings: [Being!]!
      named: [Named]
      thing: Thing
      now: DateTime
      secret: String @inaccessible
      forbidden: String
      broken: String
      wrongNumber: Int
    }
    type Mutation {
      rename(id: ID!, name: String!): Person! @requiresScopes(scopes: [["people:edit"]])
      count: Int!
    }`,
  mail: `${link} ${contract('mail')}
    type Person @key(fields: "id") { id: ID! letters(first: Int = 2): [Letter!]! unread: Int! nickname: String }
    type Letter @key(fields: "id") { id: ID! text: String! to: Person }
    type Query { letter(id: ID!): Letter firstLetter: Letter! }
    type Mutation { send(text: String!): Letter! tally: Int! }`,
  office: `${link}
    type Person @key(fields: "id", resolvable: false) { id: ID! }
    type Case { id: ID! openedBy: String! person: Person! }
    type Query { case(id: ID!): Case cases(first: Int! = 2): [Case!]! crowd: [Case!]! leak: String refuse(reason: String): String wait: Case }
    type Subscription { gdprRequestUpdated(id: ID!): Case! }`,
};

export type FixtureName = keyof typeof sdl;

const person = (id: string) => ({
  __typename: 'Person',
  id,
  name: `Person ${id}`,
  label: `p${id}`,
  kind: 'STAFF',
  email: `p${id}@example.test`,
});
const range = (length: number) => Array.from({ length }, (_, index) => String(index + 1));

/** Mutations of the two services write here, so that a test can see their order. */
export const ledger: string[] = [];
const note = (entry: string) => ledger.push(entry);

/** An event of the subscription: the person whose case it is, or a failure. */
interface FollowedEvent {
  person?: string;
  fails?: boolean;
}
/** Returns the events of the subscription for an id. */
export type Follow = (id: string, signal: AbortSignal) => AsyncGenerator<FollowedEvent, void, undefined>;
interface FollowContext {
  follow?: Follow;
  signal: AbortSignal;
}

const resolvers: Record<FixtureName, unknown> = {
  people: {
    Query: {
      person: (_: unknown, { id }: { id: string }) => (id === '404' ? null : person(id)),
      people: (_: unknown, { first }: { first: number }) => range(first).map(person),
      find: (_: unknown, { term }: { term: { name?: string; age?: number } }) => (term.name ? [person(term.name)] : []),
      beings: () => [person('1'), { __typename: 'Robot', id: 'r1', name: 'Robbie', model: 'R-1' }],
      named: () => [person('1'), null, { __typename: 'Robot', id: 'r1', name: 'Robbie', model: 'R-1' }],
      thing: () => ({ __typename: 'Tool', weight: 3 }),
      now: () => '2026-01-02T03:04:05Z',
      secret: () => 'secret',
      forbidden: () => {
        throw inputError('term.phone', 'term.phone is no phone number.');
      },
      broken: () => {
        throw new Error('connect ECONNREFUSED 10.1.2.3:5432 SELECT * FROM person');
      },
      wrongNumber: () => 7,
    },
    Mutation: {
      rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ ...person(id), name }),
      count: () => note('count'),
    },
    Person: { __resolveReference: ({ id }: { id: string }) => person(id) },
  },
  mail: {
    Query: {
      letter: (_: unknown, { id }: { id: string }) => ({ id, text: `Letter ${id}`, to: { id: '1' } }),
      firstLetter: () => ({ id: 'a', text: 'First' }),
    },
    Mutation: {
      send: (_: unknown, { text }: { text: string }) => (note('send'), { id: 'sent', text }),
      tally: () => note('tally'),
    },
    Person: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      letters: ({ id }: { id: string }, { first }: { first: number }) =>
        range(first).map((n) => ({ id: `${id}-${n}`, text: `To ${id}`, to: { id } })),
      unread: () => 5,
      nickname: ({ id }: { id: string }) => {
        if (id === '2') throw codedError('NOT_FOUND', 'No nickname is known.');
        return `Nick ${id}`;
      },
    },
    Letter: { __resolveReference: ({ id }: { id: string }) => ({ id, text: `Letter ${id}` }) },
  },
  office: {
    Query: {
      case: (_: unknown, { id }: { id: string }, { caller }: { caller: { subject: string } }) => ({
        id,
        openedBy: caller.subject,
        person: { id: '1' },
      }),
      cases: (_: unknown, { first }: { first: number }, { caller }: { caller: { subject: string } }) =>
        range(first).map((id) => ({ id, openedBy: caller.subject, person: { id } })),
      crowd: (_: unknown, __: unknown, { caller }: { caller: { subject: string } }) =>
        range(200).map((id) => ({ id, openedBy: caller.subject, person: { id } })),
      // Long enough for a caller to disconnect.
      wait: () => pause(300, { id: 'waited', openedBy: 'nobody', person: { id: '1' } }),
      leak: () => {
        throw new Error('relation "secret_table" of jane.doe@example.test');
      },
      refuse: () => {
        throw codedError('BROAD_TERM', 'Several people match.', { matches: 7 });
      },
    },
    Subscription: {
      gdprRequestUpdated: {
        subscribe: (_: unknown, { id }: { id: string }, { follow, signal }: FollowContext) => follow?.(id, signal),
        resolve: ({ person = '1', fails = false }: FollowedEvent, { id }: { id: string }) => {
          if (fails) throw codedError('NOT_FOUND', 'It is gone.');
          return { id, openedBy: 'nobody', person: { id: person } };
        },
      },
    },
  },
};

export function fixtureSchema(name: FixtureName): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(sdl[name]), resolvers: resolvers[name] as GraphQLResolverMap<unknown> });
}

/** Composes subgraphs into a supergraph. */
export function compose(subgraphs: { name: string; sdl: string; url: string }[]): string {
  const result = composeServices(
    subgraphs.map(({ name, sdl: typeDefs, url }) => ({ name, typeDefs: parse(typeDefs), url })),
  );
  if (result.errors?.length || !result.supergraphSdl)
    throw new Error(result.errors?.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}
