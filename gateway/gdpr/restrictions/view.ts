/** A restriction as the API shows it. */
import { unreadable } from '../../../subgraphs/kit/base/security/encrypted-column';
import { subjectTypeOf } from '../../../subgraphs/kit';
import { recipientView } from '../services/recipients';
import type { GdprContext } from '../context';
import { maskSubject } from '../reach/masking';
import type { Resolvers } from '../schema.generated';
import { findSubjects } from '../services/subjects';
import type { GdprRestriction, RestrictionStatus } from './restriction';

/** Whom it is on, looked up: null when nobody is there any more, or their service cannot be asked. Values are masked. */
async function subjectOf({ term }: GdprRestriction, { tools, caller, signal }: GdprContext) {
  if (!term) return null;
  const scope = { organizationId: caller.organizationId, actor: caller.subject, signal };
  const { found } = await findSubjects(tools.services.owners(subjectTypeOf[term.type]), scope, term);
  const own = found.find(({ subject }) => subject.id.toLowerCase() === term.id.toLowerCase());
  return own ? maskSubject(own.subject) : null;
}

/** How it stands in every service of the supergraph, and in those that it reached before. */
async function servicesOf({ id }: GdprRestriction, context: GdprContext) {
  const known = new Map(
    (await context.restrictionServices.load(id)).map(({ service, status }) => [service, status] as const),
  );
  const served = context.tools.services.all();
  const statusOf = ({ name, parts }: (typeof served)[number]): RestrictionStatus =>
    parts.includes('restriction') ? (known.get(name) ?? 'PENDING') : 'NOT_ENFORCED';
  const statuses = new Map<string, RestrictionStatus>([
    ...known,
    ...served.map((service) => [service.name, statusOf(service)] as const),
  ]);
  return [...statuses]
    .map(([service, status]) => ({ service, status }))
    .sort((one, other) => (one.service < other.service ? -1 : 1));
}

export const restrictionResolvers: Pick<Resolvers, 'Restriction'> = {
  Restriction: {
    by: ({ createdBy }) => createdBy ?? unreadable,
    at: ({ createdAt }) => createdAt,
    subject: (restriction, _, context) => subjectOf(restriction, context),
    recipients: async ({ id }, _, context) => (await context.restrictionRecipients.load(id)).map(recipientView),
    services: (restriction, _, context) => servicesOf(restriction, context),
  },
};
