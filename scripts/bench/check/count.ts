/** Counts costs of operations and requests that are the same in every run, however busy the machine is, and measures ratios. */
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { placesOf } from '../measures/federated';
import { pause } from '../load/measure';
import { connected } from '../load/statements';
import { organization } from '../load/systems';
import { shapes } from '../references/shapes';
import { makeCast, type Person } from './cast';
import { CountedSystem, type Account, type Costs } from './counted-system';
import {
  createRequest,
  creationOf,
  readingOperations,
  requestTypes,
  type Operation,
  type RequestType,
} from './operations';
import { ratioName, ratiosOf } from './ratios';

/** The costs of each operation, by its name. */
export type Counts = Record<string, Costs>;

/** How often each operation is counted, after a first time that fills caches. */
const times = 5;

/**
 * The operation's own costs: for each statement, the least of all counts. What a process does by itself now and then is not in
 * every count.
 */
function leastOf(accounts: Account[], withGateway: boolean): Costs {
  const [first] = accounts;
  const costs: Costs = {};
  const least = (of: (account: Account) => number | undefined) =>
    Math.min(...accounts.map((account) => of(account) ?? 0));
  for (const statement of first?.statements.keys() ?? []) {
    const [database = ''] = statement.split(' ');
    if (database === 'gateway' && !withGateway) continue;
    const name = `statements of ${database}`;
    costs[name] = (costs[name] ?? 0) + least(({ statements }) => statements.get(statement));
  }
  for (const name of Object.keys(first?.costs ?? {})) costs[name] = least(({ costs: each }) => each[name]);
  for (const [name, count] of Object.entries(costs)) if (count === 0) delete costs[name];
  return Object.fromEntries(Object.entries(costs).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Counts a caller's operation, about another person each time. */
async function countOperation(counted: CountedSystem, operation: Operation, people: Person[]): Promise<Costs> {
  const { system } = counted;
  const authorization = `Bearer ${await system.token({ organization })}`;
  const accounts: Account[] = [];
  for (const person of people) {
    const body = JSON.stringify({ query: operation.query, variables: operation.variables(person) });
    accounts.push(
      await counted.count(async () => {
        const response = await fetch(system.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization },
          body,
        });
        const text = await response.text();
        const { errors } = JSON.parse(text) as { errors?: { message: string }[] };
        if (errors) throw new Error(`${operation.name}: ${errors[0]?.message}`);
        return { 'bytes answered': Buffer.byteLength(text) };
      }),
    );
  }
  return leastOf(accounts.slice(1), true);
}

const completedWithin = 120_000;

/**
 * Waits until all requests have finished. It reads their table, because asking the gateway would be counted.
 * @throws when one has failed, or has not finished in time
 */
async function completed({ system }: CountedSystem): Promise<void> {
  const end = Date.now() + completedWithin;
  await connected(system.databaseUrl, databaseName(system.databasePrefix, 'gateway'), async (client) => {
    for (let open = true; open; await pause(20)) {
      if (Date.now() > end) throw new Error(`A request has not finished within ${completedWithin / 1_000} s.`);
      const { rows } = await client.query<{ status: string }>('SELECT DISTINCT status FROM gdpr_request');
      if (rows.some(({ status }) => status === 'ERROR')) throw new Error('A request failed.');
      open = rows.some(({ status }) => status !== 'COMPLETED');
    }
  });
}

/** Counts requests of a type from the call to their end, each about another person. */
async function countRequests(counted: CountedSystem, type: RequestType, people: Person[]): Promise<Costs> {
  const api = await counted.system.client({ organization });
  const accounts: Account[] = [];
  for (const person of people)
    accounts.push(
      await counted.count(async () => {
        await createRequest(api, type, person);
        await completed(counted);
        return {};
      }),
    );
  // The gateway is left out: how many statements its worker runs depends on which writes share a transaction.
  return leastOf(accounts.slice(1), false);
}

const fromCallToEnd = (type: RequestType) => `${type}, from the call to its end`;

/** The names of everything that can be counted. */
export const countedNames = (): string[] => [
  ...readingOperations('').map(({ name }) => name),
  ...requestTypes.map((type) => creationOf(type).name),
  ...requestTypes.map(fromCallToEnd),
];

/** Counts the named operations, on a system of its own. */
export async function countAll(names: string[], onProgress: (line: string) => void): Promise<Counts> {
  const counted = await CountedSystem.start(onProgress);
  try {
    const api = await counted.system.client({ organization });
    const [place = ''] = await placesOf(api, 1);
    const counts: Counts = {};
    let made = 0;
    let people: Person[] = [];
    const count = async (name: string, how: (people: Person[]) => Promise<Costs>) => {
      if (!names.includes(name)) return;
      // New people for each: requests about one person would wait for each other, and erase that person.
      people = await makeCast(api, made, times + 1);
      counts[name] = await how(people);
      made += times + 1;
      onProgress(`counted: ${name}`);
    };
    for (const operation of readingOperations(place))
      await count(operation.name, (people) => countOperation(counted, operation, people));
    if (shapes.some(({ name }) => names.includes(name))) {
      const asked = { ...counted.system, dataDir: counted.dataDir };
      for (const [name, ratio] of Object.entries(await ratiosOf(asked, names, people, place)))
        counts[name] = { ...counts[name], [ratioName]: ratio };
      onProgress('measured: processor time of the gateway beside calls by hand');
    }
    for (const operation of requestTypes.map(creationOf))
      await count(operation.name, (people) => countOperation(counted, operation, people));
    if (names.some((name) => requestTypes.map(fromCallToEnd).includes(name))) {
      await counted.startWorker();
      await completed(counted);
    }
    for (const type of requestTypes) await count(fromCallToEnd(type), (people) => countRequests(counted, type, people));
    return counts;
  } finally {
    await counted.stop();
  }
}
