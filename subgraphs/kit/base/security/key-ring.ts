/**
 * The keys of an organisation. Its personal values are encrypted and digested with keys of its own, which are stored wrapped by a
 * master key. Destroying an organisation's keys makes its data unreadable.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { codedError } from '../errors';
import { emptyProfile, noProfiles, type OrganizationProfile, type OrganizationProfiles } from './organization-profiles';
import { open, seal } from './seal';

/** The master keys, 32 bytes each: `current` wraps new keys, the others unwrap what they wrapped before a rotation. */
export interface MasterKeys {
  current: string;
  keys: ReadonlyMap<string, Buffer>;
  /**
   * Reads them again. A process that finds a key wrapped by a newer master key gets that master key so, without a restart.
   */
  again?: () => MasterKeys;
}

const nothing = Buffer.alloc(0);

/** The keys of one organisation, ready for use. */
export class OrganizationKeys {
  /** Whether the keys were destroyed: then nothing can be encrypted, decrypted or digested. */
  readonly destroyed: boolean = false;

  constructor(
    readonly organizationId: string,
    private readonly version: number,
    private readonly encryptionKeys: ReadonlyMap<number, Buffer>,
    private readonly digestKey: Buffer,
    private readonly replayKey: Buffer,
    /** The organisation's settings: values are normalised by them before they are digested. */
    readonly profile: OrganizationProfile,
  ) {}

  /**
   * Encrypts a value (AES-256-GCM). The result names the key's version in its first two bytes.
   * @param place where the value is stored (`external_contact.first_name`): it can be decrypted only for this place and organisation.
   */
  encrypt(plain: Buffer, place: string): Buffer {
    const version = Buffer.alloc(2);
    version.writeUInt16BE(this.version);
    return seal(this.keyOf(this.version), plain, `${this.organizationId}/${place}`, version);
  }

  /** Decrypts the result of {@link encrypt} for the same place. @throws when it was altered or moved, or its key was destroyed */
  decrypt(sealed: Buffer, place: string): Buffer {
    return open(this.keyOf(sealed.readUInt16BE()), sealed.subarray(2), `${this.organizationId}/${place}`);
  }

  /**
   * Encrypts what a replay of erasures needs (R23), with a key that has no other use. Destroying this key forgets whom the
   * erasures were about, and affects no other data.
   */
  sealForReplay(plain: Buffer): Buffer {
    return seal(this.replayKey, plain, `${this.organizationId}/replay`);
  }

  /** Decrypts the result of {@link sealForReplay}. */
  openForReplay(sealed: Buffer): Buffer {
    return open(this.replayKey, sealed, `${this.organizationId}/replay`);
  }

  /** A keyed digest (HMAC-SHA-256, 16 bytes): equal values have equal digests, and only a holder of the key can compute them. */
  digest(value: string): Buffer {
    return createHmac('sha256', this.digestKey).update(value).digest().subarray(0, 16);
  }

  /** @throws FORBIDDEN when the keys were destroyed; for work that would not notice at once */
  assertUsable(): void {
    if (this.destroyed) throw keysDestroyed();
  }

  private keyOf(version: number): Buffer {
    const key = this.encryptionKeys.get(version);
    if (!key) throw new Error('The key of this value is not available.');
    return key;
  }
}

/** The error for an organisation whose keys were destroyed: its data can never be read again. */
export const keysDestroyed = () =>
  codedError('FORBIDDEN', "The organisation's keys were destroyed: its data cannot be read any more.");

/** Stands for destroyed keys: it names the organisation, and refuses everything else. */
class DestroyedKeys extends OrganizationKeys {
  override readonly destroyed = true;

  constructor(organizationId: string) {
    super(organizationId, 0, new Map(), nothing, nothing, emptyProfile);
  }

  override encrypt(): never {
    throw keysDestroyed();
  }

  override decrypt(): never {
    throw keysDestroyed();
  }

  override sealForReplay(): never {
    throw keysDestroyed();
  }

  override openForReplay(): never {
    throw keysDestroyed();
  }

  override digest(): never {
    throw keysDestroyed();
  }
}

interface KeyRow {
  settled: boolean;
  version: number;
  purpose: 'ENCRYPTION' | 'DIGEST' | 'REPLAY';
  master_key_id: string;
  wrapped: Buffer;
}

/**
 * How long loaded keys are cached, in milliseconds. Destroyed keys may be used for as long; {@link assertKeys} prevents this where
 * it must not happen.
 */
