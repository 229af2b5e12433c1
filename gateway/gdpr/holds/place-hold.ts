/** `placeLegalHold`: a person's data are kept from now on (R31). */
import { uuidv7 } from 'uuidv7';
import { checkedTime, currentKeys, inputError, parseTerm, type IdTerm, type TermInput } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import { checkedText } from '../checked-text';
import type { GdprTools } from '../context';
import type { LegalHoldInput } from '../schema.generated';
import { namingArgument } from '../requests/resolve';
import type { PiiServices } from '../services/pii-services';
import { lockSubjects } from '../store/subjects/subject-locks';
import { personDigests } from './held-person';
import { LegalHold } from './legal-hold';
import { cover, placedEvent } from './placing';

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
      const events = await cover(db, placed.id, joined);
      const { detail, ...event } = placedEvent(actor, placed);
      // With an entry of its own the next checkpoint states whom the hold covers by now.
      await appendAudit(db, [{ ...event, detail: `${detail}, also who was merged meanwhile` }, ...events]);
    });
  return placed;
}
