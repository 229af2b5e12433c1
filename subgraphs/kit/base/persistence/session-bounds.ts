/**
 * Bounds of idle and blocked sessions. A process that is stopped within a transaction holds locks for which a whole organisation
 * waits. PostgreSQL itself ends such a session, and a statement that waits too long for a lock fails (R27).
 *
 * They are settings of the role in its database, not of the connection: a pooler that hands out sessions by the transaction
 * (PgBouncer) refuses them as startup parameters. They hold for every statement, also outside a transaction.
 */
import { escapeIdentifier, escapeLiteral } from 'pg';

/**
 * The wait for a lock is a little longer than its holder may stand still, so that it usually gets the lock. If a stopped process
 * has many sessions, at most three of them get a lock one after the other before the others have waited too long. A host that is
 * gone, or does not accept data, is noticed within half a minute to a minute. A statement whose client has closed its connection ends
 * within two seconds; otherwise the same slow statement, sent again and again, would pile up on the server.
 */
const bounds: Readonly<Record<string, string>> = {
  idle_in_transaction_session_timeout: '3s',
  lock_timeout: '4s',
  tcp_keepalives_idle: '30',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '30s',
  client_connection_check_interval: '2s',
};

/** TCP keepalive for the client's end of every connection. */
export const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 };

/** SQL that bounds the future sessions of a role in a database. It may be repeated. */
export const boundSessions = (role: string, database: string): string[] =>
  Object.entries(bounds).map(
    ([name, value]) =>
      `ALTER ROLE ${escapeIdentifier(role)} IN DATABASE ${escapeIdentifier(database)} SET ${name} = ${escapeLiteral(value)}`,
  );