const freshFor = 5_000;
/** A new key version encrypts only after this many seconds, when every process has read it and work with older ones has ended. */
const settlesAfter = 120;
const maximumCached = 1_000;

/** Loads, creates and caches the keys of organisations, which are stored in the table `organization_key` of each database. */
export class KeyRing {
  private readonly cache = new Map<string, { keys: Promise<OrganizationKeys>; until: number }>();

  constructor(
    private readonly dataSource: DataSource,
    private master: MasterKeys,
    private readonly profiles: OrganizationProfiles = noProfiles,
  ) {}

  /** The organisation's keys, which are created at their first use. @throws FORBIDDEN when they were destroyed */
  async of(organizationId: string): Promise<OrganizationKeys> {
    const keys = await this.evenDestroyed(organizationId);
    keys.assertUsable();
    return keys;
  }

  /** Like {@link of}, but also for destroyed keys: for code that only needs to know that. */
  evenDestroyed(organizationId: string): Promise<OrganizationKeys> {
    const cached = this.cache.get(organizationId);
    if (cached && cached.until > performance.now()) return cached.keys;
    const keys = this.load(organizationId);
    keys.catch(() => this.cache.delete(organizationId));
    this.cache.delete(organizationId);
    this.cache.set(organizationId, { keys, until: performance.now() + freshFor });
    const oldest = this.cache.keys().next().value;
    if (this.cache.size > maximumCached && oldest !== undefined) this.cache.delete(oldest);
    return keys;
  }

  private async load(organizationId: string): Promise<OrganizationKeys> {
    let rows = await this.rows(organizationId);
    if (rows.length === 0) {
      await this.create(organizationId);
      rows = await this.rows(organizationId);
    }
    const encryption = new Map<number, Buffer>();
    let digest: Buffer | undefined;
    let replay: Buffer | undefined;
    let version = 0;
    for (const row of rows) {
      // A destroyed key leaves its row, so that no new key can silently replace it.
      if (row.wrapped.length === 0) return new DestroyedKeys(organizationId);
      const master = this.masterKey(row.master_key_id);
      if (!master) throw new Error(`The master key ${row.master_key_id} is not configured.`);
      const key = open(master, row.wrapped, `${organizationId}/${row.purpose}/${row.version}`);
      if (row.purpose === 'DIGEST') digest = key;
      else if (row.purpose === 'REPLAY') replay = key;
      else {
        encryption.set(row.version, key);
        if (row.settled || version === 0) version = row.version;
      }
    }
    if (!digest || !replay || version === 0) throw new Error('Keys of this organisation are missing.');
    return new OrganizationKeys(organizationId, version, encryption, digest, replay, this.profiles.of(organizationId));
  }

  private masterKey(id: string): Buffer | undefined {
    const known = this.master.keys.get(id);
    if (known) return known;
    const again = this.master.again?.();
    if (again?.keys.has(id)) this.master = again;
    return this.master.keys.get(id);
  }

  private rows(organizationId: string): Promise<KeyRow[]> {
    return this.dataSource.query(
      `SELECT version, purpose, master_key_id, wrapped, created_at <= now() - $2 * interval '1 second' AS settled
       FROM organization_key WHERE organization_id = $1 ORDER BY version`,
      [organizationId, settlesAfter],
    );
  }

  private async create(organizationId: string): Promise<void> {
    const master = this.master.keys.get(this.master.current);
    if (!master) throw new Error(`The master key ${this.master.current} is not configured.`);
    const wrap = (purpose: string) => seal(master, randomBytes(32), `${organizationId}/${purpose}/1`);
    await this.dataSource.query(
      `INSERT INTO organization_key (organization_id, purpose, version, master_key_id, wrapped)
       VALUES ($1, 'ENCRYPTION', 1, $2, $3), ($1, 'DIGEST', 1, $2, $4), ($1, 'REPLAY', 1, $2, $5) ON CONFLICT DO NOTHING`,
      [organizationId, this.master.current, wrap('ENCRYPTION'), wrap('DIGEST'), wrap('REPLAY')],
    );
  }
}

/**
 * Asserts, in the transaction that begins something for an organisation, that the organisation's keys are not destroyed, and
 * prevents their destruction until the transaction ends. @throws FORBIDDEN
 */
export async function assertKeys(db: EntityManager, organizationId: string): Promise<void> {
  const rows: unknown[] = await db.query(
    `SELECT 1 FROM organization_key WHERE organization_id = $1 AND purpose = 'DIGEST' AND wrapped <> '' FOR SHARE`,
    [organizationId],
  );
  if (rows.length === 0) throw keysDestroyed();
}
