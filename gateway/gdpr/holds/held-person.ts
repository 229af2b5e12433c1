/** Finds whom a legal hold covers, from the services' present answers (R31). */
import { GraphQLError } from 'graphql';
import type { DataSource, EntityManager } from 'typeorm';
import { codedError, currentKeys, type IdTerm } from '../../../subgraphs/kit';
import { doneStatuses } from '../lifecycle';
import { sqlSet } from '../lifecycle-sql';
import { resolveTerm } from '../requests/resolve';
import type { ServiceCallScope } from '../services/service-call';
import type { PiiServices } from '../services/pii-services';
import { findSubjects } from '../services/subjects';
import { coveredDigests, idDigests } from '../store/holds/holds';

/**
 * The digests of everybody that a request on a person's id would reach: the person, the members of the merge set, and the subjects of
 * other services that belong to their ids. When an erasure is half done and the services no longer know the person, its request still
 * does.
 * @throws SUBJECT_NOT_FOUND; SERVICE_UNAVAILABLE when a service that would know some of them cannot be asked; MERGE_SET_TOO_LARGE
 */
export async function personDigests(
  { services, dataSource }: { services: PiiServices; dataSource: DataSource },
  scope: ServiceCallScope,
  term: IdTerm,
): Promise<Buffer[]> {
  try {
    return await resolvedDigests(services, scope, term);
  } catch (error) {
    if (!(error instanceof GraphQLError) || !unresolved.has(String(error.extensions.code))) throw error;
    const known = await requestedDigests(dataSource.manager, idDigests(term));
    if (known.length === 0) throw error;
    return [...idDigests(term), ...known];
  }
}

const unresolved = new Set(['SUBJECT_NOT_FOUND', 'SERVICE_UNAVAILABLE']);

/** How many members of a merge set are asked about at once. */
const atOnce = 10;

async function resolvedDigests(services: PiiServices, scope: ServiceCallScope, term: IdTerm): Promise<Buffer[]> {
  const { members } = await resolveTerm(services, scope, 'DELETE', term);
  const digests = new Map<string, Buffer>();
  const add = (found: Buffer[]) => found.forEach((digest) => digests.set(digest.toString('hex'), digest));
  for (const { term: own, subject } of members) {
    if (own.kind === 'id') add(idDigests(own));
    if (subject) add(coveredDigests(subject));
  }
  for (let start = 0; start < members.length; start += atOnce) {
    const searches = members
      .slice(start, start + atOnce)
      .map((member) => findSubjects(services.owners(), scope, member.term));
    for (const { found, unavailable } of await Promise.all(searches)) {
      const [down] = unavailable;
      if (down)
        throw codedError(
          'SERVICE_UNAVAILABLE',
          `The service "${down}" cannot be asked, so whom the hold would cover cannot be told.`,
          { service: down },
        );
      found.forEach(({ subject }) => add(coveredDigests(subject)));
    }
  }
  return [...digests.values()];
}

/** Whom the families of requests are about that are not done, and have one on any of these subjects. */
async function requestedDigests(db: EntityManager, digests: Buffer[]): Promise<Buffer[]> {
  const rows: { digest: Buffer }[] = await db.query(
    `WITH family AS MATERIALIZED (
       SELECT coalesce(parent_id, id) AS id FROM gdpr_request
       WHERE organization_id = $1 AND subject_digest = ANY($2::bytea[]) AND status NOT IN ${sqlSet(doneStatuses)})
     SELECT DISTINCT request.subject_digest AS digest FROM family
     JOIN gdpr_request request ON request.organization_id = $1 AND (request.id = family.id OR request.parent_id = family.id)`,
    [currentKeys().organizationId, digests],
  );
  return rows.map(({ digest }) => digest);
}
