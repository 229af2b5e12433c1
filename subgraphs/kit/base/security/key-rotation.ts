/**
 * Rotation and destruction of keys, in one database. Values are encrypted with keys of their organisation, which a master key
 * wraps. Rotating the master key wraps the organisations' keys again and changes no value. A new version of an organisation's own
 * key encrypts later writes; earlier values are decrypted with the version that they name.
 */
import { randomBytes } from 'node:crypto';
import { ConfigurationError } from '../config/environment';
import type { MasterKeys } from './key-ring';
import { open, seal } from './seal';

/** What runs statements: a pool, a data source, or a transaction of either. */
export interface Statements {
  query<T>(sql: string, parameters?: unknown[]): Promise<T[]>;
}

interface Row {
  organization_id: string;
  purpose: string;
  version: number;
  master_key_id: string;
  wrapped: Buffer;
}

const placeOf = ({ organization_id: organization, purpose, version }: Row) => `${organization}/${purpose}/${version}`;

const batch = 500;

function keyOf(master: MasterKeys, id: string): Buffer {
  const key = master.keys.get(id);
  if (!key) throw new Error(`The master key ${id} is not configured: keys that it wrapped cannot be opened.`);
  return key;
}

/** The plain key; null when no master key opens it. */
function plainOf(row: Row, master: MasterKeys): Buffer | null {
  try {
    return open(keyOf(master, row.master_key_id), row.wrapped, placeOf(row));
  } catch {
    return null;
  }
}

/** What rewrapping did in one database. */
export interface Rewrapping {
  /** The number of keys that were wrapped again. */
  rewrapped: number;
  /** The organisations with keys that no master key opens; those stay as they are, and delay nobody else's (R27). */
  unopened: string[];
}

/**
 * Wraps every key of an older master key with the current one. It may be repeated, and run while processes that know both master
 * keys run.
 */
export async function rewrapKeys(db: Statements, master: MasterKeys): Promise<Rewrapping> {
  const current = keyOf(master, master.current);
  const unopened = new Set<string>();
  let rewrapped = 0;
  // By key, since rows that cannot be opened are still there after their turn.
  for (let after: [string, string, number] | undefined = ['', '', 0]; after;) {
    const rows: Row[] = await db.query<Row>(
      `SELECT organization_id, purpose, version, master_key_id, wrapped FROM organization_key
       WHERE master_key_id <> $1 AND wrapped <> '' AND (organization_id, purpose, version) > ($3, $4, $5)
       ORDER BY organization_id, purpose, version LIMIT $2`,
      [master.current, batch, ...after],
    );
    for (const row of rows) {
      const plain = plainOf(row, master);
      if (!plain) {
        unopened.add(row.organization_id);
        continue;
      }
      // The condition on `wrapped` lets a concurrent rotation or destruction win.
      await db.query(
        `UPDATE organization_key SET master_key_id = $4, wrapped = $5
         WHERE organization_id = $1 AND purpose = $2 AND version = $3 AND wrapped = $6`,
        [
          row.organization_id,
          row.purpose,
          row.version,
          master.current,
          seal(current, plain, placeOf(row)),
          row.wrapped,
        ],
      );
      rewrapped += 1;
    }
    const last = rows.at(-1);
    after = last && [last.organization_id, last.purpose, last.version];
  }
  return { rewrapped, unopened: [...unopened] };
}

/** The ids of master keys that wrapped keys here and are not among these: unknown ones, and different keys with the same id. */
export const foreignMasterKeys = async (db: Statements, master: MasterKeys): Promise<string[]> =>
  (await wrappedSamples(db)).filter((row) => !opens(row, master)).map(({ master_key_id: id }) => id);

/** One wrapped key for each master key that wrapped any here. */
async function wrappedSamples(db: Statements): Promise<Row[]> {
  const [table] = await db.query<{ there: boolean }>(`SELECT to_regclass('organization_key') IS NOT NULL AS there`);
  if (!table?.there) return [];
  return db.query<Row>(
    `SELECT DISTINCT ON (master_key_id) organization_id, purpose, version, master_key_id, wrapped
     FROM organization_key WHERE wrapped <> '' ORDER BY master_key_id`,
  );
}

/**
 * Guards against a wrong key file: a process with another's file, or with a new file in place of a lost one, would create keys that
 * fit no others. If only some organisations' keys cannot be unwrapped, only those organisations are affected (R27).
 * @throws ConfigurationError when there are keys here, and the master keys unwrap none
 */
export async function assertMasterKeys(db: Statements, master: MasterKeys): Promise<void> {
  const samples = await wrappedSamples(db);
  if (samples.length === 0 || samples.some((row) => opens(row, master))) return;
  const ids = samples.map(({ master_key_id: id }) => id).join(', ');
  throw new ConfigurationError([
    `ENCRYPTION_KEYS_FILE: it does not hold the master key ${ids}, which wrapped the keys of the database; bring the file back that does`,
  ]);
}

const opens = (row: Row, master: MasterKeys): boolean => plainOf(row, master) !== null;

/** Adds a version to the encryption key of one organisation, or of all that have keys. @returns the number of new versions */
export async function addKeyVersions(db: Statements, master: MasterKeys, organization?: string): Promise<number> {
  const current = keyOf(master, master.current);
  const rows = await db.query<{ organization_id: string; version: number }>(
    `SELECT organization_id, max(version) AS version FROM organization_key
     WHERE purpose = 'ENCRYPTION' AND ($1::text IS NULL OR organization_id = $1)
     GROUP BY organization_id HAVING bool_and(wrapped <> '')`,
    [organization ?? null],
  );
  for (const { organization_id: organizationId, version } of rows) {
    const next = { organization_id: organizationId, purpose: 'ENCRYPTION', version: version + 1 } as Row;
    await db.query(
      `INSERT INTO organization_key (organization_id, purpose, version, master_key_id, wrapped)
       VALUES ($1, 'ENCRYPTION', $2, $3, $4) ON CONFLICT DO NOTHING`,
      [organizationId, next.version, master.current, seal(current, randomBytes(32), placeOf(next))],
    );
  }
  return rows.length;
}

/**
 * Destroys all keys of an organisation. What was encrypted with them becomes unreadable, in this database and in every copy or
 * backup that is not restored together with the keys. Processes notice within seconds. @returns the number of destroyed keys
 */
export async function destroyKeys(db: Statements, organization: string): Promise<number> {
  const rows = await db.query(
    `UPDATE organization_key SET wrapped = '', master_key_id = 'destroyed' WHERE organization_id = $1 AND wrapped <> '' RETURNING purpose`,
    [organization],
  );
  return rows.length;
}
