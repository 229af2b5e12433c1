/**
 * `habeas reindex`: requests that the services bring their term indexes to the current normalisation, which reads phone numbers in
 * the region of the organisation (R3), and shows the progress. The services do the work themselves, in batches, while they serve.
 * Until it is done, a search uses both normalisations.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { gatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { parseEnvironment, readOrganizationProfiles, type Environment } from '../../subgraphs/kit/base/config';
import { normalizationOf, type TermIndexState } from '../../subgraphs/kit/base/persistence/term-index/term-index-state';
import type { Statements } from '../../subgraphs/kit/base/security/key-rotation';
import type { OrganizationProfiles } from '../../subgraphs/kit/base/security/organization-profiles';
import { normalizationIn } from '../../subgraphs/kit/base/terms/normalization';
import { inKeyDatabases } from './keys/key-databases';
import { runningAt } from './gateway-here';
import { givenDatabase, toolVariables } from './running-system';
import { WrongCall } from '../cli/failure';
import { printTable, progress } from '../cli/terminal';

export interface ReindexOptions {
  organization?: string;
  again?: boolean;
  wait?: boolean;
}

/** The progress of one service. */
export interface ReindexProgress {
  /** Organisations whose index is being reindexed. */
  waiting: number;
  /** Records of these organisations that are done. */
  done: number;
}

type Row = Pick<TermIndexState, 'organization_id' | 'normalization' | 'target'>;

/** The states of the requested organisations' indexes. */
const statesIn = (db: Statements, { organization }: ReindexOptions): Promise<Row[]> =>
  db.query(
    `SELECT organization_id, normalization, target FROM term_index_state
     WHERE $1::text IS NULL OR organization_id = $1 ORDER BY organization_id`,
    [organization ?? null],
  );

/**
 * Organisations whose index has another normalisation than it should have, and is not being brought to it. One that is being brought
 * to yet another, by another file of organisations or by a migration, would wait for ever.
 */
async function formerIn(db: Statements, profiles: OrganizationProfiles, options: ReindexOptions): Promise<string[]> {
  const { again = false } = options;
  const rows = await statesIn(db, options);
  return rows
    .filter(({ organization_id: id, normalization, target }) => {
      const due = normalizationIn(profiles.of(id).phoneRegion);
      return target === null ? again || normalization !== due : normalizationOf(target) !== due;
    })
    .map((row) => row.organization_id);
}

const ask = (db: Statements, profiles: OrganizationProfiles, organizations: string[]) =>
  db.query(
    `UPDATE term_index_state state SET target = given.target, record_type = NULL, after_id = NULL, done = 0, updated_at = now()
     FROM unnest($1::text[], $2::text[]) AS given (organization_id, target)
     WHERE state.organization_id = given.organization_id AND state.target IS DISTINCT FROM given.target`,
    [organizations, organizations.map((id) => normalizationIn(profiles.of(id).phoneRegion))],
  );

/** The file of organisations that is named, or that the system on this machine was started with; undefined when there is none. */
function profilesFile(environment: Environment): string | undefined {
  const env = parseEnvironment(toolVariables, environment);
  if (env.ORGANIZATION_PROFILES_FILE !== undefined || givenDatabase(env) !== undefined)
    return env.ORGANIZATION_PROFILES_FILE;
  return runningAt(env.HABEAS_DATA_DIR, 'organization-profiles-file') || undefined;
}

/** Runs work in every service's database that has a term index. */
async function inIndexes<T>(work: (db: Statements) => Promise<T>, environment: Environment): Promise<Map<string, T>> {
  const results = await inKeyDatabases(
    async (db, _master, name) => (name === gatewayDatabase ? null : { result: await work(db) }),
    environment,
  );
  return new Map([...results].flatMap(([name, found]) => (found ? [[name, found.result]] : [])));
}

/**
 * Requests the reindexing. No service gets a request while the region of any organisation is not stated.
 * @throws Error naming the organisations without a stated region; WrongCall naming an organisation that no index knows
 */
export async function askForReindex(
  options: ReindexOptions,
  environment: Environment = process.env,
): Promise<Map<string, number>> {
  const profiles = readOrganizationProfiles(profilesFile(environment));
  if (options.organization !== undefined) {
    const known = await inIndexes((db) => statesIn(db, options), environment);
    if ([...known.values()].every((rows) => rows.length === 0))
      throw new WrongCall(`--organization: no service has an index of "${options.organization}".`);
  }
  const former = await inIndexes((db) => formerIn(db, profiles, options), environment);
  const unstated = [...new Set([...former.values()].flat())].filter((id) => !profiles.of(id).phoneRegionStated);
  if (unstated.length > 0)
    throw new Error(
      `state the phoneRegion of ${unstated.slice(0, 20).join(', ')}${unstated.length > 20 ? ` and ${unstated.length - 20} more` : ''} in ORGANIZATION_PROFILES_FILE, of the services too: "US" is how national numbers were read until now, null where there is none. Nothing was begun.`,
    );
  return inIndexes(async (db) => {
    const organizations = await formerIn(db, profiles, options);
    if (organizations.length > 0) await ask(db, profiles, organizations);
    return organizations.length;
  }, environment);
}

/** The progress of the services, by name. */
export const reindexProgress = (environment: Environment = process.env): Promise<Map<string, ReindexProgress>> =>
  inIndexes(async (db) => {
    const [row] = await db.query<{ waiting: string; done: string }>(
      'SELECT count(*) AS waiting, coalesce(sum(done), 0) AS done FROM term_index_state WHERE target IS NOT NULL',
      [],
    );
    return { waiting: Number(row?.waiting ?? 0), done: Number(row?.done ?? 0) };
  }, environment);

const untilNext = 2_000;
/** After this many milliseconds without progress, a message says that a service may not be running. */
const patience = 30_000;

/** Requests the reindexing, and shows the progress until all is done. */
export async function run(options: ReindexOptions): Promise<void> {
  const asked = await askForReindex(options);
  printTable(['service', 'organisations'], [...asked]);
  const { say, end } = progress();
  let before = '';
  let since = performance.now();
  while (options.wait !== false) {
    const busy = [...(await reindexProgress())].filter(([, { waiting }]) => waiting > 0);
    if (busy.length === 0) {
      end();
      const by = profilesFile(process.env) ?? 'no file of organisations: none has a region';
      return console.log(`Every index is up to date. Phone numbers are read by ${by}.`);
    }
    const line = busy
      .map(([name, { waiting, done }]) => `${name}: ${done} records, ${waiting} organisations left`)
      .join('; ');
    if (line !== before) {
      say(line);
      [before, since] = [line, performance.now()];
    } else if (performance.now() - since > patience) {
      end();
      console.log(
        'No progress: are these services running, by the same ORGANIZATION_PROFILES_FILE? They go on once they are.',
      );
      since = performance.now();
    }
    await pause(untilNext);
  }
}
