/** A request as the API shows it. */
import type { CasePackage } from '../../../exports/case-packages/case-packages';
import type { GdprCase } from '../../cases/gdpr-case';
import { packagePath, ticketUrl } from '../../../exports/download/download-ticket';
import { isDone, isFinished } from '../../lifecycle';
import type { GdprRequest } from '../../entities';
import type { FoundIdentifier } from '../../stored-values';
import { identifierKey, termOf } from '../../services/found-identifiers';
import type { GdprSuggestedTerm, Resolvers } from '../../schema.generated';
import { codedError, isId, personalDataCategories, type Identifier, type Term } from '../../../../subgraphs/kit';
import type { GdprContext } from '../../context';
import { recipientView } from '../../services/recipients';

/** What one service found. */
interface Found {
  service: string;
  found: FoundIdentifier[] | null;
}

/** The system that gave an external id, if the term names it: without it the id may be another person's (R3). */
const sourceIn = (term: Term): Pick<Identifier, 'source'> =>
  term.kind === 'value' && term.source !== undefined ? { source: term.source } : {};

/** Identifiers that services found and the request did not search for: each once, with the services that found it (R6, R7). */
export function suggestedTerms(found: readonly Found[]): GdprSuggestedTerm[] {
  const suggested = new Map<string, GdprSuggestedTerm>();
  for (const { service, found: identifiers } of found) {
    for (const identifier of identifiers ?? []) {
      const term = termOf(identifier);
      if (!term) continue;
      const { type, value, contactListId } = identifier;
      const key = identifierKey(identifier);
      const known = suggested.get(key);
      if (!known)
        suggested.set(key, {
          term: { type, value, ...sourceIn(term) },
          contactListId: contactListId ?? null,
          foundIn: [service],
        });
      else if (!known.foundIn.includes(service)) known.foundIn.push(service);
    }
  }
  return [...suggested.values()];
}

const termView = (term: Term | null): Identifier | null =>
  term && { type: term.type, value: term.kind === 'id' ? term.id : term.value, ...sourceIn(term) };

const countsView = (counts: Record<string, number>) =>
  Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([recordType, count]) => ({ recordType, count }));

/** The scope that `gdprRequest` takes. */
const viewScope = 'gdpr:request:view';

/** The request that another subgraph refers to. It is shown only to callers who may ask for it by its id. */
async function referredRequest(id: string, { caller, requests }: GdprContext) {
  if (!caller.scopes.has(viewScope))
    throw codedError('FORBIDDEN', 'The token does not allow GdprRequest by its id.', { requiredScopes: [viewScope] });
  return isId(id) ? requests.load(id) : null;
}

/** What suggestions are made of: what the services found, and contacts that were merged into the set while the request ran. */
export async function foundBy({ id, joined }: GdprRequest, context: GdprContext): Promise<Found[]> {
  const tasks = await context.tasks.load(id);
  const contacts = joined.map((value): FoundIdentifier => ({ type: 'EXTERNAL_CONTACT_ID', value }));
  const owners = context.tools.services.owners('EXTERNAL_CONTACT');
  return [...tasks, ...owners.map(({ name }) => ({ service: name, found: contacts }))];
}

/** A package of a request or case, with where it is downloaded. */
export async function packageView(context: GdprContext, of: GdprRequest | GdprCase, found: CasePackage | null) {
  if (!found) return null;
  const { signStatement, config } = context.tools;
  const { publicUrl } = config;
  const alone = context.askedAlone.has(of);
  return {
    ...found,
    url: `${publicUrl}${packagePath(found.requestId)}`,
    downloadUrl: alone ? await ticketUrl({ publicUrl, signStatement }, context.caller.subject, found) : null,
  };
}

/** Resolvers of `GdprRequest` and `GdprServiceOutcome`; fields that have the names of the entity's properties need none. */
export const requestResolvers: Pick<Resolvers, 'GdprRequest' | 'GdprServiceOutcome'> = {
  GdprRequest: {
    __resolveReference: ({ id }, context) => referredRequest(id, context),
    term: ({ term }) => termView(term),
    termDigest: ({ termDigest }) => termDigest.toString('hex'),
    subject: ({ subject }) => subject && { matchedOn: [], ...subject },
    overdue: ({ dueAt, status }) => dueAt < new Date() && !isDone(status),
    services: ({ id }, _, context) => context.tasks.load(id),
    relatedRequests: ({ id }, _, context) => context.related.load(id),
    parent: ({ parentId }, _, context) => (parentId ? context.requests.load(parentId) : null),
    package: async (request, _, context) => {
      const { id, parentId, type } = request;
      const found = type === 'EXPORT' ? await context.packages.load(parentId ?? id) : null;
      return found?.members.includes(id) ? packageView(context, request, found) : null;
    },
    suggestedTerms: async (request, _, context) => suggestedTerms(await foundBy(request, context)),
    // One that runs again keeps its last certificate for the next one to name.
    certificate: ({ status, certificate }) => (isFinished(status) ? certificate : null),
    case: ({ caseId }, _, context) => (caseId ? context.cases.load(caseId) : null),
    holds: async ({ id }, _, context) => {
      const holds = await context.holds.load(id);
      // Whom they are on is recorded once it is asked for, as it is of those that are listed (R21).
      let recorded: Promise<void> | undefined;
      const look = () =>
        (recorded ??= context.tools.looks.add({
          actor: context.caller.subject,
          action: 'LEGAL_HOLDS_LISTED',
          detail: `the legal holds of request ${id}`,
        }));
      for (const hold of holds) context.lookAtHold.set(hold, look);
      return holds;
    },
    recipients: async ({ id }, _, context) => (await context.recipients.load(id)).map(recipientView),
  },
  GdprServiceOutcome: {
    recordCounts: ({ recordCounts }) => countsView(recordCounts),
    categoryCounts: ({ categoryCounts }) =>
      personalDataCategories.toSorted().flatMap((category) => {
        const count = categoryCounts[category];
        return count === undefined ? [] : [{ category, count }];
      }),
    nextAttemptAt: ({ status, runAt }) => (status === 'RETRYING' ? runAt : null),
    lastError: ({ lastErrorCode: code, lastErrorServiceCode: own, lastErrorMessage: message }) =>
      code === null ? null : { code, serviceCode: own === code ? own : null, message: message ?? '' },
  },
};
