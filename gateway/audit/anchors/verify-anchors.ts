/** Whether the audit log still holds what every checkpoint states, and the checkpoints are all there (R21). */
import type { EntityManager } from 'typeorm';
import { knownCheckpoint } from './anchor';
import { statedHeads, type AnchoredHead, type Checkpoint } from './checkpoint';
import type { CheckpointStore } from './checkpoint-store';
import { contradicted } from './loss';

/** What came of it. */
export interface AnchorVerdict {
  /** How many checkpoints there are. */
  checkpoints: number;
  /** What is wrong with checkpoints themselves, by their number. */
  faults: { number: number; fault: 'MISSING' | 'FORGED' | 'OUT_OF_CHAIN' }[];
  /** Restored backups that somebody acknowledged: what was set back with each stays on record. */
  restores: { number: number; at: Date; organizations: number }[];
  /** By organisation: the newest entry that is anchored, and the first anchored one that the log does not have as it was. */
  organizations: Map<string, { anchored: number; contradicted: { sequence: number; there: boolean } | null }>;
}

/** So many heads are compared in one statement. */
const batch = 1_000;

/** What an acknowledged restore took back: entries after `agreed` that checkpoints before `number` state. */
type SetBacks = Map<string, { number: number; agreed: number }[]>;

/** Reads every checkpoint, twice: what a restore set back is known only when its acknowledgement has been read. */
export async function verifyAnchors(db: EntityManager, store: CheckpointStore): Promise<AnchorVerdict> {
  const known = await knownCheckpoint(db);
  // The files say more than a database that was set back, and the database knows when files were taken away.
  const newest = Math.max(known.number, await store.newest());
  const verdict: AnchorVerdict = { checkpoints: 0, faults: [], restores: [], organizations: new Map() };
  const setBacks: SetBacks = new Map();
  let previous: string | null = null;
  for await (const { number, found } of store.range(1, newest)) {
    if (typeof found === 'string') {
      verdict.faults.push({ number, fault: found });
      previous = null;
      continue;
    }
    const { checkpoint, digest } = found;
    verdict.checkpoints += 1;
    const broken = previous === null ? number === 1 && checkpoint.previous !== null : checkpoint.previous !== previous;
    if (broken || (number === known.number && digest !== known.digest))
      verdict.faults.push({ number, fault: 'OUT_OF_CHAIN' });
    previous = digest;
    noteRestore(verdict, setBacks, checkpoint);
  }
  await compareHeads(db, store, { newest, setBacks, verdict });
  return verdict;
}

function noteRestore({ restores }: AnchorVerdict, setBacks: SetBacks, { number, iat, restored }: Checkpoint): void {
  if (restored.length > 0) restores.push({ number, at: new Date(iat * 1_000), organizations: restored.length });
  for (const { organization, agreed } of restored)
    setBacks.set(organization, [...(setBacks.get(organization) ?? []), { number, agreed }]);
}

/** Compares every head that is stated with the log, but for those that an acknowledged restore took back. */
async function compareHeads(
  db: EntityManager,
  store: CheckpointStore,
  { newest, setBacks, verdict }: { newest: number; setBacks: SetBacks; verdict: AnchorVerdict },
): Promise<void> {
  let waiting: AnchoredHead[] = [];
  const compare = async () => {
    for (const { organization, size, there } of await contradicted(db, waiting)) {
      const of = verdict.organizations.get(organization);
      if (of && (of.contradicted === null || size < of.contradicted.sequence))
        of.contradicted = { sequence: size, there };
    }
    waiting = [];
  };
  for await (const { number, found } of store.range(1, newest)) {
    if (typeof found === 'string') continue;
    for (const head of statedHeads(found.checkpoint)) {
      const later = setBacks.get(head.organization)?.filter((each) => each.number > number) ?? [];
      if (later.some(({ agreed }) => agreed < head.size)) continue;
      const before = verdict.organizations.get(head.organization);
      verdict.organizations.set(head.organization, { contradicted: before?.contradicted ?? null, anchored: head.size });
      waiting.push(head);
    }
    if (waiting.length >= batch) await compare();
  }
  await compare();
}
