/**
 * Which organisations had jobs lately, and which of them have a backlog. While an organisation without a backlog is present, one
 * with a backlog works on few jobs at once, so that a single request does not compete with a full lane for the processors
 * (R27). This is known for one process only; each process makes room by itself.
 */

/** How long an organisation counts as present after its last job, in milliseconds. */
const memory = 2_000;

export class Presence {
  /** When each organisation had its last job; the latest stands last. */
  private readonly seen = new Map<string, number>();
  /** The queues in which each organisation has a backlog. */
  private readonly backlogs = new Map<string, Set<string>>();

  /** Notes that a job of an organisation begins or has ended. */
  see(organizationId: string): void {
    this.seen.delete(organizationId);
    this.seen.set(organizationId, performance.now());
  }

  /** Notes which of the organisations whose jobs were taken from a queue have a backlog in it. */
  note(queue: string, taken: Iterable<string>, backlogged: ReadonlySet<string>): void {
    for (const id of taken) {
      const queues = this.backlogs.get(id) ?? new Set();
      if (backlogged.has(id)) queues.add(queue);
      else queues.delete(queue);
      if (queues.size > 0) this.backlogs.set(id, queues);
      else this.backlogs.delete(id);
    }
  }

  /** Whether an organisation has a backlog while another one without a backlog is present. */
  mustMakeRoom(organizationId: string): boolean {
    if (!this.backlogs.has(organizationId)) return false;
    this.forget();
    return [...this.seen.keys()].some((id) => id !== organizationId && !this.backlogs.has(id));
  }

  /** Whether organisations with and without a backlog are present at once. */
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
