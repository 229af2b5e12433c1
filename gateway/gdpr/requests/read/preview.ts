/** What a request would do, before anything is done (R6, R7). */
import {
  currentKeys,
  parseTerm,
  termFingerprint,
  termInput,
  type Term,
  type TermInput,
} from '../../../../subgraphs/kit';
import { termDigestText } from '../../../audit/audit-log';
import { recordedLook } from '../../../audit/looks';
import type { ServicePage } from '../../../../subgraphs/kit/base/contract/answers';
import { ServiceCallError } from '../../services/service-call';
import { PageProgress } from '../../services/progress';
import type { GdprContext } from '../../context';
import type { Marks } from '../../reach/marks';
import { maskIdentifier, maskSubject, maskValue, showsValues, unmaskedText } from '../../reach/masking';
import type { RequestType } from '../../lifecycle';
import type { GdprRequestPreview, GdprServicePreview } from '../../schema.generated';
import { foundIn } from '../../services/found-identifiers';
import { suggestedTerms } from './view';
import type { RequestPlan } from '../resolve';
import { resolveRequest } from '../resolve-access';

const pageSize = 500;

/** The most pages that are counted: somebody waits for the preview. */
const maximumPages = 20;

/** `previewGdprRequest`. @throws FORBIDDEN for values in clear that the caller may not see, and what `createGdprRequest` throws for a term that cannot be resolved */
export async function previewRequest(
  context: GdprContext,
  { type, term: input, unmasked: asked }: { type: RequestType; term: TermInput; unmasked?: boolean | null },
) {
  currentKeys().assertUsable();
  const unmasked = showsValues(context.caller, asked);
  const term = parseTerm(input);
  const digest = currentKeys().digest(termFingerprint(term));
  return recordedLook(
    context.tools.looks,
    {
      actor: context.caller.subject,
      action: 'REQUEST_PREVIEWED',
      detail: `${type} of ${term.type}, ${termDigestText(digest)}${unmaskedText(unmasked)}`,
    },
    async () => {
      const found = await preview(context, type, term);
      return unmasked ? found : maskedPreview(found);
    },
  );
}

/** A preview with its values masked. */
export const maskedPreview = (found: GdprRequestPreview): GdprRequestPreview => ({
  ...found,
  subjects: found.subjects.map(maskSubject),
  replacements: found.replacements.map(({ type, existing, updated }) => ({
    type,
    existing: maskValue(type, existing),
    updated: maskValue(type, updated),
  })),
  suggestedTerms: found.suggestedTerms.map((each) => ({ ...each, term: maskIdentifier(each.term) })),
});

/** What a request would find in every service now. @throws what {@link resolveRequest} throws */
async function preview(context: GdprContext, type: RequestType, term: Term): Promise<GdprRequestPreview> {
  const { caller, tools, signal } = context;
  const scope = { organizationId: currentKeys().organizationId, actor: caller.subject, signal };
  return previewOf(context, term, await resolveRequest(tools.dataSource.manager, tools.services, scope, type, term));
}

/**
 * What a plan would find in every service now.
 * @param asOf of a request that was made before: its marks. Later records are counted apart (R25)
 */
export async function previewOf(
  { caller, tools, signal }: GdprContext,
  term: Term,
  plan: RequestPlan,
  asOf?: Marks,
): Promise<GdprRequestPreview> {
  const scope = { organizationId: currentKeys().organizationId, actor: caller.subject, signal };
  await tools.countFurther(caller, 'subjects', plan.members.length - 1);
  const asked = await Promise.all(
    tools.services.all().map(async (service) => {
      const members = await Promise.all(
        plan.members.map((member) =>
          ask(service.name, (after) =>
            service.client.find(scope, termInput(member.term), pageSize, after, asOf?.get(service.name) ?? null),
          ),
        ),
      );
      const found = members.flatMap(({ pages }, index) =>
        pages.flatMap((page) => foundIn(plan.members[index]?.term ?? term, page, true)),
      );
      return { summary: summary(service.name, members), found: { service: service.name, found } };
    }),
  );
  return {
    planHash: plan.planHash,
    subjects: plan.subjects.map(({ subject }) => subject),
    services: asked.map((each) => each.summary),
    suggestedTerms: suggestedTerms(asked.map(({ found }) => found)),
    replacements: [],
    activeEmployeeAcknowledged: false,
  };
}

interface Asked {
  pages: ServicePage[];
  failed: boolean;
}

async function ask(service: string, page: (after: string | null) => Promise<ServicePage>): Promise<Asked> {
  const pages: ServicePage[] = [];
  const progress = new PageProgress(service, null);
  try {
    for (let after: string | null = null; pages.length < maximumPages;) {
      const next = await page(after);
      progress.assertProgress(next.endCursor, next.records.length);
      pages.push(next);
      if (next.endCursor == null) break;
      after = next.endCursor;
    }
    return { pages, failed: false };
  } catch (error) {
    if (!(error instanceof ServiceCallError)) throw error;
    return { pages, failed: true };
  }
}

function summary(service: string, members: Asked[]): GdprServicePreview {
  const counts = new Map<string, number>();
  for (const { pages } of members) {
    for (const { recordType } of pages.flatMap(({ records }) => records))
      counts.set(recordType, (counts.get(recordType) ?? 0) + 1);
  }
  const subjectRequired = members.some(({ pages }) => pages.some((page) => page.subjectRequired));
  const status = members.some(({ failed }) => failed)
    ? 'FAILED'
    : subjectRequired
      ? 'SUBJECT_REQUIRED'
      : counts.size > 0
        ? 'COMPLETED'
        : 'NOTHING_FOUND';
  return {
    service,
    status,
    recordCounts: [...counts].sort().map(([recordType, count]) => ({ recordType, count })),
    // The same on every page of a member.
    newerRecords: members.reduce((newer, { pages }) => newer + (pages[0]?.newerRecords ?? 0), 0),
  };
}
