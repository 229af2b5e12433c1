/** `GET /api/v2/gdpr/subjects`: everybody whom a value matches, as one page (R1, R2). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { codedError } from '../../../subgraphs/kit/base/errors';
import type { DataSubject, GdprSubjectConnection } from '../../gdpr/schema.generated';
import { checkedQuery } from '../input';
import { subjectsQuery, type Subject, type SubjectsPage } from '../model/subjects';
import { valueInput } from '../names';
import type { RestTools } from '../tools';
import { contactLink, idOf, knownOf, subjectSelection } from './view';

/** The most matches that are returned; a value that matches more identifies nobody. */
const most = 1_000;

/** The page size of the GraphQL operation. */
const atOnce = 200;

/** The scope that is required to see unmasked values. */
const valueScope = 'gdpr:value:view';

const query = `query RestSubjects($term: GdprSubjectTermInput!, $unmasked: Boolean!, $after: String) {
  subjects(term: $term, unmasked: $unmasked, first: ${atOnce}, after: $after) {
    totalCount unavailable pageInfo { hasNextPage endCursor }
    nodes { match { ${subjectSelection} canonicalContactId mergeSet activeEmployee } }
  }
}`;

interface Answer {
  subjects: Pick<GdprSubjectConnection, 'totalCount' | 'unavailable' | 'pageInfo'> & {
    nodes: { match: DataSubject }[];
  };
}

function entityOf(match: DataSubject): Subject {
  const { canonicalContactId, mergeSet, activeEmployee } = match;
  return {
    ...idOf(match),
    ...knownOf(match.identifiers),
    ...(canonicalContactId == null
      ? {}
      : { canonicalContact: contactLink(canonicalContactId), mergeSet: mergeSet.map(contactLink) }),
    ...(activeEmployee == null ? {} : { activeEmployee }),
  };
}

/**
 * Finds all subjects that a value matches.
 * @throws BROAD_TERM when too many match; SERVICE_UNAVAILABLE when a service cannot be asked, because this API could not say that the
 *   list is incomplete
 */
export const findSubjects =
  ({ operate }: RestTools) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<SubjectsPage> => {
    const { searchType, searchValue } = checkedQuery(subjectsQuery, request);
    const unmasked = request.caller?.scopes.has(valueScope) ?? false;
    const entities: Subject[] = [];
    for (let after: string | null | undefined = null; ;) {
      const variables: Record<string, unknown> = { term: valueInput(searchType, searchValue), unmasked, after };
      const { subjects }: Answer = await operate<Answer>({ query, variables }, request, reply);
      const [away] = subjects.unavailable;
      if (away !== undefined)
        throw codedError(
          'SERVICE_UNAVAILABLE',
          `The service "${away}" cannot be asked, so the list would not be whole.`,
        );
      const { totalCount } = subjects;
      if (totalCount > most)
        throw codedError('BROAD_TERM', 'Too many match.', { argument: 'term', matches: totalCount });
      entities.push(...subjects.nodes.map(({ match }) => entityOf(match)));
      if (!subjects.pageInfo.hasNextPage) break;
      after = subjects.pageInfo.endCursor;
    }
    return { entities, pageSize: most, pageNumber: 1, pageCount: 1, total: entities.length };
  };
