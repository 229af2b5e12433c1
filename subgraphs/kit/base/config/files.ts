/** Files that variables name: keys, certificates, passwords. Their contents are never shown. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { MasterKeys } from '../security/key-ring';
import { noProfiles, OrganizationProfiles, organizationProfilesSchema } from '../security/organization-profiles';
import { ConfigurationError } from './environment';
import { masterKeysName, sharedMasterKeysName } from './key-names';

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

/** Reads a password. @throws ConfigurationError naming the variable, never showing the content */
export function readPasswordFile(variable: string, file: string): string {
  // Line breaks at the end do not belong to the password: PostgreSQL's own image reads such a file so.
  const password = readGivenFile(variable, file).toString().replace(/\n+$/, '');
  if (password === '') throw new ConfigurationError([`${variable}: ${file} is empty`]);
  return password;
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

/** The path of a key file: given by its variable, or in development the one in the data directory. @throws ConfigurationError */
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
export const readMasterKeys = (file: string): MasterKeys => ({
  ...readKeyFile('ENCRYPTION_KEYS_FILE', file, masterKeysSchema),
  again: () => readMasterKeys(file),
});

/** 32 random bytes hold fewer distinct values than this less than once in a billion times. */
const leastDifferentBytes = 20;

/** The variables that say where a process's master keys are. */
interface MasterKeysPlace {
  NODE_ENV: string;
  HABEAS_DATA_DIR: string;
  ENCRYPTION_KEYS_FILE?: string | undefined;
}

/**
 * The path of a process's file of master keys. `{name}` in the variable stands for the process, so that one variable names a
 * file for each: `/run/secrets/encryption-{name}.json`. In development the file of an earlier version is read until the process
 * has its own. @throws ConfigurationError
 */
export function masterKeysFile(process: string, env: MasterKeysPlace): string {
  const there = (name: string) => existsSync(path.join(env.HABEAS_DATA_DIR, 'keys', name));
  const own = masterKeysName(process);
  const name = !there(own) && there(sharedMasterKeysName) ? sharedMasterKeysName : own;
  return keyFile('ENCRYPTION_KEYS_FILE', env.ENCRYPTION_KEYS_FILE?.replaceAll('{name}', process), env, name);
}

/**
 * The master keys of a process. In production they must look random, and others must have no access to the file.
 * @throws ConfigurationError
 */
export function readOwnMasterKeys(process: string, env: MasterKeysPlace): MasterKeys {
  const variable = 'ENCRYPTION_KEYS_FILE';
  const file = masterKeysFile(process, env);
  const master = readMasterKeys(file);
  if (env.NODE_ENV !== 'production') return master;
  assertPrivate(variable, file);
  for (const [id, key] of master.keys)
    if (new Set(key).size < leastDifferentBytes)
      throw new ConfigurationError([
        `${variable}: the key ${id} in ${file} is not random; habeas keys create makes one`,
      ]);
  return master;
}

/** @throws ConfigurationError when every user of the machine has access to the file */
export function assertPrivate(variable: string, file: string): void {
  if ((statSync(file).mode & 0o007) !== 0)
    throw new ConfigurationError([`${variable}: ${file} is open to every user of the machine; chmod o= ${file}`]);
}

export const jwksSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.string() })),
}) as unknown as z.ZodType<JSONWebKeySet>;

/**
 * The settings of organisations in `ORGANIZATION_PROFILES_FILE`; without a file there are none.
 * @throws ConfigurationError naming the setting that is wrong
 */
export function readOrganizationProfiles(file: string | undefined): OrganizationProfiles {
  if (file === undefined) return noProfiles;
  return new OrganizationProfiles(readSettings('ORGANIZATION_PROFILES_FILE', file, organizationProfilesSchema));
}

/** Reads settings from a JSON file. @throws ConfigurationError naming the setting that is wrong */
export function readSettings<T>(variable: string, file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(readJsonFile(variable, file));
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    parsed.error.issues.map(({ path: place, message }) => `${variable}: ${place.join('.') || file} ${message}`),
  );
}
