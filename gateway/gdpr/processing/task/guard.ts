/** What forbids the calls of a service's part: looked at before the first one that changes data, and again before each of the others. */
import type { GraphQLError } from 'graphql';
import type { EntityManager } from 'typeorm';
import type { Term } from '../../../../subgraphs/kit';
import type { GdprRequest, GdprTask } from '../../entities';
import { LinkedSubjects } from '../../reach/linked-subjects';
import { refusalOf } from '../../reach/refusal';
import { restrictionErrorOf } from '../../restrictions/restriction-error';
import type { ServicePage } from '../../../../subgraphs/kit/base/contract/answers';
import type { PiiService } from '../../services/pii-services';
import type { ServiceCallScope } from '../../services/service-call';
import { heldNow, keptForOthers } from './held-now';
import { holdsNothing, refused } from './task-results';
import type { AttemptEnd } from './task-writes';

/** The part, and how its service is called. */
interface Part {
  service: PiiService;
  scope: ServiceCallScope;
  request: GdprRequest;
  task: GdprTask;
  term: Term;
  asOf: string | null;
}

/** Each answer is how the part ends; null when it goes on. They throw ServiceCallError when the service cannot be asked. */
export class Guard {
  private readonly linked: LinkedSubjects;

  constructor(
    private readonly db: EntityManager,
    private readonly part: Part,
  ) {
    this.linked = new LinkedSubjects(db, { ...part, type: part.request.type });
  }

  /** Looks before anything is recorded as intended. @param first the page that the attempt has found, and `seen` what it adds to the task */
  async beforeAll(first: ServicePage | null, seen: Partial<GdprTask>): Promise<AttemptEnd | null> {
    const { request, service } = this.part;
    const refusal = await this.refusal(first);
    if (refusal) return refused(refusal, seen);
    const held = first && (await heldNow(this.db, request, service.name, first));
    if (held) return held;
    return first && holdsNothing(first) ? null : this.forOthers(seen);
  }

  /** Looks once more before the first call: a hold on somebody else whom the records are about takes no lease away. */
  async beforeFirst(): Promise<AttemptEnd | null> {
    return this.forOthers({});
  }

  async beforeNext(): Promise<AttemptEnd | null> {
    const refusal = await this.refusal();
    return refusal ? refused(refusal, {}) : this.forOthers({});
  }

  private async refusal(first?: ServicePage | null): Promise<GraphQLError | null> {
    const { service, scope, request, asOf } = this.part;
    return (
      (await refusalOf(this.db, service, scope, request, asOf, first)) ?? (await restrictionErrorOf(this.db, request))
    );
  }

  private forOthers(seen: Partial<GdprTask>): Promise<AttemptEnd | null> {
    return keptForOthers(this.db, this.part.task, this.linked, seen);
  }
}
