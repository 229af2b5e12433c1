/**
 * Which organisations' jobs came lately, and which of those organisations have a backlog. Beside one that has none, an
 * organisation with a backlog works on few jobs at once, so that a single request does not share the processors with all that a
 * lane can hold (R27). Of one process: what others work on is not known, and each makes room by itself.
 */

/** How long an organisation counts as there after its last job, in milliseconds. */
const memory = 2_000;

export class Presence {
  /** When each organisation had its last job, the latest last. */
  private readonly seen = new Map<string, number>();
  /** The queues in which each organisation has a backlog. */
  private readonly backlogs = new Map<string, Set<string>>();

  /** Says that a job of an organisation begins or has ended. */
  see(organizationId: string): void {
    this.seen.delete(organizationId);
    this.seen.set(organizationId, performance.now());
  }

  /** Says which organisations, of those whose jobs were taken from a queue, have a backlog in it. */
  note(queue: string, taken: Iterable<string>, backlogged: ReadonlySet<string>): void {
    for (const id of taken) {
      const queues = this.backlogs.get(id) ?? new Set();
      if (backlogged.has(id)) queues.add(queue);
      else queues.delete(queue);
      if (queues.size > 0) this.backlogs.set(id, queues);
      else this.backlogs.delete(id);
    }
  }

  /** Whether an organisation has a backlog while another one is there that has none. */
  mustMakeRoom(organizationId: string): boolean {
    if (!this.backlogs.has(organizationId)) return false;
    this.forget();
    return [...this.seen.keys()].some((id) => id !== organizationId && !this.backlogs.has(id));
  }

  /** Whether an organisation with a backlog is beside another one that has none. */
  get anyMakesRoom(): boolean {
    this.forget();
    return this.backlogs.size > 0 && [...this.seen.keys()].some((id) => !this.backlogs.has(id));
  }

  private forget(): void {
    const now = performance.now();
    for (const [id, at] of this.seen) {
      if (now - at <= memory) return;
      this.seen.delete(id);
      this.backlogs.delete(id);
    }
  }
}
