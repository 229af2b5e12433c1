/** The service's tables and statements. Every statement names the organisation: nothing is read or written without it. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';

// Ids are made in order of time, so that pages ordered by id stay in place while rows before them go.
let last = 0;
export function newId() {
  const now = Math.max(Date.now(), last + 1);
  last = now;
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** When a record was made: its id tells. */
export const madeAt = (id) => new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString();

/** Connects, and makes the tables when they are missing. */
export async function openStore(connectionString) {
  const pool = new pg.Pool({ connectionString, max: 5 });
  // A connection that the server closes while it is idle is replaced by the next call.
  pool.on('error', () => {});
  await pool.query(`
    CREATE TABLE IF NOT EXISTS account (
      organization_id text NOT NULL, id uuid NOT NULL, email text NOT NULL, email_key text NOT NULL,
      external_contact_id text, points integer NOT NULL DEFAULT 0,
      -- Since when each value is held, by the database's clock and by its transactions: what a mark is compared with.
      email_since timestamptz NOT NULL DEFAULT clock_timestamp(), email_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
      contact_since timestamptz NOT NULL DEFAULT clock_timestamp(), contact_by xid8 NOT NULL DEFAULT pg_current_xact_id(),
      PRIMARY KEY (organization_id, id)
    );
    CREATE INDEX IF NOT EXISTS account_email ON account (organization_id, email_key, id);
    CREATE INDEX IF NOT EXISTS account_contact ON account (organization_id, external_contact_id, id);
    CREATE TABLE IF NOT EXISTS purchase (
      organization_id text NOT NULL, id uuid NOT NULL, account_id uuid, item text NOT NULL,
      PRIMARY KEY (organization_id, id)
    );
    CREATE INDEX IF NOT EXISTS purchase_account ON purchase (organization_id, account_id, id);
    CREATE TABLE IF NOT EXISTS gdpr_account (
      organization_id text NOT NULL, kind text NOT NULL, request_id text NOT NULL, input text NOT NULL,
      counts jsonb NOT NULL DEFAULT '{}', replaced jsonb NOT NULL DEFAULT '[]', after_id uuid, complete boolean NOT NULL DEFAULT false,
      PRIMARY KEY (organization_id, kind, request_id)
    )`);
  return pool;
}

/** Runs work in one transaction. */
export async function transaction(pool, work, isolation = 'READ COMMITTED') {
  const db = await pool.connect();
  try {
    await db.query(`BEGIN ISOLATION LEVEL ${isolation}`);
    const result = await work(db);
    await db.query('COMMIT');
    return result;
  } catch (error) {
    await db.query('ROLLBACK');
    throw error;
  } finally {
    db.release();
  }
}

export const emailKey = (email) =>
  email
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .trim()
    .normalize('NFC')
    .toLowerCase();

export async function openAccount(pool, organization, { email, externalContactId }) {
  const { rows } = await pool.query(
    'INSERT INTO account (organization_id, id, email, email_key, external_contact_id) VALUES ($1, $2, $3, $4, $5) RETURNING *',
    [organization, newId(), email, emailKey(email), externalContactId ?? null],
  );
  return rows[0];
}

/** Another address: it is held from now on. */
export const changeEmail = (db, organization, id, email) =>
  db.query(
    `UPDATE account SET email = $3, email_key = $4, email_since = DEFAULT, email_by = DEFAULT
     WHERE organization_id = $1 AND id = $2`,
    [organization, id, email, emailKey(email)],
  );

export async function addPurchase(pool, organization, accountId, item) {
  const { rows } = await pool.query(
    `INSERT INTO purchase (organization_id, id, account_id, item)
     SELECT organization_id, $3, id, $4 FROM account WHERE organization_id = $1 AND id = $2 RETURNING *`,
    [organization, accountId, newId(), item],
  );
  return rows[0];
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Accounts by one of their columns, many at once: one statement however many are asked for. */
export async function accountsBy(pool, organization, column, values) {
  const wanted = column === 'id' ? values.filter((id) => uuid.test(id)) : values;
  const { rows } = await pool.query(
    `SELECT * FROM account WHERE organization_id = $1 AND ${column} = ANY($2) ORDER BY id`,
    [organization, wanted],
  );
  return values.map((value) => rows.find((row) => row[column] === value.toLowerCase()) ?? null);
}

export async function purchasesOf(pool, organization, accountId) {
  const { rows } = await pool.query(
    'SELECT * FROM purchase WHERE organization_id = $1 AND account_id = $2 ORDER BY id LIMIT 100',
    [organization, accountId],
  );
  return rows;
}
