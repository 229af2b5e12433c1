/**
 * Encrypts the words of an entry that are personal: who acted, and text that a caller gave, such as a purpose. They are stored in the
 * entry's sealed part, encrypted with the organisation's key, and become unreadable when the key is destroyed. The entry's hash
 * covers the encrypted form, so the chain can be verified without the key (R21).
 */
import { currentKeys } from '../../subgraphs/kit';
import type { OrganizationKeys } from '../../subgraphs/kit/base/security/key-ring';
import { callerDigest, unreadable } from '../../subgraphs/kit/base/security/encrypted-column';

/** The actor of what the system does by itself. It names no person, and is stored in clear. */
const system = 'habeas';

const place = 'audit_entry.sealed';

/** Ends a stored detail in place of the caller's text, which is sealed. */
const placeholder = '[sealed]';

/** The words of an entry. `said` is the caller's text, which is shown after the detail. */
interface Words {
  actor: string;
  detail: string;
  said: string | null;
}

/** The words of an entry as they are stored. */
interface StoredWords {
  /** The system, or a caller's keyed digest; in entries of earlier versions the caller in clear. */
  actor: string;
  detail: string;
  /** Null when nothing is sealed. */
  sealed: Buffer | null;
}

const digestOf = (actor: string): string => `digest ${callerDigest(actor).toString('hex')}`;

/** Returns the forms in which entries may store an actor. @throws FORBIDDEN for a caller whose organisation's keys were destroyed */
export const storedActors = (actor: string): string[] => (actor === system ? [actor] : [digestOf(actor), actor]);

/** Returns the form in which a new entry stores an actor, see {@link sealWords}. */
const newActor = (actor: string): string => {
  if (actor === system) return actor;
  return currentKeys().destroyed ? unreadable : digestOf(actor);
};

/** Seals an entry's words. After the keys were destroyed nothing can be sealed, so callers and their texts are not recorded. */
export function sealWords({ actor, detail, said }: Words): StoredWords {
  const stored = { actor: newActor(actor), detail: said === null ? detail : `${detail}${placeholder}` };
  if (currentKeys().destroyed) return readable({ ...stored, sealed: null }, { said: unreadable });
  if (actor === system && said === null) return { ...stored, sealed: null };
  const words = { ...(actor === system ? {} : { actor }), ...(said === null ? {} : { said }) };
  return { ...stored, sealed: currentKeys().encrypt(Buffer.from(JSON.stringify(words)), place) };
}

/**
 * Makes an entry's words readable. They are decrypted when one of them is first read, because many readers want other parts alone.
 * Words whose key was destroyed, or that were altered, are shown as {@link unreadable}.
 */
export function openWords<T extends StoredWords>(entry: T): T {
  const { sealed } = entry;
  if (sealed === null) return entry;
  const keys = currentKeys();
  let words: T | undefined;
  const open = () => (words ??= readable(entry, opened(keys, sealed, entry)));
  return {
    ...entry,
    get actor() {
      return open().actor;
    },
    get detail() {
      return open().detail;
    },
  };
}

function opened(keys: OrganizationKeys, sealed: Buffer, { actor }: StoredWords): Partial<Words> {
  const unknown = { said: unreadable, ...(actor === system ? {} : { actor: unreadable }) };
  if (keys.destroyed) return unknown;
  try {
    return JSON.parse(keys.decrypt(sealed, place).toString()) as Partial<Words>;
  } catch {
    // The words were altered; the chain's verification reports it.
    return unknown;
  }
}

function readable<T extends StoredWords>(entry: T, { actor = entry.actor, said }: Partial<Words>): T {
  const { detail } = entry;
  if (said === undefined || !detail.endsWith(placeholder)) return { ...entry, actor };
  return { ...entry, actor, detail: `${detail.slice(0, -placeholder.length)}${said}` };
}
