import type { GdprRequest } from '../../entities';
import type { FirstStatus } from '../../lifecycle';
import type { ValidatedRequest } from '../input';
import type { RequestPlan } from '../resolve';

/** A checked order, and what it comes to. */
export interface PlannedRequest {
  actor: string;
  order: ValidatedRequest;
  plan: RequestPlan;
  /** When the caller asked, by the database's clock. */
  calledAt: Date;
  /** How its requests begin (R30). */
  first: FirstStatus;
}

/** The answer of `createGdprRequest`: the request, and whether it is a new one. */
export interface Creation {
  request: GdprRequest;
  created: boolean;
  /** How many requests this call created: the whole family, without members that have a request of their own in flight. */
  made?: number;
}
