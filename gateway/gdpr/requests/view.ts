/** A request as the API shows it. */
import { isFinished } from '../lifecycle';
import type { GdprContext } from '../context';
import type { FoundIdentifier, GdprRequest, GdprTask } from '../entities';
import type { Identifier, Term } from '../../../subgraphs/kit';

/** `GdprSuggestedTerm`. */
export interface SuggestedTerm {
  term: Identifier;
  contactListId: string | null;
  foundIn: string[];
}

/** Identifiers that the services found and the request did not search for, each once, with who found it (R6, R7). */
export function suggestedTerms(found: { service: string; found: FoundIdentifier[] | null }[]): SuggestedTerm[] {
  const suggested = new Map<string, SuggestedTerm>();
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
export const requestResolvers = {
  GdprRequest: {
    __resolveReference: ({ id }: { id: string }, context: GdprContext) => context.requests.load(id),
    term: ({ term }: GdprRequest) => termView(term),
    termDigest: ({ termDigest }: GdprRequest) => termDigest.toString('hex'),
    subject: ({ subject }: GdprRequest) => subject && { matchedOn: [], ...subject },
    overdue: ({ dueAt, status }: GdprRequest) => dueAt < new Date() && !isFinished(status),
    services: ({ id }: GdprRequest, _: unknown, context: GdprContext) => context.tasks.load(id),
    relatedRequests: ({ id }: GdprRequest, _: unknown, context: GdprContext) => context.related.load(id),
    parent: ({ parentId }: GdprRequest, _: unknown, context: GdprContext) =>
      parentId ? context.requests.load(parentId) : null,
    package: async ({ id, type }: GdprRequest, _: unknown, context: GdprContext) => {
      const found = type === 'EXPORT' ? await context.packages.load(id) : null;
      return found && { ...found, url: `${context.tools.publicUrl}/exports/${id}` };
    },
    suggestedTerms: async ({ id }: GdprRequest, _: unknown, context: GdprContext) =>
      suggestedTerms(await context.tasks.load(id)),
  },
  GdprServiceOutcome: {
    recordCounts: ({ recordCounts }: GdprTask) => countsView(recordCounts),
    categoryCounts: ({ categoryCounts }: GdprTask) =>
      countsView(categoryCounts).map(({ recordType: category, count }) => ({ category, count })),
    nextAttemptAt: ({ status, runAt }: GdprTask) => (status === 'RETRYING' ? runAt : null),
    lastError: ({ lastErrorCode, lastErrorMessage }: GdprTask) =>
      lastErrorCode === null ? null : { code: lastErrorCode, message: lastErrorMessage ?? '' },
  },
};
