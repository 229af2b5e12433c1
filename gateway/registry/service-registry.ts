/** Joining without a restart: a service is registered, listed and retired by name. */
import type { DataSource, EntityManager } from 'typeorm';
import { codedError, currentKeys, inputError } from '../../subgraphs/kit';
import { openStatuses, type ServiceStatus } from '../gdpr/lifecycle';
import { sqlSet } from '../gdpr/lifecycle-sql';
import type { RegistryPlace } from './compose-registered';
import { checkedSdl, untranslated } from './checked-sdl';
import { namesOfRegistered, readServices, type RegisteredService } from './registered-service';
import { RegistryChanges, type RegistryCaller } from './registry-changes';
import { assertNotOfRelease, checkedName, checkedServiceUrl, type RegisterServiceInput } from './service-input';

/** The most services that may have joined, those that were retired within the last days too (R27). */
const mostServices = 100;

/** Parts of requests that still need their service. */
const unfinished: readonly ServiceStatus[] = [...openStatuses, 'ON_HOLD'];

/** What the registry is made with. */
export interface RegistryTools {
  dataSource: DataSource;
  /** None when the supergraph comes from elsewhere, whole. */
  place: RegistryPlace | undefined;
  /** Asks a service for its SDL, on behalf of a caller. @throws BAD_USER_INPUT */
  askSdl: (service: { name: string; url: string }, caller: RegistryCaller) => Promise<string>;
  /** The languages of packages. */
  languages: readonly string[];
}

/** What came of a registration. */
export interface Registration {
  service: RegisteredService;
  /** What the service should say and does not. */
  warnings: string[];
}

export class ServiceRegistry extends RegistryChanges {
  constructor(private readonly tools: RegistryTools) {
    super(tools.dataSource, tools.place);
  }

  /** The names of the services that have joined; none where nothing is registered. */
  async names(): Promise<Set<string>> {
    const { place, dataSource } = this.tools;
    return place ? namesOfRegistered(dataSource.manager) : new Set();
  }

  /** `registeredServices`: none where the supergraph is composed elsewhere. @throws FORBIDDEN */
  async list(caller: RegistryCaller): Promise<RegisteredService[]> {
    if (!this.tools.place) return [];
    this.placeFor(caller);
    return (await readServices(this.tools.dataSource.manager)).filter(({ retiredAt }) => retiredAt === null);
  }

  /** `registerService`. @throws BAD_USER_INPUT; COMPOSITION_FAILED; SERVICES_FIXED; FORBIDDEN */
  async register(caller: RegistryCaller, input: RegisterServiceInput): Promise<Registration> {
    const name = checkedName(input.name);
    const url = checkedServiceUrl(input.url);
    // What is wrong with the schema by itself is said whatever the supergraph comes from.
    const given = input.sdl == null ? null : checkedSdl(name, url, input.sdl);
    const place = this.placeFor(caller);
    assertNotOfRelease(name, place, 'input.name');
    const sdl = given ?? checkedSdl(name, url, await this.tools.askSdl({ name, url }, caller));
    let warnings: string[] = [];
    await this.change(caller, 'input.sdl', (before) => {
      const others = before.filter((each) => each.name !== name);
      if (others.length >= mostServices)
        throw inputError('input.name', `input.name: ${mostServices} services at most may join.`);
      const joined = { name, url, sdl, registeredAt: new Date(), retiredAt: null };
      return {
        after: [...others, joined],
        event: { action: 'SERVICE_REGISTERED', service: name, detail: `service ${name}` },
        composed: (all) => (warnings = all.filter((warning) => warning.startsWith(`${name}: `))),
        write: async (db) => {
          await db.query('DELETE FROM registered_service WHERE name = $1', [name]);
          await db.query(
            `INSERT INTO registered_service (organization_id, name, url, sdl, registered_at)
             VALUES ($1, $2, $3, $4, clock_timestamp())`,
            [caller.organizationId, name, url, sdl],
          );
        },
      };
    });
    return {
      service: await this.read(name),
      warnings: [...warnings, ...untranslated(name, sdl, this.tools.languages)],
    };
  }

  /** `retireService`. @throws NOT_FOUND; SERVICE_IN_USE; COMPOSITION_FAILED; SERVICES_FIXED; FORBIDDEN */
  async retire(caller: RegistryCaller, name: string): Promise<RegisteredService> {
    const place = this.placeFor(caller);
    assertNotOfRelease(name, place, 'name');
    await this.change(caller, 'name', (before) => {
      const service = before.find((each) => each.name === name && each.retiredAt === null);
      if (!service) throw codedError('NOT_FOUND', 'No such service has joined.', { argument: 'name' });
      return {
        after: before.map((each) => (each === service ? { ...each, retiredAt: new Date() } : each)),
        event: { action: 'SERVICE_RETIRED', service: name, detail: `service ${name}` },
        write: async (db) => {
          await assertUnused(db, name);
          await db.query('UPDATE registered_service SET retired_at = clock_timestamp() WHERE name = $1', [name]);
        },
      };
    });
    return this.read(name);
  }

  /** Where services are registered, for a caller of the organisation that manages them. @throws SERVICES_FIXED; FORBIDDEN */
  private placeFor({ organizationId }: RegistryCaller): RegistryPlace {
    currentKeys().assertUsable();
    const { place } = this.tools;
    if (!place)
      throw codedError(
        'SERVICES_FIXED',
        'No service can be registered here: the supergraph is composed elsewhere, and is read from a file or a registry.',
      );
    if (organizationId !== place.managedBy)
      throw codedError('FORBIDDEN', "Services are managed by the operator's organisation alone.");
    return place;
  }

  private async read(name: string): Promise<RegisteredService> {
    const found = (await readServices(this.tools.dataSource.manager)).find((each) => each.name === name);
    if (!found) throw codedError('NOT_FOUND', 'No such service has joined.', { argument: 'name' });
    return found;
  }
}

/** Nothing of a request is lost with a service: its parts end first. @throws SERVICE_IN_USE */
async function assertUnused(db: EntityManager, name: string): Promise<void> {
  const rows: { count: string }[] = await db.query(
    `SELECT count(*) FROM gdpr_task WHERE service = $1 AND status IN ${sqlSet(unfinished)}`,
    [name],
  );
  const openParts = Number(rows[0]?.count ?? 0);
  if (openParts > 0)
    throw codedError('SERVICE_IN_USE', `${openParts} parts of requests still need the service.`, {
      openParts,
      argument: 'name',
    });
}
