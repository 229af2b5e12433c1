/** How people of the world are created, changed, read and named in each service that finds people by values. */
import type { PlaceName, ValueKind, Values } from './model';

/** A mailbox that every person has at work until a correction. No request names anybody by it. */
export const desk = 'desk@world.example';

/** An operation of the API. Its root field has the alias `done`. */
export interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

/** What a service shows of a person. */
export type Shown = Values & { desk: string };

export interface Place {
  /** Creates a person. The operation's result holds the new id. */
  create(values: Values, random: (below: number) => number): Operation;
  update(id: string, kind: ValueKind, value: string): Operation;
  read(id: string): Operation;
  /** Reads the result of {@link read}; null when the person has been erased. */
  shown(done: Record<string, unknown> | null): Shown | null;
  /** The term that names the person by id. */
  term(id: string): Record<string, unknown>;
}

const firstName = 'Ada';
const fullName = (name: string) => `${firstName} ${name}`;
const lastName = (name: unknown) => String(name).replace(`${firstName} `, '');

const contactFields = (kind: ValueKind, value: string): Record<string, string> =>
  kind === 'name' ? { firstName, lastName: value } : { [kind === 'phone' ? 'homePhone' : 'personalEmail']: value };

const contact: Place = {
  create: (values) => ({
    query: 'mutation ($input: CreateExternalContactInput!) { done: createExternalContact(input: $input) { id } }',
    variables: {
      input: {
        ...contactFields('name', values.name),
        ...contactFields('phone', values.phone),
        ...contactFields('email', values.email),
        workEmail: desk,
      },
    },
  }),
  update: (id, kind, value) => ({
    query:
      'mutation ($id: ID!, $input: UpdateExternalContactInput!) { done: updateExternalContact(id: $id, input: $input) { id } }',
    variables: { id, input: contactFields(kind, value) },
  }),
  read: (id) => ({
    query:
      'query ($id: ID!) { done: externalContact(id: $id) { name: lastName phone: homePhone email: personalEmail desk: workEmail } }',
    variables: { id },
  }),
  shown: (done) => done as Shown | null,
  term: (externalContactId) => ({ externalContactId }),
};

const userFields = (kind: ValueKind, value: string): Record<string, string> =>
  kind === 'name' ? { name: fullName(value) } : { [kind === 'phone' ? 'workPhone' : 'email']: value };

const user: Place = {
  create: (values, random) => ({
    query: 'mutation ($input: CreateUserInput!) { done: createUser(input: $input) { id } }',
    variables: {
      input: {
        ...userFields('name', values.name),
        ...userFields('phone', values.phone),
        ...userFields('email', values.email),
        title: desk,
        active: random(2) === 0,
      },
    },
  }),
  update: (id, kind, value) => ({
    query: 'mutation ($id: ID!, $input: UpdateUserInput!) { done: updateUser(id: $id, input: $input) { id } }',
    variables: { id, input: userFields(kind, value) },
  }),
  read: (id) => ({
    query: 'query ($id: ID!) { done: user(id: $id) { name phone: workPhone email desk: title } }',
    variables: { id },
  }),
  // An erasure empties a user and keeps the id (R12).
  shown: (done) => (done?.name ? ({ ...done, name: lastName(done.name) } as Shown) : null),
  term: (userId) => ({ userId }),
};

const columnOf = (kind: ValueKind, value: string) => ({
  column: kind,
  value: kind === 'name' ? fullName(value) : value,
});

/** Creates the dialer list that holds people. */
export const newList: Operation = {
  query: 'mutation ($input: CreateContactListInput!) { done: createContactList(input: $input) { id } }',
  variables: {
    input: {
      name: 'Everybody',
      columns: [
        { name: 'name', holds: 'NAME' },
        { name: 'phone', holds: 'PHONE' },
        { name: 'email', holds: 'EMAIL' },
        { name: 'desk', holds: 'EMAIL' },
      ],
    },
  },
};

const entryOn = (contactListId: string): Place => ({
  create: ({ name, phone, email }) => ({
    query: 'mutation ($input: AddDialerContactInput!) { done: addDialerContact(input: $input) { id } }',
    variables: {
      input: {
        contactListId,
        values: [
          columnOf('name', name),
          columnOf('phone', phone),
          columnOf('email', email),
          { column: 'desk', value: desk },
        ],
      },
    },
  }),
  update: (id, kind, value) => ({
    query:
      'mutation ($id: ID!, $list: ID!, $values: [DialerValueInput!]!) { done: updateDialerContact(id: $id, contactListId: $list, values: $values) { id } }',
    variables: { id, list: contactListId, values: [columnOf(kind, value)] },
  }),
  read: (id) => ({
    query:
      'query ($id: ID!, $list: ID!) { done: dialerContact(id: $id, contactListId: $list) { values { column value } } }',
    variables: { id, list: contactListId },
  }),
  shown: (done) => {
    if (!done) return null;
    const cells = done.values as { column: string; value: string }[];
    const shown = Object.fromEntries(cells.map(({ column, value }) => [column, value])) as Shown;
    return { ...shown, name: lastName(shown.name) };
  },
  term: (id) => ({ dialerContactId: { id, contactListId } }),
});

/** All places; the dialer's people are on one list. */
export const placesWith = (contactListId: string): Record<PlaceName, Place> => ({
  contact,
  user,
  entry: entryOn(contactListId),
});
