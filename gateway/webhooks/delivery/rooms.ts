/**
 * How many attempts are under way, and how many more of an endpoint may begin: a receiver that is slow keeps none but its own
 * deliveries waiting (R27, R32).
 */

/** How many attempts one process makes at once: of an endpoint, of an organisation, in all. */
const atOnce = { endpoint: 4, organization: 16, all: 256 };

/** Beyond these, an endpoint of which nothing is under way still begins one, up to so many in all. */
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
    // Whoever has least under way comes first.
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

  /** Counts an attempt in. */
  begin(endpointId: string, organizationId: string): void {
    this.count(endpointId, organizationId, 1);
  }

  /** Counts it out. */
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
