/**
 * Whose turn it is among ended legal holds (R27): organisations in turns, and what could not begin rests, longer each time. A
 * process remembers this in its memory; without it nothing is lost but the order.
 */
import type { DataSource } from 'typeorm';

/** An ended hold for which something may still wait. */
export interface EndedHold {
  organizationId: string;
  id: string;
}

/** What became of a visit: something waits still, nothing does, or something has begun. */
export type Visited = 'WAITS' | 'SETTLES' | 'BEGUN';

interface Visit {
  /** By the process's own clock. */
  restsUntil: number;
  /** How long it rests, in milliseconds. */
  pause: number;
  /** The family after which the next visit goes on; null: at the first one. */
  after: string | null;
}

/** How many ended holds one turn takes. */
const holdsSeen = 200;

/** How long a hold rests after a visit, in milliseconds: at first, and at most when what waits for it cannot begin again and again. */
const firstPause = 5_000;
const longestPause = 120_000;

/** How many holds and organisations are remembered: those of the last visits. */
const mostKnown = 5_000;

/** For how long after its rest a hold is remembered, in milliseconds. */
const forgottenAfter = 10 * 60_000;

export class HoldTurns {
  /** In the order of the last visits. */
  private readonly visits = new Map<string, Visit>();
  private readonly organizations = new Set<string>();

  /** The holds to visit now: the oldest one of each organisation first, and of these, of those that were visited longest ago. */
  async due(dataSource: DataSource): Promise<EndedHold[]> {
    const now = performance.now();
    // What has not come again for so long is done, perhaps by another process.
    for (const [id, { restsUntil }] of this.visits) if (restsUntil < now - forgottenAfter) this.visits.delete(id);
    const known = [...this.visits];
    const rows: { organization_id: string; id: string }[] = await dataSource.query(
      `SELECT organization_id, id FROM (
         SELECT hold.organization_id, hold.id, hold.ended, served.place, row_number() OVER (
           PARTITION BY hold.organization_id ORDER BY known.place NULLS FIRST, hold.ended) AS turn
         FROM (SELECT organization_id, id, least(released_at, until) AS ended FROM gdpr_legal_hold
           WHERE resumed_at IS NULL AND least(released_at, until) <= now()) AS hold
         LEFT JOIN unnest($1::uuid[], $2::boolean[]) WITH ORDINALITY AS known (id, rests, place) ON known.id = hold.id
         LEFT JOIN unnest($3::text[]) WITH ORDINALITY AS served (organization_id, place)
           ON served.organization_id = hold.organization_id
         WHERE known.rests IS NOT TRUE) AS due
       ORDER BY turn, place NULLS FIRST, ended LIMIT ${holdsSeen}`,
      [known.map(([id]) => id), known.map(([, { restsUntil }]) => restsUntil > now), [...this.organizations]],
    );
    return rows.map(({ organization_id: organizationId, id }) => ({ organizationId, id }));
  }

  /** Where the next visit of a hold begins among the families that wait for it. */
  after({ id }: EndedHold): string | null {
    return this.visits.get(id)?.after ?? null;
  }

  /** Remembers a visit. @param after the last family that was looked at, when there was no time for those that follow */
  visited({ organizationId, id }: EndedHold, what: Visited, after: string | null): void {
    // Before all that wait were looked at, there is no reason to wait longer.
    const before = what === 'WAITS' && after === null ? this.visits.get(id) : undefined;
    const pause = before ? Math.min(longestPause, before.pause * 2) : firstPause;
    this.visits.delete(id);
    this.visits.set(id, { restsUntil: performance.now() + pause, pause, after });
    this.organizations.delete(organizationId);
    this.organizations.add(organizationId);
    for (const known of [this.visits, this.organizations]) {
      const [oldest] = known.keys();
      if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
    }
  }
}
