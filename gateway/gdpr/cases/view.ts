/** A case as the API shows it. */
import { unreadable } from '../../../subgraphs/kit/base/security/encrypted-column';
import type { GdprContext } from '../context';
import { foundBy, packageView, suggestedTerms } from '../requests/read/view';
import { ofAnySource } from '../services/any-source';
import { termOf } from '../services/found-identifiers';
import { subjectDigest } from '../store/subjects/subject-locks';
import type { GdprSuggestedTerm, Resolvers } from '../schema.generated';
import type { GdprCase } from './gdpr-case';

/** Identifiers that requests of a case found and none of them has searched for. */
async function openSuggestions({ id }: GdprCase, context: GdprContext): Promise<GdprSuggestedTerm[]> {
  const parents = await context.caseRequests.load(id);
  const related = await Promise.all(parents.map((parent) => context.related.load(parent.id)));
  const requests = [...parents, ...related.flat()];
  const searched = new Set(requests.map((request) => request.subjectDigest.toString('hex')));
  const found = await Promise.all(requests.map((request) => foundBy(request, context)));
  return suggestedTerms(found.flat()).filter(({ term, contactListId }) => {
    const asked = termOf({ ...term, contactListId: contactListId ?? null });
    if (!asked) return false;
    // A search for an external id of any system was one for this system's too.
    const terms = [asked, ofAnySource(asked)].filter((term) => term !== null);
    return !terms.some((term) => searched.has(subjectDigest(term).toString('hex')));
  });
}

export const caseResolvers: Pick<Resolvers, 'GdprCase'> = {
  GdprCase: {
    createdBy: ({ createdBy }) => createdBy ?? unreadable,
    legalDueAt: ({ dueAt }) => dueAt,
    extension: ({ extendedAt, extendedBy, extensionReason, informedAt, dueAt, firstDueAt }) =>
      extendedAt && extensionReason && informedAt
        ? {
            until: dueAt,
            reason: extensionReason,
            informedAt,
            by: extendedBy ?? unreadable,
            at: extendedAt,
            originalDueAt: firstDueAt,
          }
        : null,
    overdue: ({ closedAt, dueAt }) => !closedAt && dueAt < new Date(),
    identityVerification: ({ identityMeans, identifiedAt, identifiedBy }) =>
      identityMeans && identifiedAt ? { means: identityMeans, at: identifiedAt, by: identifiedBy ?? unreadable } : null,
    package: async (found, _, context) => packageView(context, found, await context.casePackages.load(found.id)),
    requests: ({ id }, _, context) => context.caseRequests.load(id),
    openSuggestions: (found, _, context) => openSuggestions(found, context),
  },
};
