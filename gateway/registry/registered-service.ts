/**
 * Reads the services that joined while the system ran, from rows with their names, URLs and SDL. The rows contain no personal data.
 * Whichever organisation manages the registry, requests of every organisation reach a registered service.
 */
import type { EntityManager } from 'typeorm';

/** A service that has joined. */
export interface RegisteredService {
  name: string;
  url: string;
  /** Its complete schema. */
  sdl: string;
  registeredAt: Date;
  /** When it left the supergraph; null while it is part of it. */
  retiredAt: Date | null;
}

type Database = Pick<EntityManager, 'query'>;

/** The channel of PostgreSQL NOTIFY by which every replica learns that services have changed, when the change commits. */
export const servicesChannel = 'registered_service_changed';

/** Returns all registered services, including retired ones, sorted by name. */
export async function readServices(db: Database): Promise<RegisteredService[]> {
  const rows: RegisteredService[] = await db.query(
    `SELECT name, url, sdl, registered_at AS "registeredAt", retired_at AS "retiredAt"
     FROM registered_service ORDER BY name`,
  );
  return rows;
}

/** Returns the names of the registered services that are part of the supergraph. */
export async function namesOfRegistered(db: Database): Promise<Set<string>> {
  const rows: { name: string }[] = await db.query('SELECT name FROM registered_service WHERE retired_at IS NULL');
  return new Set(rows.map(({ name }) => name));
}

/** Returns a hash that changes whenever the registered services change. Cheap enough to be called for every new request. */
export async function registryVersion(db: Database): Promise<string> {
  const rows: { version: string }[] = await db.query(
    `SELECT md5(coalesce(string_agg(concat_ws(' ', name, registered_at, retired_at), ',' ORDER BY name), '')) AS version
     FROM registered_service`,
  );
  return rows[0]?.version ?? '';
}
