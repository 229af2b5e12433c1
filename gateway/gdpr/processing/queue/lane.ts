/**
 * The share of one queue in what a process works on. Each service has its own, so that a service that hangs delays only its own
 * jobs. Within a lane, no organisation and no group of them takes everything (R27): an organisation with many jobs under way
 * begins no more while little is free, in the way in which dynamic thresholds share a buffer. One alone gets at most three
 * quarters, two get three sevenths each, and so on: something is always left for an organisation that has nothing under way.
 */
import type { Presence } from './presence';

/** The jobs that an organisation with a backlog may have under way in a lane while an organisation without one is present. */
const ofOneBeside = 1;

/** When no job of a lane has ended for so long, in milliseconds, the reserved part of the lane is opened too. */
const reserveOpensAfter = 500;

/** An organisation may begin a job while it has fewer under way than this many times what is free. */
const timesFree = 3;

export class Lane {
  /** Whether there may be more jobs: the last look found as many as could be taken, or none could be taken. */
  more = false;
  /** Jobs that have ended and are not completed yet. */
  ended: string[] = [];
  /** Jobs under way, by organisation. */
  private readonly running = new Map<string, number>();
  private underWay = 0;
  private lastEnd = 0;

  /**
   * @param atOnce how many jobs are under way at once
   * @param presence which organisations are present, for all lanes of the process
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
   * How many jobs can be taken now: no more than any organisation may begin, and none while they would be few, because jobs that
   * begin together share their statements. When none of the jobs under way ends, the whole lane is open, and organisations that
   * have too many already do not begin another ({@link begin}).
   */
  get open(): number {
    if (!this.idle && performance.now() - this.lastEnd >= reserveOpensAfter) return this.free;
    const most = Math.max(0, ...this.running.values());
    const open = Math.max(0, Math.ceil((timesFree * this.free - most) / (timesFree + 1)));
    // It is not known whose jobs come next: as many are taken as an organisation that leaves room may begin.
    if (this.presence.anyMakesRoom) return Math.max(0, Math.min(open, ofOneBeside - this.mostOfThoseWhoMakeRoom));
    return open < this.atOnce / (this.running.size > 1 ? 8 : 4) ? 0 : open;
  }

  /** Counts a job of an organisation, unless the organisation has too many under way for what is free. */
  begin(organizationId: string): boolean {
    const own = this.running.get(organizationId) ?? 0;
    if (own >= (this.presence.mustMakeRoom(organizationId) ? ofOneBeside : timesFree * this.free)) return false;
    this.presence.see(organizationId);
    this.running.set(organizationId, own + 1);
    this.underWay += 1;
    return true;
  }

  /** Uncounts a job that has ended. */
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
