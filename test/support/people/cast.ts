/** The demo's people in organisations of their own, and what is left of them. */
import { ensureCast, type Cast } from '../../../scripts/develop/seed/ensure-cast';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../run/database';
import type { TestSystem } from '../run/system';

/** Makes an organisation with the demo's people in it. */
export async function newOrganization(
  system: TestSystem,
  organization: string,
): Promise<{ api: ApiClient; cast: Cast; organization: string }> {
  const api = await system.client({ organization, subject: 'privacy-officer' });
  return { api, cast: await ensureCast(api), organization };
}

/** Counts rows directly in a service's database. */
export async function count(
  system: TestSystem,
  service: string,
  table: string,
  organization: string,
  condition = 'true',
  values: unknown[] = [],
): Promise<number> {
  return inDatabase(databaseName(system.databasePrefix, service), async (client) => {
    const { rows } = await client.query<{ count: string }>(
      `SELECT count(*) FROM ${table} WHERE organization_id = $1 AND ${condition}`,
      [organization, ...values],
    );
    return Number(rows[0]?.count);
  });
}

const subjectsDocument = `query Subjects($term: GdprSubjectTermInput!) {
  subjects(term: $term) { totalCount unavailable nodes { service match { id type mergeSet canonicalContactId } matches { kind } } }
}`;

interface SubjectsAnswer {
  subjects: {
    totalCount: number;
    unavailable: string[];
    nodes: {
      service: string;
      match: { id: string; mergeSet: string[]; canonicalContactId: string };
      matches: { kind: string }[];
    }[];
  };
}

/** The ids of the subjects that a term finds. */
export const findIds = async (api: ApiClient, term: Record<string, unknown>) =>
  (await api.ask<SubjectsAnswer>(subjectsDocument, { term })).subjects.nodes.map(({ match }) => match.id).sort();
