/** A request as the API shows it. */
import { isFinished } from '../lifecycle';
import type { FoundIdentifier } from '../entities';
import type { GdprSuggestedTerm, Resolvers } from '../schema.generated';
import { personalDataCategories, type Identifier, type Term } from '../../../subgraphs/kit';

/** Identifiers that the services found and the request did not search for, each once, with who found it (R6, R7). */
export function suggestedTerms(found: { service: string; found: FoundIdentifier[] | null }[]): GdprSuggestedTerm[] {
  const suggested = new Map<string, GdprSuggestedTerm>();
  for (const { service, found: identifiers } of found) {
    for (const { type, value, contactListId } of identifiers ?? []) {
      const key = `${type}:${contactListId ?? ''}:${value}`;
      const known = suggested.get(key);
      if (!known)
        suggested.set(key, { term: { type, value }, contactListId: contactListId ?? null, foundIn: [service] });
      else if (!known.foundIn.includes(service)) known.foundIn.push(service);
    }
  }
  return [...suggested.values()];
}

const termView = (term: Term | null): Identifier | null =>
  term && { type: term.type, value: term.kind === 'id' ? term.id : term.value };

const countsView = (counts: Record<string, number>) =>
  Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([recordType, count]) => ({ recordType, count }));

/** Resolvers of `GdprRequest` and `GdprServiceOutcome`; fields that bear the entity's own names resolve themselves. */
export const requestResolvers: Pick<Resolvers, 'GdprRequest' | 'GdprServiceOutcome'> = {
  GdprRequest: {
    __resolveReference: ({ id }, context) => context.requests.load(id),
    term: ({ term }) => termView(term),
    termDigest: ({ termDigest }) => termDigest.toString('hex'),
    subject: ({ subject }) => subject && { matchedOn: [], ...subject },
    overdue: ({ dueAt, status }) => dueAt < new Date() && !isFinished(status),
    services: ({ id }, _, context) => context.tasks.load(id),
    relatedRequests: ({ id }, _, context) => context.related.load(id),
    parent: ({ parentId }, _, context) => (parentId ? context.requests.load(parentId) : null),
    package: async ({ id, type }, _, context) => {
      const found = type === 'EXPORT' ? await context.packages.load(id) : null;
      return found && { ...found, url: `${context.tools.publicUrl}/exports/${id}` };
    },
    suggestedTerms: async ({ id }, _, context) => suggestedTerms(await context.tasks.load(id)),
  },
  GdprServiceOutcome: {
    recordCounts: ({ recordCounts }) => countsView(recordCounts),
    categoryCounts: ({ categoryCounts }) =>
      personalDataCategories.toSorted().flatMap((category) => {
        const count = categoryCounts[category];
        return count === undefined ? [] : [{ category, count }];
      }),
    nextAttemptAt: ({ status, runAt }) => (status === 'RETRYING' ? runAt : null),
    lastError: ({ lastErrorCode, lastErrorMessage }) =>
      lastErrorCode === null ? null : { code: lastErrorCode, message: lastErrorMessage ?? '' },
  },
};
