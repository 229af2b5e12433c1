/**
 * The public keys of those who issue callers' tokens, from a file or a JWKS endpoint. Keys are rotated without a restart:
 * a changed file is read again, and an endpoint is asked again when a token names a key that is not known yet.
 */
import { stat, readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { jwksSchema } from '../config/files';

/** Who may call the gateway. */
export interface CallerConfig {
  /** Where the keys are that callers' tokens are verified with: a file, or the URL of a JWKS endpoint. */
  keys: { file: string } | { url: URL };
  issuer: string;
  audience: string;
}

/** A source of verification keys. */
export interface CallerKeys {
  /** Finds the key that a token's header names. */
  find: JWTVerifyGetKey;
  /** Counts the changes of the set: what was verified under another version must be verified again. */
  readonly version: number;
  /** Takes in a changed set, when there is one. Cheap enough for every request. */
  refresh(): Promise<void>;
}

/** How often the file may be looked at, and how soon after a fetch an endpoint may be asked again, in milliseconds. */
const lookEvery = 1_000;
const askEvery = 5_000;
/** How long the answer of an endpoint holds, in milliseconds. */
const holdFor = 10 * 60_000;

export function openCallerKeys(source: CallerConfig['keys']): Promise<CallerKeys> {
  return 'file' in source ? FileKeys.open(source.file) : Promise.resolve(endpointKeys(source.url));
}

function endpointKeys(url: URL): CallerKeys {
  const find = createRemoteJWKSet(url, { cooldownDuration: askEvery, cacheMaxAge: holdFor, timeoutDuration: 5_000 });
  return { find, version: 0, refresh: () => Promise.resolve() };
}

class FileKeys implements CallerKeys {
  version = 0;
  private keys: JWTVerifyGetKey = createLocalJWKSet({ keys: [] });
  private modified = '';
  private lookedAt = 0;
  private looking: Promise<void> | undefined;

  private constructor(private readonly file: string) {}

  /** @throws when the file holds no key set; once it did, a bad file leaves the last good one in force */
  static async open(file: string): Promise<FileKeys> {
    const keys = new FileKeys(file);
    await keys.load();
    return keys;
  }

  readonly find: JWTVerifyGetKey = (header, token) => this.keys(header, token);

  refresh(): Promise<void> {
    if (Date.now() - this.lookedAt < lookEvery) return Promise.resolve();
    // Only one looks; a file that is gone or being written is looked at again a second later.
    this.looking ??= this.load()
      .catch(() => undefined)
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async load(): Promise<void> {
    this.lookedAt = Date.now();
    const { mtimeMs, size, ino } = await stat(this.file);
    const modified = `${mtimeMs}:${size}:${ino}`;
    if (modified === this.modified) return;
    const set: JSONWebKeySet = jwksSchema.parse(JSON.parse(await readFile(this.file, 'utf8')));
    this.keys = createLocalJWKSet(set);
    this.modified = modified;
    this.version += 1;
  }
}
