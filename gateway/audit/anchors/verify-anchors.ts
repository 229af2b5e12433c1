/** Verifies that the audit log still holds what every checkpoint states, and that no checkpoint is missing (R21). */
import type { EntityManager } from 'typeorm';
import { knownCheckpoint } from './anchor';
import { statedHeads, type AnchoredHead, type Checkpoint } from './checkpoint';
import type { CheckpointStore } from './checkpoint-store';
import { contradicted } from './loss';

/** The result of the verification. */
export interface AnchorVerdict {
  /** The number of valid checkpoints. */
  checkpoints: number;
  /** Faults of the checkpoints themselves. */
  faults: { number: number; fault: 'MISSING' | 'FORGED' | 'OUT_OF_CHAIN' }[];
  /** Acknowledged restores: the checkpoint's number and time, and the number of organisations whose log was set back. */
  restores: { number: number; at: Date; organizations: number }[];
  /** By organisation: the newest anchored entry, and the first anchored entry that the log contradicts. */
  organizations: Map<string, { anchored: number; contradicted: { sequence: number; there: boolean } | null }>;
}

/** The number of heads that are compared in one statement. */
const batch = 1_000;

/** What acknowledged restores set back, by organisation: entries after `agreed` that checkpoints before `number` state. */
type SetBacks = Map<string, { number: number; agreed: number }[]>;

/** Reads every checkpoint twice, because the first reading finds the acknowledged restores that the comparison must allow for. */
export async function verifyAnchors(db: EntityManager, store: CheckpointStore): Promise<AnchorVerdict> {
  const known = await knownCheckpoint(db);
  // A database that was set back knows fewer checkpoints than there are files; if files were removed, the database knows more.
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

/** Compares every anchored head with the log, except those that an acknowledged restore set back. */
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
