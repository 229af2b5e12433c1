/** Somebody knows that the database was restored from a backup: said by a checkpoint, so that the loss stays on record (R26). */
import { signCheckpoint, type AnchoredHead, type Checkpoint } from './checkpoint';
import { knownCheckpoint, recordCheckpoint, type AnchorTools } from './anchor';
import { contradicted, lossOf, statedSince, type Loss } from './loss';

/**
 * Writes the checkpoint from which the database goes on as it is. Answers what was lost; null when nothing was.
 * @param recover takes back what the checkpoints tell of it, before it is acknowledged; it may be asked again
 */
export async function acknowledgeRestore(
  { dataSource, store, sign }: AnchorTools,
  recover: (lost: Loss) => Promise<void>,
): Promise<Loss | null> {
  const db = dataSource.manager;
  const stated = await statedSince(store, 0);
  const lost = await lossOf(db, stated, await knownCheckpoint(db));
  if (!lost) return null;
  await recover(lost);
  const agreed = await agreedSizes({ dataSource, store }, lost);
  const restored = lost.organizations.map(({ now }) => ({ ...now, agreed: agreed.get(now.organization) ?? 0 }));
  const checkpoint: Checkpoint = {
    iat: Math.floor(Date.now() / 1_000),
    number: lost.newest + 1,
    previous: stated.digest,
    heads: [],
    erasures: [],
    restrictions: [],
    restored,
  };
  const { jws, digest } = await signCheckpoint(sign, checkpoint);
  if (!(await store.write(checkpoint.number, jws)))
    throw new Error(`checkpoint ${checkpoint.number} was written meanwhile: stop the gateways, and try again.`);
  // Organisations that lost nothing stand where the checkpoints say.
  const set = new Set(restored.map(({ organization }) => organization));
  const heads = [...stated.heads.filter(({ organization }) => !set.has(organization)), ...restored];
  await dataSource.transaction((within) => recordCheckpoint(within, { number: checkpoint.number, heads }, digest));
  return lost;
}

/** Up to which entry each organisation's log is still as the checkpoints state. */
async function agreedSizes(
  { dataSource, store }: Pick<AnchorTools, 'dataSource' | 'store'>,
  { newest, organizations }: Loss,
): Promise<Map<string, number>> {
  const lost = new Set(organizations.map(({ organization }) => organization));
  const sizes = new Map<string, number>();
  for await (const { found } of store.range(1, newest)) {
    if (typeof found === 'string') continue;
    const heads = found.checkpoint.heads.filter(({ organization }) => lost.has(organization));
    const key = ({ organization, size }: AnchoredHead) => `${organization}/${size}`;
    const wrong = new Set((await contradicted(dataSource.manager, heads)).map(key));
    for (const head of heads) if (!wrong.has(key(head))) sizes.set(head.organization, head.size);
  }
  return sizes;
}
