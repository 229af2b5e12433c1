/**
 * The words of an entry that name a person or were given by one: who acted, and the purpose that a caller states. They are
 * encrypted with the organisation's key, in the entry's sealed part, and go with the key. The entry's hash covers them as they are
 * stored, so the chain holds without the key (R21).
 */
import { currentKeys } from '../../subgraphs/kit';
import { callerDigest, unreadable } from '../../subgraphs/kit/base/security/encrypted-column';

/** The actor of what the system does by itself: nobody's name, and in clear. */
const system = 'habeas';

const place = 'audit_entry.sealed';

/** Stands in a stored detail for the words that are sealed. */
const placeholder = '[sealed]';

/** The words of an entry: what a caller gave follows the detail. */
interface Words {
  actor: string;
  detail: string;
  said: string | null;
}

/** The words of an entry as they are stored. */
interface StoredWords {
  /** The system; a caller's keyed digest; of entries that earlier versions wrote, the caller. */
  actor: string;
  detail: string;
  /** Null when nothing is sealed. */
  sealed: Buffer | null;
}

const digestOf = (actor: string): string => `digest ${callerDigest(actor).toString('hex')}`;

/** How entries may hold an actor that is asked for. @throws FORBIDDEN for a caller whose organisation's keys were destroyed */
export const storedActors = (actor: string): string[] => (actor === system ? [actor] : [digestOf(actor), actor]);

/** How a new entry holds an actor. What nobody could ever read is not kept: see {@link sealWords}. */
const newActor = (actor: string): string => {
  if (actor === system) return actor;
  return currentKeys().destroyed ? unreadable : digestOf(actor);
};

/** Seals an entry's words. Once the keys were destroyed nothing can be sealed: who still acts and what they say is not recorded. */
export function sealWords({ actor, detail, said }: Words): StoredWords {
  const stored = { actor: newActor(actor), detail: said === null ? detail : `${detail}${placeholder}` };
  if (currentKeys().destroyed) return readable({ ...stored, sealed: null }, { said: unreadable });
  if (actor === system && said === null) return { ...stored, sealed: null };
  const words = { ...(actor === system ? {} : { actor }), ...(said === null ? {} : { said }) };
  return { ...stored, sealed: currentKeys().encrypt(Buffer.from(JSON.stringify(words)), place) };
}

/** An entry with its words readable; {@link unreadable} in their place once the keys were destroyed, and when they were altered. */
export function openWords<T extends StoredWords>(entry: T): T {
  return entry.sealed === null ? entry : readable(entry, opened(entry.sealed, entry));
}

function opened(sealed: Buffer, { actor }: StoredWords): Partial<Words> {
  const unknown = { said: unreadable, ...(actor === system ? {} : { actor: unreadable }) };
  if (currentKeys().destroyed) return unknown;
  try {
    return JSON.parse(currentKeys().decrypt(sealed, place).toString()) as Partial<Words>;
  } catch {
    // The chain says what has happened to it.
    return unknown;
  }
}

function readable<T extends StoredWords>(entry: T, { actor = entry.actor, said }: Partial<Words>): T {
  const { detail } = entry;
  if (said === undefined || !detail.endsWith(placeholder)) return { ...entry, actor };
  return { ...entry, actor, detail: `${detail.slice(0, -placeholder.length)}${said}` };
}
