/**
 * The public keys of the issuers of callers' tokens, from a file or a JWKS endpoint. Keys can be rotated without a restart: a
 * changed file is read again, and an endpoint is asked again when a token names an unknown key.
 */
import { stat, readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { jwksSchema } from '../config/files';

/** Who may call the gateway. */
export interface CallerConfig {
  /** The source of the keys that verify callers' tokens: a file, or the URL of a JWKS endpoint. */
  keys: { file: string } | { url: URL };
  issuer: string;
  audience: string;
}

/** A source of verification keys. */
export interface CallerKeys {
  /** Finds the key that a token's header names. */
  find: JWTVerifyGetKey;
  /** The number of changes of the set: a token that was verified under another version must be verified again. */
  readonly version: number;
  /** Loads a changed set, if there is one. Cheap enough for every request. */
  refresh(): Promise<void>;
}

/** The shortest time between two looks at the file, and between two requests to an endpoint, in milliseconds. */
const lookEvery = 1_000;
const askEvery = 5_000;
/** How long the answer of an endpoint is used, in milliseconds. */
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

  /** @throws when the file holds no key set. Later, a bad file leaves the last good set in use */
  static async open(file: string): Promise<FileKeys> {
    const keys = new FileKeys(file);
    await keys.load();
    return keys;
  }

  readonly find: JWTVerifyGetKey = (header, token) => this.keys(header, token);

  refresh(): Promise<void> {
    if (Date.now() - this.lookedAt < lookEvery) return Promise.resolve();
    // One load at a time. A file that is gone or being written is read again a second later.
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
