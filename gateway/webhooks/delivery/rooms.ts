/**
 * Counts the attempts under way and decides how many more of an endpoint may begin, so that a slow receiver delays only its own
 * deliveries (R27, R32).
 */

/** How many attempts one process makes at once: to one endpoint, for one organisation, in all. */
const atOnce = { endpoint: 4, organization: 16, all: 256 };

/** Beyond these, an endpoint with no attempt under way may still begin one, up to this many in all. */
const mostInAll = 512;

export class Rooms {
  private readonly endpoints = new Map<string, number>();
  private readonly organizations = new Map<string, number>();
  private all = 0;

  /**
   * How many attempts each of these endpoints may begin now.
   * @param failing whether the last attempt failed: such an endpoint is tried one at a time
   */
  share(due: { id: string; organizationId: string; failing: boolean }[]): { id: string; room: number }[] {
    const begun = new Map<string, number>();
    let { all } = this;
    // The endpoint with the fewest attempts under way comes first.
    const inOrder = due.toSorted((one, other) => this.of(one.id) - this.of(other.id));
    return inOrder.flatMap(({ id, organizationId, failing }) => {
      const own = this.of(id);
      const ofOrganization = (this.organizations.get(organizationId) ?? 0) + (begun.get(organizationId) ?? 0);
      const free = Math.min(
        (failing ? 1 : atOnce.endpoint) - own,
        atOnce.organization - ofOrganization,
        atOnce.all - all,
      );
      const room = Math.max(free, own === 0 && all < mostInAll ? 1 : 0);
      begun.set(organizationId, (begun.get(organizationId) ?? 0) + room);
      all += room;
      return room > 0 ? [{ id, room }] : [];
    });
  }

  /** Counts an attempt that begins. */
  begin(endpointId: string, organizationId: string): void {
    this.count(endpointId, organizationId, 1);
  }

  /** Uncounts an attempt that has ended. */
  end(endpointId: string, organizationId: string): void {
    this.count(endpointId, organizationId, -1);
  }

  private of(endpointId: string): number {
    return this.endpoints.get(endpointId) ?? 0;
  }

  private count(endpointId: string, organizationId: string, change: number): void {
    this.all += change;
    for (const [counts, key] of [
      [this.endpoints, endpointId],
      [this.organizations, organizationId],
    ] as const) {
      const count = (counts.get(key) ?? 0) + change;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    }
  }
}
