/** Acknowledges that the database was restored from a backup, by a checkpoint that keeps the loss on record (R26). */
import { signCheckpoint, type AnchoredHead, type Checkpoint } from './checkpoint';
import { knownCheckpoint, recordCheckpoint, type AnchorTools } from './anchor';
import { contradicted, lossOf, statedSince, type Loss } from './loss';

/**
 * Writes the checkpoint that accepts the database's current state.
 * @param recover restores what the checkpoints state about the lost data. It is called before the checkpoint is written, and is
 *   called again when the acknowledgement is repeated.
 * @returns what was lost; null when nothing was
 * @throws when another process wrote a checkpoint meanwhile
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
    holds: [],
    ends: [],
    restored,
  };
  const { jws, digest } = await signCheckpoint(sign, checkpoint);
  if (!(await store.write(checkpoint.number, jws)))
    throw new Error(`Checkpoint ${checkpoint.number} was written meanwhile: stop the gateways, and try again.`);
  // The heads of organisations that lost nothing are those of the earlier checkpoints.
  const set = new Set(restored.map(({ organization }) => organization));
  const heads = [...stated.heads.filter(({ organization }) => !set.has(organization)), ...restored];
  await dataSource.transaction((within) => recordCheckpoint(within, { number: checkpoint.number, heads }, digest));
  return lost;
}

/** Returns the newest entry of each organisation up to which its log agrees with the checkpoints. */
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
