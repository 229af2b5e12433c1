/** `placeLegalHold`: a person's data are kept from now on (R31). */
import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import {
  checkedTime,
  currentKeys,
  inputError,
  parseTerm,
  termFingerprint,
  type IdTerm,
  type TermInput,
} from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, termDigestText, type AuditEvent } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import { checkedText } from '../checked-text';
import type { GdprTools } from '../context';
import { isFinished } from '../lifecycle';
import type { LegalHoldInput } from '../schema.generated';
import { namingArgument } from '../requests/resolve';
import type { PiiServices } from '../services/pii-services';
import { holdParts, holdText } from '../store/holds/hold-parts';
import { lockRequests } from '../store/requests-and-tasks';
import { lockSubjects } from '../store/subjects/subject-locks';
import { personDigests } from './held-person';
import { LegalHold } from './legal-hold';

/** What holds work with. */
export type HoldTools = Pick<GdprTools, 'dataSource' | 'services' | 'queue' | 'config'>;

const longestReason = 2_000;

/** @throws BAD_USER_INPUT for a value: a hold on a value would keep the data of anybody who comes to hold it */
function checkedSubject(input: TermInput): IdTerm {
  const term = parseTerm(input, 'input.subject');
  if (term.kind === 'id') return term;
  throw inputError(
    'input.subject',
    'input.subject: a hold is placed on a person by id: of a user, an external contact or a dialer contact. Find the id with subjects.',
  );
}

/** The services that a hold is for, each once; null: all. @throws BAD_USER_INPUT */
function checkedServices(services: PiiServices, given: readonly string[] | null | undefined): string[] | null {
  if (given == null) return null;
  const names = [...new Set(given)].sort();
  if (names.length === 0) throw inputError('input.services', 'input.services names a service, or is left out.');
  if (names.some((name) => !services.get(name)))
    throw inputError('input.services', 'input.services: there is no such service in the supergraph.');
  return names;
}

function checkedInput(services: PiiServices, input: LegalHoldInput) {
  const reason = checkedText(input.reason, 'input.reason', longestReason);
  const reference = checkedText(input.reference, 'input.reference');
  return {
    subjectTerm: checkedSubject(input.subject),
    ground: input.ground,
    reason,
    reference,
    until: input.until == null ? null : checkedTime('input.until', input.until),
    services: checkedServices(services, input.services),
  };
}

/**
 * Places a hold. Requests in flight about the person become ON_HOLD; a call that a service is answering at that moment is the last one.
 * Once the hold stands, the services are asked again whom it covers, so that contacts that were merged meanwhile are covered too.
 * @throws BAD_USER_INPUT; SUBJECT_NOT_FOUND; SERVICE_UNAVAILABLE; MERGE_SET_TOO_LARGE; then nothing is kept
 */
export async function placeHold(tools: HoldTools, actor: string, input: LegalHoldInput): Promise<LegalHold> {
  const { dataSource, services } = tools;
  const keys = currentKeys();
  keys.assertUsable();
  const { organizationId } = keys;
  const checked = checkedInput(services, input);
  const scope = { organizationId, actor };
  const digests = await namingArgument('input.subject', () => personDigests(tools, scope, checked.subjectTerm));
  const placed = await transact(dataSource, async (db) => {
    const placedAt = await lockSubjects(db, digests);
    await assertKeys(db, organizationId);
    if (checked.until && checked.until <= placedAt) throw inputError('input.until', 'input.until is in the past.');
    const hold = db.create(LegalHold, { ...checked, organizationId, id: uuidv7(), placedBy: actor, placedAt });
    await db.insert(LegalHold, hold);
    const events = await cover(db, hold.id, digests);
    await appendAudit(db, [placedEvent(actor, hold), ...events]);
    return db.findOneByOrFail(LegalHold, { organizationId, id: hold.id });
  });
  const later = await personDigests(tools, scope, checked.subjectTerm).catch(() => []);
  const joined = later.filter((digest) => !digests.some((known) => known.equals(digest)));
  if (joined.length > 0)
    await transact(dataSource, async (db) => {
      await lockSubjects(db, joined);
      await appendAudit(db, await cover(db, placed.id, joined));
    });
  return placed;
}

/** Makes a hold cover subjects, and keeps back requests in flight about them. */
async function cover(db: EntityManager, holdId: string, digests: Buffer[]): Promise<AuditEvent[]> {
  const { organizationId } = currentKeys();
  await db.query(
    `INSERT INTO gdpr_held_subject (organization_id, hold_id, digest)
     SELECT $1, $2, digest FROM unnest($3::bytea[]) AS digest ON CONFLICT DO NOTHING`,
    [organizationId, holdId, digests],
  );
  const rows: { id: string }[] = await db.query(
    `WITH family AS MATERIALIZED (
       SELECT coalesce(parent_id, id) AS id FROM gdpr_request WHERE organization_id = $1 AND subject_digest = ANY($2::bytea[])
       UNION SELECT coalesce(request.parent_id, request.id) FROM gdpr_matched_subject matched
       JOIN gdpr_request request ON request.organization_id = $1 AND request.id = matched.request_id
       WHERE matched.organization_id = $1 AND matched.subject_digest = ANY($2::bytea[]))
     SELECT request.id FROM family JOIN gdpr_request request ON request.organization_id = $1 AND request.id = family.id
       WHERE request.completed_at IS NULL
     UNION SELECT request.id FROM family
     JOIN gdpr_request request ON request.organization_id = $1 AND request.parent_id = family.id WHERE request.completed_at IS NULL`,
    [organizationId, digests],
  );
  const locked = await lockRequests(
    db,
    rows.map(({ id }) => id),
  );
  return holdParts(
    db,
    [...locked.values()].filter(({ status }) => !isFinished(status)),
  );
}

function placedEvent(actor: string, { id, ground, services, until, subjectTerm }: LegalHold): AuditEvent {
  const digest = currentKeys().digest(termFingerprint(subjectTerm as IdTerm));
  const parts = [
    holdText(id),
    ground,
    termDigestText(digest),
    services ? `in ${services.join(', ')}` : 'in all services',
    ...(until ? [`until ${until.toISOString()}`] : []),
  ];
  return { actor, action: 'LEGAL_HOLD_PLACED', detail: parts.join(', ') };
}
