/**
 * Tells the services of restrictions until each has taken it, and asks again from time to time: a service that was restored from a
 * backup has forgotten, and a merge set may have grown (R34). Whatever dies, the rows say what is left to do.
 */
import { GraphQLError } from 'graphql';
import { In, type DataSource } from 'typeorm';
import { currentKeys, subjectTypeOf, termFingerprint, type IdTerm } from '../../../subgraphs/kit';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { unreadable } from '../../../subgraphs/kit/base/security/encrypted-column';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import { returned } from '../../persistence/rows';
import { resolveTerm } from '../requests/resolve';
import type { ServiceCallScope } from '../services/service-call';
import type { PiiServices } from '../services/pii-services';
import { findSubjects } from '../services/subjects';
import { noteRestrictionRecipients } from './recipients';
import { addSubjects, restrictionText } from './restrict';
import { tellService } from './tell-service';
import { GdprRestrictedSubject, GdprRestriction, GdprRestrictionService, type RestrictionStatus } from './restriction';

export interface EnforceTools {
  dataSource: DataSource;
  keys: KeyRing;
  services: PiiServices;
  logger: Logger;
  config: {
    /** How long until services are asked again whether a restriction holds, in milliseconds. */
    restrictAgainAfter: number;
  };
}

/** How many restrictions one turn takes, each for so long: whoever dies with one leaves it to the next turn after that. */
const atOnce = 20;
const takenFor = '2 minutes';

/** The longest pause between two tries, in seconds. */
const longestPause = 900;

/** SQL: when services are to be told of the next restriction. */
export const restrictionsDue = 'SELECT min(run_at) FROM gdpr_restriction';

/**
 * One turn: the restrictions that are due, of all organisations. What is wrong with one is nobody else's trouble.
 * @param stopped ends the turn between two calls of a service; another process goes on
 */
export async function enforceDue(tools: EnforceTools, stopped: AbortSignal): Promise<void> {
  const due = await returned<{ organization_id: string; id: string }>(
    tools.dataSource.query(
      `UPDATE gdpr_restriction SET run_at = now() + interval '${takenFor}', attempts = attempts + 1
       WHERE (organization_id, id) IN (SELECT organization_id, id FROM gdpr_restriction WHERE run_at <= now()
         ORDER BY run_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING organization_id, id`,
      [atOnce],
    ),
  );
  await Promise.all(
    due.map(async ({ organization_id: organizationId, id }) => {
      try {
        await inOrganization(await tools.keys.evenDestroyed(organizationId), () => enforce(tools, id, stopped));
      } catch (error) {
        if (error === stopped.reason) return handBack(tools, organizationId, id);
        tools.logger.error({ organizationId, error: describeError(error) }, 'a restriction could not be enforced');
      }
    }),
  );
}

/** Makes a restriction due for whoever runs on. */
async function handBack({ dataSource }: EnforceTools, organizationId: string, id: string): Promise<void> {
  await dataSource.query('UPDATE gdpr_restriction SET run_at = now() WHERE organization_id = $1 AND id = $2', [
    organizationId,
    id,
  ]);
}

/** Tells every service of one restriction. @throws the reason of `stopped` once it has aborted */
async function enforce(tools: EnforceTools, id: string, stopped: AbortSignal): Promise<void> {
  const { dataSource, services } = tools;
  const { organizationId, destroyed } = currentKeys();
  const where = { organizationId, id };
  const restriction = await dataSource.manager.findOneByOrFail(GdprRestriction, where);
  // Without the keys nobody knows any more whom it is on.
  if (destroyed) {
    await dataSource.manager.update(GdprRestriction, where, { runAt: null });
    return;
  }
  const scope = { organizationId, actor: restriction.createdBy ?? unreadable, requestId: id, signal: stopped };
  const restricted = restriction.liftedAt === null;
  const whole = restricted ? await followMergeSet(tools, scope, restriction) : true;
  const subjects = await dataSource.manager.findBy(GdprRestrictedSubject, { organizationId, restrictionId: id });
  const terms = subjects.flatMap(({ term }) => term ?? []);
  const statuses = await Promise.all(
    services.all().map(async (service) => ({
      service: service.name,
      status: await tellService(service, scope, terms, restricted),
    })),
  );
  await record(tools, restriction, statuses, whole && statuses.every(({ status }) => status !== 'FAILED'));
}

