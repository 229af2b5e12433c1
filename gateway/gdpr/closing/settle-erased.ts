/** Finds which values of an erasure leave a tombstone (R33). The services are asked before the transaction that writes them. */
import type { DataSource } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import type { GdprRequest, GdprTask } from '../entities';
import { outcomeOf } from '../lifecycle';
import type { PiiServices } from '../services/pii-services';
import { settleValues, valuesOf, type ErasedValues } from '../tombstones/erased-values';
import { tombstoneDigests } from '../tombstones/tombstone-digests';
import { undecidedOf } from '../tombstones/tombstone-rows';

const nothing: ErasedValues = { left: [], living: [], undecided: [] };

const scopeOf = ({ organizationId, createdBy, id }: GdprRequest) => ({
  organizationId,
  actor: createdBy,
  requestId: id,
});

/** What happens to the values of an erasure that ends. Null when it does not complete, and when its keys were destroyed. */
export async function settleErased(
  { services }: { services: PiiServices },
  request: GdprRequest,
  tasks: GdprTask[],
): Promise<ErasedValues | null> {
  if (currentKeys().destroyed || outcomeOf(tasks.map(({ status }) => status)) !== 'complete') return null;
  return settleValues(services, scopeOf(request), valuesOf(request, tasks));
}

/** Asks again about the values of a completed erasure for which no service could say whether somebody holds them. */
export async function settleUndecided(
  { services, dataSource }: { services: PiiServices; dataSource: DataSource },
  request: GdprRequest,
  tasks: GdprTask[],
): Promise<ErasedValues> {
  const undecided = await undecidedOf(dataSource.manager, request.id);
  if (undecided.size === 0) return nothing;
  const values = valuesOf(request, tasks).filter((term) =>
    undecided.has(tombstoneDigests(term).digest.toString('hex')),
  );
  return settleValues(services, scopeOf(request), values);
}
