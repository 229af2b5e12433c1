import type { ColumnOptions, ValueTransformer } from 'typeorm';
import { currentKeys } from './organization-context';

/** The transformers of encrypted columns, by which an entity's personal values are recognised. */
const encrypting = new WeakSet<object>();

function transformer<T>(place: string, encode: (value: T) => string, decode: (text: string) => T): ValueTransformer {
  const made: ValueTransformer = {
    to: (value: T | null | undefined) =>
      value == null ? value : currentKeys().encrypt(Buffer.from(encode(value)), place),
    // A value whose keys were destroyed reads as null.
    from: (sealed: Buffer | null) =>
      sealed === null || currentKeys().destroyed ? null : decode(currentKeys().decrypt(sealed, place).toString()),
  };
  encrypting.add(made);
  return made;
}

/** Stands for a text that can no longer be read, where null is not possible. */
export const unreadable = '[unreadable]';

/** The keyed digest of a caller (the `sub` of a token): it finds a caller's acts, and tells whether two are of one caller. */
export const callerDigest = (subject: string): Buffer => currentKeys().digest(`caller:${subject}`);

/** Whether a column's values are encrypted at rest: {@link encryptedText} and {@link encryptedJson}. */
export const isEncrypted = ({ transformer: used }: Pick<ColumnOptions, 'transformer'>): boolean =>
  used !== undefined && !Array.isArray(used) && encrypting.has(used);

/**
 * The options of a column whose text is encrypted at rest: `@Column(encryptedText('user.email'))`. The database holds
 * `bytea`, the entity a string. `place` is `table.column` and must not change while there are data.
 */
export const encryptedText = (place: string): ColumnOptions => ({
  type: 'bytea',
  nullable: true,
  transformer: transformer<string>(
    place,
    (text) => text,
    (text) => text,
  ),
});

/**
 * Like {@link encryptedText}, for a value that is stored as JSON. An object has only its own names: callers choose them, and
 * `constructor` must not read as that of every object.
 */
export const encryptedJson = (place: string): ColumnOptions => ({
  type: 'bytea',
  nullable: true,
  transformer: transformer<unknown>(
    place,
    (value) => JSON.stringify(value),
    (text) => withoutPrototype(JSON.parse(text)),
  ),
});

function withoutPrototype(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) Object.setPrototypeOf(value, null);
  return value;
}
