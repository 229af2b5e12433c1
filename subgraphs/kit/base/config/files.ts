/** Files that variables name: keys, certificates, passwords. What is in them is never shown. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { MasterKeys } from '../security/key-ring';
import { ConfigurationError } from './environment';

/** Reads a file as it is. @throws ConfigurationError naming the variable and why, never showing the content */
export function readGivenFile(variable: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigurationError([
      `${variable}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    ]);
  }
}

/** Reads a file of JSON. @throws ConfigurationError naming the variable, never showing the content */
export function readJsonFile(variable: string, file: string): unknown {
  const text = readGivenFile(variable, file).toString();
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigurationError([`${variable}: ${file} is not JSON`]);
  }
}

/** A key file: named by its variable, or the development one under the data directory, which production refuses. */
export function keyFile(
  variable: string,
  given: string | undefined,
  common: { NODE_ENV: string; HABEAS_DATA_DIR: string },
  name: string,
): string {
  if (given === undefined && common.NODE_ENV === 'production') {
    throw new ConfigurationError([`${variable}: is required when NODE_ENV is production`]);
  }
  const file = given ?? path.join(common.HABEAS_DATA_DIR, 'keys', name);
  if (!existsSync(file)) throw new ConfigurationError([`${variable}: there is no file ${file}`]);
  return file;
}

/** Reads a JSON file of keys. @throws ConfigurationError naming the variable, never showing the content. */
export function readKeyFile<T>(variable: string, file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(readJsonFile(variable, file));
  if (!parsed.success) throw new ConfigurationError([`${variable}: ${file} does not hold the keys it should`]);
  return parsed.data;
}

const masterKeysSchema = z
  .object({ current: z.string(), keys: z.record(z.string(), z.base64()) })
  .transform(({ current, keys }): MasterKeys => ({
    current,
    keys: new Map(Object.entries(keys).map(([id, key]) => [id, Buffer.from(key, 'base64')])),
  }))
  .refine(({ current, keys }) => keys.has(current) && [...keys.values()].every((key) => key.length === 32));

/** The master keys of `ENCRYPTION_KEYS_FILE`: `{ "current": id, "keys": { id: base64 of 32 bytes } }`. */
export const readMasterKeys = (file: string): MasterKeys => readKeyFile('ENCRYPTION_KEYS_FILE', file, masterKeysSchema);

export const jwksSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.string() })),
}) as unknown as z.ZodType<JSONWebKeySet>;
