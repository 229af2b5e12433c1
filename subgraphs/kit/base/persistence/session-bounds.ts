/**
 * How long a session may stand still. A process that is stopped in a transaction holds locks for which a whole organisation
 * waits: PostgreSQL itself ends such a session, and whoever waits too long for a lock is told so (R27).
 *
 * They are settings of the role in its database, not of the connection: a pooler that hands out sessions by the transaction
 * (PgBouncer) refuses them as startup parameters, and they hold for every statement, also for one outside a transaction.
 */
import { escapeIdentifier, escapeLiteral } from 'pg';

/**
 * A lock is waited for a little longer than its holder may stand still, so that the wait ends well. Of a stopped process with
 * many sessions three at most come to have a lock one after the other; the others have waited too long by then. A host that is gone, or does
 * not take what it is sent, is noticed within half a minute or a minute. A statement whose client has given it up and cut its connection
 * ends within two seconds: without that, the same slow statement asked again and again would pile up on the server.
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

/** How every client of ours looks after its own end of the connection. */
export const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 };

/** SQL: bounds the sessions that a role will have in a database from now on. Safe to repeat. */
export const boundSessions = (role: string, database: string): string[] =>
  Object.entries(bounds).map(
    ([name, value]) =>
      `ALTER ROLE ${escapeIdentifier(role)} IN DATABASE ${escapeIdentifier(database)} SET ${name} = ${escapeLiteral(value)}`,
  );
