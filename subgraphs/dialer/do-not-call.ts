/** The do-not-call list: who objected to calls (Art. 21(3)). It holds keyed digests of numbers and outlives an erasure. */
import { In, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { currentKeys, normalizePhone } from '../kit';
import { DoNotCallEntry } from './entities';

/** The digest of a number, however it is typed; null when it is no number. */
export function phoneDigest(phone: string): Buffer | null {
  const normalized = normalizePhone(phone);
  return normalized === null ? null : currentKeys().digest(`do-not-call:${normalized}`);
}

/** Puts a number on the list. @returns false when it was there before. */
export async function addDoNotCall(db: EntityManager, digest: Buffer): Promise<boolean> {
  const { organizationId } = currentKeys();
  const insertion = await db
    .createQueryBuilder()
    .insert()
    .into(DoNotCallEntry)
    .values({ organizationId, id: uuidv7(), digest, createdAt: new Date() })
    .orIgnore()
    .returning('id')
    .execute();
  return (insertion.raw as unknown[]).length > 0;
}

/** The entries for these numbers, in one statement. */
export async function findDoNotCall(db: EntityManager, phones: string[]): Promise<DoNotCallEntry[]> {
  const digests = phones.map(phoneDigest).filter((digest) => digest !== null);
  if (digests.length === 0) return [];
  return db.find(DoNotCallEntry, {
    where: { organizationId: currentKeys().organizationId, digest: In(digests) },
    order: { id: 'ASC' },
  });
}
