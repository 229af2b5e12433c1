/**
 * Other persons whom the records of a request are about, such as the agent of a customer's conversation. A legal hold (R31) or a
 * restriction (R34) on one of them keeps these records too. Services name them in an optional part of the contract.
 */
import type { GraphQLError } from 'graphql';
import type { EntityManager } from 'typeorm';
import { currentKeys, termInput, type Term } from '../../../subgraphs/kit';
import type { RequestType } from '../lifecycle';
import { refusingGrounds, restrictionError } from '../restrictions/restriction-error';
import type { PiiService } from '../services/pii-services';
import { PageProgress } from '../services/progress';
import type { ServiceCallScope } from '../services/service-call';
import { idTermOf } from '../services/subjects';
import { holdsOnAny, idDigests, isKept, keeping, stands, type StandingHold } from '../store/holds/holds';

/** What a request would change in a service. */
interface Reached {
  service: PiiService;
  scope: ServiceCallScope;
  type: RequestType;
  term: Term;
  /** A mark: what it does not cover is not changed (R25). */
  asOf: string | null;
}

/** What keeps the records of others. */
interface Keeping {
  holds: StandingHold[];
  /** Why the request goes against a restriction; null when it does not. */
  restricted: GraphQLError | null;
}

const nothing: Keeping = { holds: [], restricted: null };

/** Records on one page. */
const pageSize = 1_000;

/** Looks for what keeps the records of others, before each call that changes data. */
export class LinkedSubjects {
  /** The holds and restrictions that stood at the last look, which found none of them to be in the way. */
  private seen: string | null = null;

  constructor(
    private readonly db: EntityManager,
    private readonly reached: Reached,
  ) {}

  /**
   * What keeps records that the request would change. The service is asked only when a hold or restriction stands that did not at the
   * last look: a large erasure makes many calls, and each look goes through all that is left.
   * @throws ServiceCallError
   */
  async keptBy(): Promise<Keeping> {
    const { service, type } = this.reached;
    if (!isKept(type) || !service.parts.includes('linked')) return nothing;
    const standing = await this.standing();
    if (standing === null || standing === this.seen) return nothing;
    const found = await this.look();
    if (found.holds.length === 0 && !found.restricted) this.seen = standing;
    return found;
  }

  /** A digest of the holds and restrictions that may keep data of this service; null when there are none. */
  private async standing(): Promise<string | null> {
    const { service, type } = this.reached;
    const [row] = await this.db.query<[{ standing: string | null }]>(
      `SELECT md5(string_agg(id::text, ',' ORDER BY id)) AS standing FROM (
         SELECT id FROM gdpr_legal_hold hold
         WHERE organization_id = $1 AND ${stands('hold')} AND (services IS NULL OR $2 = ANY(services))
         UNION ALL SELECT id FROM gdpr_restriction
         WHERE organization_id = $1 AND lifted_at IS NULL AND ground = ANY($3::text[])) AS keeping`,
      [currentKeys().organizationId, service.name, refusingGrounds(type)],
    );
    return row.standing;
  }

  private async look(): Promise<Keeping> {
    const { service, scope, type, term, asOf } = this.reached;
    const holds = new Map<string, StandingHold>();
    const progress = new PageProgress(service.name, null);
    for (let after: string | null = null; ;) {
      const page = await service.client.linked(scope, termInput(term), pageSize, after, asOf);
      // A page of records that are about nobody else is progress too.
      progress.assertProgress(page.endCursor, 1);
      const digests = page.subjects.flatMap((subject) => idDigests(idTermOf(subject)));
      const restricted = await restrictionError(this.db, [{ type, digests }], 'id');
      if (restricted) return { holds: [], restricted };
      for (const hold of keeping(await holdsOnAny(this.db, digests), service.name)) holds.set(hold.id, hold);
      if (page.endCursor == null) return { holds: [...holds.values()], restricted: null };
      after = page.endCursor;
    }
  }
}
