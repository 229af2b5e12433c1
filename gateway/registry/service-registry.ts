/** Registers, lists and retires services while the system runs. */
import type { DataSource, EntityManager } from 'typeorm';
import { codedError, currentKeys, inputError } from '../../subgraphs/kit';
import { finishedStatuses, openStatuses, type ServiceStatus } from '../gdpr/lifecycle';
import { sqlSet } from '../gdpr/lifecycle-sql';
import { boundedCount, maximumCounted } from '../persistence/bounded-count';
import type { RegistryPlace } from './compose-registered';
import { checkedSdl, untranslated } from './checked-sdl';
import { namesOfRegistered, readServices, type RegisteredService } from './registered-service';
import { RegistryChanges, type RegistryCaller } from './registry-changes';
import { assertNotOfRelease, checkedName, checkedServiceUrl, type RegisterServiceInput } from './service-input';

/** The most registered services, including those that were retired in the last 30 days (R27). */
const mostServices = 100;

/** The statuses of parts of requests that still need their service. */
const unfinished: readonly ServiceStatus[] = [...openStatuses, 'ON_HOLD'];

/** What the registry needs. */
export interface RegistryTools {
  dataSource: DataSource;
  /** Undefined when the supergraph is composed elsewhere. */
  place: RegistryPlace | undefined;
  /** Fetches the SDL of a service, on behalf of a caller. @throws BAD_USER_INPUT */
  askSdl: (service: { name: string; url: string }, caller: RegistryCaller) => Promise<string>;
  /** The languages of packages. */
  languages: readonly string[];
}

/** The result of a registration. */
export interface Registration {
  service: RegisteredService;
  /** Declarations that the service's schema should have and lacks. */
  warnings: string[];
}

export class ServiceRegistry extends RegistryChanges {
  constructor(private readonly tools: RegistryTools) {
    super(tools.dataSource, tools.place);
  }

  /** Returns the names of the registered services; empty without a registry. */
  async names(): Promise<Set<string>> {
    const { place, dataSource } = this.tools;
    return place ? namesOfRegistered(dataSource.manager) : new Set();
  }

  /** Lists the registered services (`registeredServices`); empty when the supergraph is composed elsewhere. @throws FORBIDDEN */
  async list(caller: RegistryCaller): Promise<RegisteredService[]> {
    if (!this.tools.place) return [];
    this.placeFor(caller);
    return (await readServices(this.tools.dataSource.manager)).filter(({ retiredAt }) => retiredAt === null);
  }

  /** Registers a service (`registerService`). @throws BAD_USER_INPUT; COMPOSITION_FAILED; SERVICES_FIXED; FORBIDDEN */
  async register(caller: RegistryCaller, input: RegisterServiceInput): Promise<Registration> {
    const name = checkedName(input.name);
    const url = checkedServiceUrl(input.url);
    // Checked before the caller's rights: faults of the schema itself are reported even where nothing can be registered.
    const given = input.sdl == null ? null : checkedSdl(name, url, input.sdl);
    const place = this.placeFor(caller);
    assertNotOfRelease(name, place, 'input.name');
    const sdl = given ?? checkedSdl(name, url, await this.tools.askSdl({ name, url }, caller));
    let warnings: string[] = [];
    await this.change(caller, 'input.sdl', (before) => {
      const others = before.filter((each) => each.name !== name);
      if (others.length >= mostServices)
        throw inputError('input.name', `input.name: at most ${mostServices} services can be registered.`);
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

  /** Retires a service (`retireService`). @throws NOT_FOUND; SERVICE_IN_USE; COMPOSITION_FAILED; SERVICES_FIXED; FORBIDDEN */
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

  /** Returns the registry's configuration, for a caller of the organisation that manages it. @throws SERVICES_FIXED; FORBIDDEN */
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

/** Refuses to retire a service while parts of requests still need it. @throws SERVICE_IN_USE */
async function assertUnused(db: EntityManager, name: string): Promise<void> {
  // By the requests in flight, which an index has: most parts are of requests that have ended.
  const openParts = await boundedCount(
    db,
    `SELECT 1 FROM gdpr_request request
     JOIN gdpr_task task ON task.organization_id = request.organization_id AND task.request_id = request.id
     WHERE request.status NOT IN ${sqlSet(finishedStatuses)} AND task.service = :name AND task.status IN ${sqlSet(unfinished)}`,
    { name },
  );
  if (openParts > 0)
    throw codedError(
      'SERVICE_IN_USE',
      `${openParts}${openParts === maximumCounted ? ' or more' : ''} parts of requests still need the service.`,
      {
        openParts,
        argument: 'name',
      },
    );
}
