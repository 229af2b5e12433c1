/** The do-not-call list: objections to calls (Art. 21(3)). It holds keyed digests of numbers and outlives an erasure. */
import { In, Like, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import {
  currentKeys,
  currentNormalization,
  firstNormalization,
  meantBy,
  normalizeByVersion2,
  normalizeValue,
  searchedByVersion1,
  type Coverage,
  type NormalizedValue,
} from '../../kit';
import { DoNotCallEntry } from '../entities';

const digestOf = (number: string) => currentKeys().digest(`do-not-call:${number}`);

/** The digest of a number, however it is written; null for anything that is not a number. */
export function phoneDigest(phone: string): Buffer | null {
  const normalized = normalizeValue('PHONE', phone);
  return normalized && digestOf(normalized.key);
}

/** The digests that put a number on the list: its own, and that of the line when the number has an extension. */
const ofNumberAndLine = (normalized: NormalizedValue | null): Buffer[] =>
  normalized ? [...new Set([normalized.key, normalized.key.replace(/;ext=.*$/, '')])].map(digestOf) : [];

const listedAs = (phone: string): Buffer[] => ofNumberAndLine(normalizeValue('PHONE', phone));

/** The digests of a number in the first normalisation. Entries of that version cannot be renewed, because they hold no number. */
const listedAsByVersion1 = (phone: string): Buffer[] => searchedByVersion1('PHONE', phone).map(digestOf);

/** The same in the second, which read only numbers with `00` differently. */
const listedAsByVersion2 = (phone: string): Buffer[] =>
  /^\D*00/.test(phone) ? ofNumberAndLine(normalizeByVersion2('PHONE', phone)) : [];

const hex = (digest: Buffer) => digest.toString('hex');

/** Makes a function that tells whether a number is in the entries. */
function listOf(entries: DoNotCallEntry[]): (phone: string) => boolean {
  const digestsWhere = (isMeant: (normalization: string) => boolean) =>
    new Set(entries.filter(({ normalization }) => isMeant(normalization)).map(({ digest }) => hex(digest)));
  const listed = digestsWhere(() => true);
  const first = digestsWhere((normalization) => normalization === firstNormalization);
  const second = digestsWhere((normalization) => normalization.startsWith('2/'));
  return (phone) =>
    listedAs(phone).some((digest) => listed.has(hex(digest))) ||
    listedAsByVersion1(phone).some((digest) => first.has(hex(digest))) ||
    listedAsByVersion2(phone).some((digest) => second.has(hex(digest)));
}

/** Puts a number on the list. @returns false when it was there before. */
export async function addDoNotCall(db: EntityManager, digest: Buffer): Promise<boolean> {
  const { organizationId } = currentKeys();
  const insertion = await db
    .createQueryBuilder()
    .insert()
    .into(DoNotCallEntry)
    .values({ organizationId, id: uuidv7(), digest, normalization: currentNormalization(), createdAt: new Date() })
    .orIgnore()
    .returning('id')
    .execute();
  return (insertion.raw as unknown[]).length > 0;
}

/** The entries for these numbers, in one statement. */
export async function findDoNotCall(db: EntityManager, phones: readonly string[]): Promise<DoNotCallEntry[]> {
  const digests = phones.flatMap(listedAs);
  const first = phones.flatMap(listedAsByVersion1);
  const second = phones.flatMap(listedAsByVersion2);
  if (digests.length + first.length + second.length === 0) return [];
  const { organizationId } = currentKeys();
  return db.find(DoNotCallEntry, {
    where: [
      { organizationId, digest: In(digests) },
      { organizationId, digest: In(first), normalization: firstNormalization },
      { organizationId, digest: In(second), normalization: Like('2/%') },
    ],
    order: { id: 'ASC' },
  });
}

/** Those of these entries that the coverage means, by the age of each (R25); without a coverage, all. */
export async function meantEntries(
  db: EntityManager,
  entries: DoNotCallEntry[],
  coverage: Coverage | null,
): Promise<DoNotCallEntry[]> {
  if (!coverage || entries.length === 0) return entries;
  const parameters: unknown[] = [currentKeys().organizationId, entries.map(({ id }) => id)];
  const rows: { id: string }[] = await db.query(
    `SELECT id FROM do_not_call_entry item
     WHERE organization_id = $1 AND id = ANY($2::uuid[]) AND ${meantBy('item', coverage, parameters)}`,
    parameters,
  );
  const meant = new Set(rows.map(({ id }) => id));
  return entries.filter(({ id }) => meant.has(id));
}

/** For each value, whether it must not be called: it is on the list, or cannot be read as a number. */
export async function areBlocked(db: EntityManager, phones: readonly string[]): Promise<boolean[]> {
  const isListed = listOf(await findDoNotCall(db, phones));
  return phones.map((phone) => isListed(phone) || phoneDigest(phone) === null);
}

/** Copies the objections of each number to the number that it was corrected to. */
export async function followCorrections(
  db: EntityManager,
  corrections: { before: string; after: string }[],
): Promise<void> {
  const before = corrections.map((correction) => correction.before);
  const isListed = listOf(await findDoNotCall(db, before));
  for (const correction of corrections) {
    const digest = phoneDigest(correction.after);
    if (digest && isListed(correction.before)) await addDoNotCall(db, digest);
  }
}
