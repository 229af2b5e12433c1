/**
 * Services that joined while the system ran: each one's name, URL and SDL, as rows of the gateway's database. No personal data are in
 * them, and they are every organisation's services: what the operator's organisation registers, all requests reach.
 */
import type { EntityManager } from 'typeorm';

/** A service that has joined. */
export interface RegisteredService {
  name: string;
  url: string;
  /** Its whole schema. */
  sdl: string;
  registeredAt: Date;
  /** Since when it is asked nothing; null while it is a part of the supergraph. */
  retiredAt: Date | null;
}

/** What is read by. */
type Database = Pick<EntityManager, 'query'>;

/** Where every replica hears that they have changed: PostgreSQL NOTIFY, sent when the change commits. */
export const servicesChannel = 'registered_service_changed';

/** All of them, by name, the retired ones too. */
export async function readServices(db: Database): Promise<RegisteredService[]> {
  const rows: RegisteredService[] = await db.query(
    `SELECT name, url, sdl, registered_at AS "registeredAt", retired_at AS "retiredAt"
     FROM registered_service ORDER BY name`,
  );
  return rows;
}

/** The names of those that are a part of the supergraph. */
export async function namesOfRegistered(db: Database): Promise<Set<string>> {
  const rows: { name: string }[] = await db.query('SELECT name FROM registered_service WHERE retired_at IS NULL');
  return new Set(rows.map(({ name }) => name));
}

/** A word for what is registered now: another word, other services. Cheap enough for every request that is made. */
export async function registryVersion(db: Database): Promise<string> {
  const rows: { version: string }[] = await db.query(
    `SELECT md5(coalesce(string_agg(concat_ws(' ', name, registered_at, retired_at), ',' ORDER BY name), '')) AS version
     FROM registered_service`,
  );
  return rows[0]?.version ?? '';
}
