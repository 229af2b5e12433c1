/** External ids whoever gave them: two systems may give the same id to different people (R3). */
import type { Term, ValueTerm } from '../../../subgraphs/kit';

/** An external id without the system that gave it; null for a term that names no system. */
export function ofAnySource(term: Term): ValueTerm | null {
  if (term.kind === 'id' || term.source === undefined) return null;
  const ofAny = { ...term };
  delete ofAny.source;
  return ofAny;
}