/**
 * Adds who belongs to the subject's merge set by now. Merges are refused where the restriction is in force, but a service that was
 * restored, or was given contacts by an import, may have a larger set. Those who were in the set are asked too unless it names them:
 * the contact that stood for it may be gone, and one that was taken out by a restore may have a set of its own.
 * @returns false when that cannot be told now
 */
async function followMergeSet(
  { dataSource: { manager }, services }: EnforceTools,
  scope: ServiceCallScope,
  { id, term }: GdprRestriction,
): Promise<boolean> {
  if (!term) return true;
  // One that was taken back after a restore has no subjects yet.
  await addSubjects(manager, id, [term]);
  const known = await manager.findBy(GdprRestrictedSubject, {
    organizationId: scope.organizationId,
    restrictionId: id,
  });
  const covered = new Set<string>();
  for (const each of [term, ...known.flatMap((subject) => subject.term ?? [])]) {
    if (covered.has(termFingerprint(each))) continue;
    const members = await mergeSetOf(services, scope, each);
    if (!members) return false;
    await addSubjects(manager, id, members);
    for (const member of [each, ...members]) covered.add(termFingerprint(member));
  }
  return true;
}

/** Returns a subject's merge set; nobody when the owner of the subject knows it no longer, null when that cannot be told now. */
async function mergeSetOf(services: PiiServices, scope: ServiceCallScope, term: IdTerm): Promise<IdTerm[] | null> {
  const owners = services.owners(subjectTypeOf[term.type]);
  try {
    const { found, unavailable } = await findSubjects(owners, scope, term);
    if (found.length === 0) return owners.length > 0 && unavailable.length === 0 ? [] : null;
    const { members } = await resolveTerm(services, scope, 'GET', term);
    return members.flatMap((member) => (member.term.kind === 'id' ? [member.term] : []));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // It was erased meanwhile.
    return error.extensions.code === 'SUBJECT_NOT_FOUND' ? [] : null;
  }
}

/** Writes how the services stand, and when they are told next. What changed since is in the log. */
async function record(
  { dataSource, services, config }: EnforceTools,
  { id, liftedAt, attempts }: GdprRestriction,
  statuses: { service: string; status: RestrictionStatus }[],
  done: boolean,
): Promise<void> {
  const { organizationId } = currentKeys();
  await dataSource.transaction(async (db) => {
    const lock = { mode: 'pessimistic_write' } as const;
    const now = await db.findOneOrFail(GdprRestriction, { where: { organizationId, id }, lock });
    // It was lifted meanwhile: the next turn tells the services of that.
    if (now.liftedAt?.getTime() !== liftedAt?.getTime()) return;
    const before = await db.findBy(GdprRestrictionService, { organizationId, restrictionId: id });
    const known = new Map(before.map(({ service, status }) => [service, status]));
    const changed = statuses.filter(({ service, status }) => known.get(service) !== status);
    if (changed.length > 0)
      await db.upsert(
        GdprRestrictionService,
        changed.map((each) => ({ organizationId, restrictionId: id, ...each })),
        ['organizationId', 'restrictionId', 'service'],
      );
    // One that left the supergraph holds nothing any more; what it did is in the log.
    const gone = [...known.keys()].filter((name) => !statuses.some(({ service }) => service === name));
    if (gone.length > 0)
      await db.delete(GdprRestrictionService, { organizationId, restrictionId: id, service: In(gone) });
    const enforcing = statuses.filter(({ status }) => status === 'ENFORCED').map(({ service }) => service);
    await noteRestrictionRecipients(db, services, id, enforcing);
    const pause = done ? config.restrictAgainAfter : 1_000 * Math.min(longestPause, 2 ** Math.min(attempts - 1, 10));
    await db.query(
      `UPDATE gdpr_restriction SET attempts = CASE WHEN $4 THEN 0 ELSE attempts END,
         run_at = CASE WHEN $4 AND lifted_at IS NOT NULL THEN NULL ELSE now() + $3 * interval '1 millisecond' END
       WHERE organization_id = $1 AND id = $2`,
      [organizationId, id, pause, done],
    );
    await appendAudit(
      db,
      changed.map(({ service, status }): AuditEvent => ({
        actor: 'habeas',
        action: 'RESTRICTION_IN_SERVICE',
        service,
        detail: `${restrictionText(id)}, ${status}`,
      })),
    );
  });
}
