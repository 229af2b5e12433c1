/**
 * How long a session may stand still. A process that is stopped in a transaction holds locks for which a whole organisation
 * waits: PostgreSQL itself ends such a session, and whoever waits too long for a lock is told so (R27).
 *
 * They are settings of the role in its database, not of the connection: a pooler that hands out sessions by the transaction
 * (PgBouncer) refuses them as startup parameters, and they hold for every statement, also for one outside a transaction.
 */
import { Client } from 'pg';

/**
 * A lock is waited for a little longer than its holder may stand still, so that the wait ends well. Of a stopped process with
 * many sessions three at most come to have a lock one after the other; the others have waited too long by then. A host that is gone, or does
 * not take what it is sent, is noticed within half a minute or a minute.
 */
const bounds: Readonly<Record<string, string>> = {
  idle_in_transaction_session_timeout: '3s',
  lock_timeout: '4s',
  tcp_keepalives_idle: '30',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '30s',
};

/** How every client of ours looks after its own end of the connection. */
export const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 };

/** Held while a role's settings are written, so that processes that start together do not write one row at once. */
const settingsLock = 7_213_002;

/** Bounds the sessions that the connecting role will have in its database, before any is opened. Safe to repeat. */
export async function boundSessions(connectionString: string): Promise<void> {
  const client = new Client({ connectionString, ...keepAlive });
  await client.connect();
  try {
    const { rows } = await client.query<{ database: string; known: string[] }>(
      `SELECT current_database() AS database, coalesce((SELECT setconfig FROM pg_db_role_setting
         WHERE setrole = current_user::regrole AND setdatabase =
           (SELECT oid FROM pg_database WHERE datname = current_database())), '{}') AS known`,
    );
    const { database = '', known = [] } = rows[0] ?? {};
    const missing = Object.entries(bounds).filter(([name, value]) => !known.includes(`${name}=${value}`));
    if (missing.length === 0) return;
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [settingsLock]);
    for (const [name, value] of missing) {
      const setting = `${name} = ${client.escapeLiteral(value)}`;
      await client.query(`ALTER ROLE CURRENT_USER IN DATABASE ${client.escapeIdentifier(database)} SET ${setting}`);
      // A pooler keeps this very session for others.
      await client.query(`SET ${setting}`);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
