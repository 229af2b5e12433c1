/** Erasure requests from call to end with two workers, beside a bare loop that makes the same calls and commits a row for each. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Pool as Database } from 'pg';
import { Pool } from 'undici';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { ApiClient } from '../../develop/api-client';
import { freePort } from '../../develop/ports';
import { ManagedProcess } from '../../develop/start/managed-process';
import { cpuOf, cpuOfPostgres, pause } from '../load/measure';
import { recordCalls, type RecordedCall } from '../load/recorded-calls';
import { serviceTokensOf } from '../load/service-tokens';
import { connected, resetStatements, statementTotals } from '../load/statements';
import { organization, type BenchSystem } from '../load/systems';

export interface RequestsResult {
  requests: number;
  /** The requests per second of each round. */
  habeas: number[];
  bare: number[];
  /** The number of calls to services for one request. */
  calls: number;
  /** The number of statements for one request, by database. */
  statements: Record<string, number>;
  /** The processor time of one request in each round, in milliseconds: of both gateways, of each service, and of PostgreSQL. */
  processor?: Record<string, number[]>;
}

/** The number of callers that create requests at once, and of loops in the bare program. */
const atOnce = 16;

interface Person {
  id: string;
  name: string;
  email: string;
}

async function makePeople(api: ApiClient, count: number): Promise<Person[]> {
  const people: Person[] = [];
  await parallel(Array.from({ length: count }), async () => {
    const word = randomUUID().replaceAll('-', '');
    const [name, email] = [`Erased ${word}`, `${word}@bench.example`];
    const { createExternalContact: contact } = await api.ask<{ createExternalContact: { id: string } }>(
      'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
      { input: { firstName: 'Erased', lastName: word, personalEmail: email } },
    );
    const { startConversation } = await api.ask<{ startConversation: { id: string } }>(
      'mutation ($id: ID!) { startConversation(input: { channel: EMAIL, externalContactId: $id }) { id } }',
      { id: contact.id },
    );
    await api.ask('mutation ($input: AddMessageInput!) { addMessage(input: $input) { id } }', {
      input: { conversationId: startConversation.id, direction: 'INBOUND', from: email, text: `It is ${name}.` },
    });
    people.push({ id: contact.id, name, email });
  });
  return people;
}

