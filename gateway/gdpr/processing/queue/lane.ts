/**
 * The share of one queue in what a process works on. Each service has one, so that a service that hangs holds none but its own
 * jobs up; and within it neither one organisation's long work nor that of several together takes all (R27): who has much under
 * way begins no more while little is free, as dynamic thresholds share a buffer out. One alone has three quarters at most, two
 * have three sevenths each, and so on: something is always left for one that has nothing under way.
 */
import type { Presence } from './presence';

/** How many jobs of an organisation with a backlog are under way in a lane beside an organisation without one. */
const ofOneBeside = 1;

/** How long no job of a lane has to end until the part of it is opened that no organisation may fill, in milliseconds. */
const reserveOpensAfter = 500;

/** An organisation begins a job while it has fewer under way than so many times what is free. */
const timesFree = 3;

export class Lane {
  /** The last look found as many jobs as could be taken, or none could be: there may be more. */
  more = false;
  /** Jobs that have ended and are not completed yet. */
  ended: string[] = [];
  /** Jobs under way, by organisation. */
  private readonly running = new Map<string, number>();
  private underWay = 0;
  private lastEnd = 0;

  /**
   * @param atOnce how many jobs are under way at once
   * @param presence what is known of the organisations, in all lanes of the process
   */
  constructor(
    readonly queue: string,
    private readonly atOnce: number,
    private readonly presence: Presence,
  ) {}

  get idle(): boolean {
    return this.underWay === 0;
  }

  /**
   * How many jobs can be taken now. While work goes on they are no more than any organisation may begin, and none while they are
   * few, for jobs that begin together share their statements. Where none of those under way ends, all of the lane is open, and who
   * has too many already does not begin ({@link begin}).
   */
  get open(): number {
    if (!this.idle && performance.now() - this.lastEnd >= reserveOpensAfter) return this.free;
    const most = Math.max(0, ...this.running.values());
    const open = Math.max(0, Math.ceil((timesFree * this.free - most) / (timesFree + 1)));
    // Whose jobs come next is not known: as many are taken as one may begin that makes room.
    if (this.presence.anyMakesRoom) return Math.max(0, Math.min(open, ofOneBeside - this.mostOfThoseWhoMakeRoom));
    return open < this.atOnce / (this.running.size > 1 ? 8 : 4) ? 0 : open;
  }

  /** Counts a job of an organisation in, unless that has too many under way beside what is free. */
  begin(organizationId: string): boolean {
    const own = this.running.get(organizationId) ?? 0;
    if (own >= (this.presence.mustMakeRoom(organizationId) ? ofOneBeside : timesFree * this.free)) return false;
    this.presence.see(organizationId);
    this.running.set(organizationId, own + 1);
    this.underWay += 1;
    return true;
  }

  /** Counts it out. */
  end(organizationId: string, id: string): void {
    const own = (this.running.get(organizationId) ?? 1) - 1;
    if (own > 0) this.running.set(organizationId, own);
    else this.running.delete(organizationId);
    this.underWay -= 1;
    this.presence.see(organizationId);
    this.lastEnd = performance.now();
    this.ended.push(id);
  }

  private get free(): number {
    return this.atOnce - this.underWay;
  }

  private get mostOfThoseWhoMakeRoom(): number {
    const making = [...this.running].filter(([id]) => this.presence.mustMakeRoom(id));
    return Math.max(0, ...making.map(([, jobs]) => jobs));
  }
}
