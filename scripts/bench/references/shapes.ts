/** The measured operations, and for each the calls that a program written for it makes to the services. */

/** Calls a service. */
export type Ask = <T>(service: string, query: string, variables: Record<string, unknown>) => Promise<T>;

/** One kind of operation. */
export interface Shape {
  name: string;
  query: string;
  /** The variables for somebody's id, and a cursor of the list of all. */
  variables: (contact: string, after: string) => Record<string, unknown>;
  /** The same without a gateway: calls and merging are handwritten. */
  byHand: (ask: Ask, variables: Record<string, unknown>) => Promise<unknown>;
}

interface Node {
  id: string;
}

interface Conversation extends Node {
  channel: string;
  agent: ({ name?: string } & Partial<Node>) | null;
  recordings?: unknown;
}

const entities = 'query ($representations: [_Any!]!) { _entities(representations: $representations)';
const representations = (typename: string, ids: string[]) => ({
  representations: ids.map((id) => ({ __typename: typename, id })),
});

const contactQuery = 'query ($id: ID!) { externalContact(id: $id) { id firstName lastName } }';

export const shapes: Shape[] = [
  {
    name: 'single entity',
    query: contactQuery,
    variables: (id) => ({ id }),
    byHand: (ask, variables) => ask('external-contacts', contactQuery, variables),
  },
  {
    name: 'join over two services',
    query: `query ($id: ID!) {
      externalContact(id: $id) { id firstName lastName conversations(first: 5) { nodes { id channel startedAt } } }
    }`,
    variables: (id) => ({ id }),
    async byHand(ask, variables) {
      const { externalContact } = await ask<{ externalContact: Node }>('external-contacts', contactQuery, variables);
      const { _entities } = await ask<{ _entities: object[] }>(
        'messaging',
        `${entities} { ... on ExternalContact { conversations(first: 5) { nodes { id channel startedAt } } } } }`,
        representations('ExternalContact', [externalContact.id]),
      );
      return { externalContact: { ...externalContact, ..._entities[0] } };
    },
  },
  {
    name: 'deep join over four',
    query: `query ($id: ID!) {
      externalContact(id: $id) {
        id firstName lastName
        conversations(first: 5) { nodes { id channel agent { name } recordings { id durationMs } } }
      }
    }`,
    variables: (id) => ({ id }),
    async byHand(ask, variables) {
      const { externalContact } = await ask<{ externalContact: Node }>('external-contacts', contactQuery, variables);
      const { _entities } = await ask<{ _entities: { conversations: { nodes: Conversation[] } }[] }>(
        'messaging',
        `${entities} { ... on ExternalContact { conversations(first: 5) { nodes { id channel agent { id } } } } } }`,
        representations('ExternalContact', [externalContact.id]),
      );
      const nodes = _entities[0]?.conversations.nodes ?? [];
      const agents = [...new Set(nodes.flatMap(({ agent }) => agent?.id ?? []))];
      const [people, recorded] = await Promise.all([
        ask<{ _entities: { name: string }[] }>(
          'directory',
          `${entities} { ... on User { name } } }`,
          representations('User', agents),
        ),
        ask<{ _entities: { recordings: unknown }[] }>(
          'recordings',
          `${entities} { ... on Conversation { recordings { id durationMs } } } }`,
          representations(
            'Conversation',
            nodes.map(({ id }) => id),
          ),
        ),
      ]);
      const names = new Map(agents.map((id, index) => [id, people._entities[index]]));
      nodes.forEach((node, index) => {
        node.agent = node.agent?.id ? (names.get(node.agent.id) ?? null) : null;
        node.recordings = recorded._entities[index]?.recordings;
      });
      return { externalContact: { ...externalContact, conversations: { nodes } } };
    },
  },
  {
    name: 'list of 100, batched',
    query: `query ($after: String!) {
      externalContacts(first: 100, after: $after) { nodes { id firstName conversations(first: 1) { nodes { id channel } } } }
    }`,
    variables: (_, after) => ({ after }),
    async byHand(ask, variables) {
      const { externalContacts } = await ask<{ externalContacts: { nodes: Node[] } }>(
        'external-contacts',
        'query ($after: String!) { externalContacts(first: 100, after: $after) { nodes { id firstName } } }',
        variables,
      );
      const { nodes } = externalContacts;
      const { _entities } = await ask<{ _entities: object[] }>(
        'messaging',
        `${entities} { ... on ExternalContact { conversations(first: 1) { nodes { id channel } } } } }`,
        representations(
          'ExternalContact',
          nodes.map(({ id }) => id),
        ),
      );
      return { externalContacts: { nodes: nodes.map((node, index) => ({ ...node, ..._entities[index] })) } };
    },
  },
];