/** Works through a list, `atOnce` items at a time. */
async function parallel<T>(items: T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const loop = async () => {
    while (next < items.length) {
      const index = next++;
      await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
}

const createDocument =
  'mutation ($id: ID!) { createGdprRequest(input: { type: DELETE, term: { externalContactId: $id }, deleteConfirmed: true }) { request { id } } }';

async function erase(system: BenchSystem, apis: ApiClient[], people: Person[]): Promise<number> {
  const ids: string[] = [];
  const started = performance.now();
  await parallel(people, async ({ id }, index) => {
    const api = apis[index % apis.length] as ApiClient;
    const { createGdprRequest } = await api.ask<{ createGdprRequest: { request: { id: string } } }>(createDocument, {
      id,
    });
    ids.push(createGdprRequest.request.id);
  });
  // Read from the table, because asking the gateway would be measured too.
  await connected(system.databaseUrl, databaseName(system.databasePrefix, 'gateway'), async (client) => {
    for (let open = true; open; await pause(20)) {
      const { rows } = await client.query<{ status: string; count: string }>(
        'SELECT status, count(*) FROM gdpr_request WHERE id = ANY($1::uuid[]) GROUP BY status',
        [ids],
      );
      if (rows.some(({ status }) => status === 'ERROR')) throw new Error('An erasure failed.');
      open = rows.some(({ status }) => status !== 'COMPLETED');
    }
  });
  return people.length / ((performance.now() - started) / 1_000);
}

/** The same call about another person, for another request. */
function replayed({ service, body }: RecordedCall, from: Person, to: Person, requestId: string): RecordedCall {
  const about = body
    .replaceAll(from.id, to.id)
    .replaceAll(from.email, to.email)
    .replaceAll(from.name, to.name)
    .replaceAll(/("requestId":")[^"]+/g, `$1${requestId}`);
  return { service, body: about };
}

/** The bare loop: makes the calls of each request one after the other, and commits a row after each. */
async function bareLoop(system: BenchSystem, calls: RecordedCall[], from: Person, people: Person[]): Promise<number> {
  const tokens = await serviceTokensOf(system);
  const scopes = new Set<string>();
  const targets = new Map<string, Pool>();
  for (const [service, { url }] of system.processes) {
    if (service === 'gateway') continue;
    targets.set(service, new Pool(new URL(url).origin, { connections: 32 }));
  }
  const database = new Database({
    connectionString: databaseUrl(system.databaseUrl, databaseName(system.databasePrefix, 'gateway')),
    max: 8,
  });
  await database.query(
    'CREATE TABLE IF NOT EXISTS bench_call (id uuid PRIMARY KEY, request_id uuid, service text, status int)',
  );
  const started = performance.now();
  await parallel(people, async (person) => {
    const requestId = randomUUID();
    for (const call of calls) {
      const { service, body } = replayed(call, from, person, requestId);
      const target = targets.get(service);
      if (!target) throw new Error(`There is no service ${service}.`);
      const who = { service, organizationId: organization, subject: 'bench', scopes };
      const token = await tokens.sign({ ...who, purpose: 'gdpr', requestId });
      const response = await target.request({
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body,
      });
      const { errors } = (await response.body.json()) as { errors?: unknown };
      if (errors) throw new Error(`The bare loop was refused by ${service}.`);
      await database.query('INSERT INTO bench_call VALUES ($1, $2, $3, $4)', [
        randomUUID(),
        requestId,
        service,
        response.statusCode,
      ]);
    }
  });
  const perSecond = people.length / ((performance.now() - started) / 1_000);
  await database.query('DROP TABLE bench_call');
  await database.end();
  await Promise.all([...targets.values()].map((pool) => pool.close()));
  return perSecond;
}

/** The processor time of the system's processes so far, in milliseconds, by what they are. */
function processorTimes(system: BenchSystem, second: ManagedProcess): Record<string, number> {
  const times = [...system.processes].map(([name, { pid }]) => [name, cpuOf(pid)] as const);
  const { gateway = 0, ...services } = Object.fromEntries(times);
  const postgresql = cpuOfPostgres(path.join(system.dataDir, 'postgres', 'data'));
  return { gateways: gateway + cpuOf(second.pid), ...services, postgresql };
}

/** Erases people through two gateways that are also workers, alternately with the bare loop. */
export async function benchRequests(
  system: BenchSystem,
  { requests, rounds, onProgress }: { requests: number; rounds: number; onProgress: (line: string) => void },
): Promise<RequestsResult> {
  const api = await system.client({ organization });
  const [first] = await makePeople(api, 1);
  if (!first) throw new Error('Nobody was made.');
  const calls = await recordCalls(system, () => erase(system, [api], [first]));
  const second = new ManagedProcess({
    name: 'gateway-2',
    program: 'gateway',
    environment: system.environment,
    port: await freePort(),
    logDirectory: path.join(system.dataDir, 'logs'),
  });
  await second.start();
  try {
    const apis = [api, new ApiClient(second.url, await system.token({ organization }))];
    // Both warm up: a process that has just started is slower by half.
    await erase(system, apis, await makePeople(api, requests));
    await bareLoop(system, calls, first, await makePeople(api, requests));
    const [counted] = await makePeople(api, 1);
    await pause(2_000);
    await resetStatements(system.databaseUrl);
    await erase(system, [api], [counted as Person]);
    const totals = await statementTotals(system.databaseUrl);
    const statements = Object.fromEntries(
      [...totals]
        .filter(([database]) => database.startsWith(system.databasePrefix))
        .map(([database, total]) => [database.slice(system.databasePrefix.length), total.calls]),
    );
    const processor: Record<string, number[]> = {};
    const result: RequestsResult = { requests, habeas: [], bare: [], calls: calls.length, statements, processor };
    for (let round = 1; round <= rounds; round += 1) {
      const people = await makePeople(api, requests);
      const before = processorTimes(system, second);
      result.habeas.push(await erase(system, apis, people));
      for (const [name, time] of Object.entries(processorTimes(system, second)))
        (processor[name] ??= []).push((time - (before[name] ?? 0)) / requests);
      result.bare.push(await bareLoop(system, calls, first, await makePeople(api, requests)));
      onProgress(
        `erasures, round ${round}: ${result.habeas.at(-1)?.toFixed(1)}/s, bare loop ${result.bare.at(-1)?.toFixed(1)}/s, ${calls.length} calls each`,
      );
    }
    return result;
  } finally {
    await second.stop();
  }
}
