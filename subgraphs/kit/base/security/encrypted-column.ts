import type { ColumnOptions, ValueTransformer } from 'typeorm';
import { currentKeys } from './organization-context';

/** The transformers of encrypted columns: by them an entity's personal values are told apart from the rest. */
const encrypting = new WeakSet<object>();

function transformer<T>(place: string, encode: (value: T) => string, decode: (text: string) => T): ValueTransformer {
  const made: ValueTransformer = {
    to: (value: T | null | undefined) =>
      value == null ? value : currentKeys().encrypt(Buffer.from(encode(value)), place),
    // What nobody can read any more reads as what is not there.
    from: (sealed: Buffer | null) =>
      sealed === null || currentKeys().destroyed ? null : decode(currentKeys().decrypt(sealed, place).toString()),
  };
  encrypting.add(made);
  return made;
}

/** Stands for a text that nobody can read any more, where something has to stand. */
export const unreadable = '[unreadable]';

/** Keyed digest of a caller, the subject of a token: by it two acts are told to be of one caller, and a caller's are found. */
export const callerDigest = (subject: string): Buffer => currentKeys().digest(`caller:${subject}`);

/** Whether a column's values are encrypted at rest: {@link encryptedText} and {@link encryptedJson}. */
export const isEncrypted = ({ transformer: used }: Pick<ColumnOptions, 'transformer'>): boolean =>
  used !== undefined && !Array.isArray(used) && encrypting.has(used);

/**
 * Options of a column whose text is encrypted at rest: `@Column(encryptedText('user.email'))`. The database holds
 * `bytea`; the entity holds a string. `place` is `table.column` and must not change while there are data.
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

/** Like {@link encryptedText}, for a value that is kept as JSON. */
export const encryptedJson = (place: string): ColumnOptions => ({
  type: 'bytea',
  nullable: true,
  transformer: transformer<unknown>(
    place,
    (value) => JSON.stringify(value),
    (text) => JSON.parse(text) as unknown,
  ),
});
