/** The operations that the check counts: those of a caller, and requests of each type. */
import type { ApiClient } from '../../develop/api-client';
import { shapes } from '../references/shapes';
import type { Person } from './cast';

/** An operation about one person. */
export interface Operation {
  name: string;
  query: string;
  variables: (person: Person) => Record<string, unknown>;
}

const subjectsBy = (kind: 'email' | 'name'): Operation => ({
  name: `subjects by ${kind}`,
  query:
    'query ($term: GdprSubjectTermInput!) { subjects(term: $term, first: 10) { totalCount nodes { service match { id matchedOn { type } } matches { kind } } } }',
  variables: (person) => ({ term: { [kind]: person[kind] } }),
});

/** Operations that read, about a person with conversations and recordings. @param place the cursor of a page of the list of all */
export const readingOperations = (place: string): Operation[] => [
  ...shapes.map(({ name, query, variables }) => ({ name, query, variables: ({ id }: Person) => variables(id, place) })),
  subjectsBy('email'),
  subjectsBy('name'),
  {
    name: 'preview of an erasure',
    query:
      'query ($id: ID!) { previewGdprRequest(type: DELETE, term: { externalContactId: $id }) { services { service status recordCounts { recordType count } } } }',
    variables: ({ id }) => ({ id }),
  },
];

export const requestTypes = ['GET', 'EXPORT', 'UPDATE', 'DELETE'] as const;
export type RequestType = (typeof requestTypes)[number];

const detailsOf = (type: RequestType, { email }: Person): object => {
  if (type === 'DELETE') return { deleteConfirmed: true };
  if (type !== 'UPDATE') return {};
  return { replacements: [{ type: 'EMAIL', existing: email, updated: `new.${email}` }] };
};

/** The creation of a request of one type. */
export const creationOf = (type: RequestType): Operation => ({
  name: `createGdprRequest: ${type}`,
  query: `mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { request { id status } } }`,
  variables: (person) => ({ input: { type, term: { externalContactId: person.id }, ...detailsOf(type, person) } }),
});

/** Creates a request. @returns its id */
export async function createRequest(api: ApiClient, type: RequestType, person: Person): Promise<string> {
  const { query, variables } = creationOf(type);
  const answer = await api.ask<{ createGdprRequest: { request: { id: string } } }>(query, variables(person));
  return answer.createGdprRequest.request.id;
}
