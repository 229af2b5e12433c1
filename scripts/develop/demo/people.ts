import type { ApiClient } from '../api-client';

/** A person whom a search found. */
export interface Person {
  service: string;
  name: string;
  id: string;
  contactListId: string | null;
  /** The canonical contact of the merge set; null when there is no merge set. */
  canonical: string | null;
  matched: string[];
}

interface SubjectsAnswer {
  subjects: {
    nodes: {
      service: string;
      match: {
        id: string;
        contactListId: string | null;
        canonicalContactId: string | null;
        mergeSet: string[];
        identifiers: { type: string; value: string }[];
      };
      matches: { kind: string; identifier: { type: string; value: string } }[];
    }[];
  };
}

const document = `query People($term: GdprSubjectTermInput!) {
  subjects(term: $term, unmasked: true) {
    nodes {
      service
      match { id contactListId canonicalContactId mergeSet identifiers { type value } }
      matches { kind identifier { type value } }
    }
  }
}`;

/** Searches like a privacy officer. */
export async function askPeople(api: ApiClient, term: Record<string, unknown>): Promise<Person[]> {
  const { subjects } = await api.ask<SubjectsAnswer>(document, { term });
  return subjects.nodes.map(({ service, match, matches }) => ({
    service,
    name: match.identifiers.find(({ type }) => type === 'NAME')?.value ?? '',
    id: match.id,
    contactListId: match.contactListId,
    canonical: match.mergeSet.length > 1 ? match.canonicalContactId : null,
    matched: matches.map(({ kind, identifier }) => `${identifier.type} ${kind.toLowerCase()}`),
  }));
}
