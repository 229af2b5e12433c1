/** A legal hold as the API shows it. */
import { subjectTypeOf } from '../../../subgraphs/kit';
import { unreadable } from '../../../subgraphs/kit/base/security/encrypted-column';
import type { GdprContext } from '../context';
import { maskSubject } from '../reach/masking';
import type { Resolvers } from '../schema.generated';
import { findSubjects } from '../services/subjects';
import type { LegalHold } from './legal-hold';

/** Who is held, as the owning service tells it now. */
async function subjectOf({ subjectTerm: term }: LegalHold, { caller, tools, signal }: GdprContext) {
  if (!term) return null;
  const type = subjectTypeOf[term.type];
  const scope = { organizationId: caller.organizationId, actor: caller.subject, signal };
  const { found } = await findSubjects(tools.services.owners(type), scope, term);
  const own = found.find(({ subject }) => subject.type === type && subject.id.toLowerCase() === term.id.toLowerCase());
  return own ? maskSubject(own.subject) : null;
}

export const holdResolvers: Pick<Resolvers, 'LegalHold'> = {
  LegalHold: {
    subject: async (hold, _, context) => {
      const [subject] = await Promise.all([subjectOf(hold, context), context.lookAtHold.get(hold)?.()]);
      return subject;
    },
    reason: ({ reason }) => reason ?? unreadable,
    reference: ({ reference }) => reference ?? unreadable,
    placedBy: ({ placedBy }) => placedBy ?? unreadable,
    releasedBy: ({ releasedAt, releasedBy }) => (releasedAt ? (releasedBy ?? unreadable) : null),
    waiting: ({ id }, _, context) => context.waiting.load(id),
  },
};
