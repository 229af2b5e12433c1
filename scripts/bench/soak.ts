/**
 * `npm run soak`: mixed load on the whole system with two workers for a while, with one service killed every minute. Nothing may
 * get lost, memory may not grow, and every error must be a stated one. It ends by itself.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { finishedStatuses } from '../../gateway/gdpr/lifecycle';
import { isErrorCode } from '../../subgraphs/kit/base/errors/error-codes';
import { ApiClient, type Answer } from '../develop/api-client';
import { median, memoryOf, pause, percentile } from './load/measure';
import { withoutLimits } from './load/systems';
import { soakWorld, type WorldOptions } from './world/soak-world';
import { freePort } from '../develop/ports';
import { ManagedProcess } from '../develop/start/managed-process';
import { startSystem, type System } from '../develop/start/system';
import type { Command } from 'commander';
import { WrongCall } from '../cli/failure';
import { printTable } from '../cli/terminal';

const organization = 'soak';

/** Whether the API states the code. INTERNAL_SERVER_ERROR is in the table, but callers should never see it. */
const isStated = (code: string) => isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR';

/** The counts so far. */
interface Account {
  operations: number;
  latencies: number[];
  codes: Map<string, number>;
  unstated: string[];
  requests: { id: string; type: string }[];
  restarts: number;
}

const random = (below: number) => Math.floor(Math.random() * below);
const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;

async function send<T>(account: Account, api: ApiClient, query: string, variables: object = {}): Promise<T | null> {
  const started = performance.now();
  const answer: Answer<T> = await api.send<T>(query, variables as Record<string, unknown>);
  account.operations += 1;
  account.latencies.push(performance.now() - started);
  for (const { extensions } of answer.errors ?? []) {
    const code = String(extensions?.code);
    account.codes.set(code, (account.codes.get(code) ?? 0) + 1);
    if (!isStated(code)) account.unstated.push(code);
  }
  return answer.errors ? null : answer.data;
}

interface Person {
  id: string;
  email: string;
}

/** Makes a person with a conversation; null when a service that this needs is down. */
async function makePerson(account: Account, api: ApiClient): Promise<Person | null> {
  const word = Math.random().toString(36).slice(2);
  const made = await send<{ createExternalContact: { id: string } }>(
    account,
    api,
    'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
    { input: { firstName: 'Soak', lastName: word, workEmail: `${word}@soak.example` } },
  );
  const id = made?.createExternalContact.id;
  if (!id) return null;
  const started = await send<{ startConversation: { id: string } }>(
    account,
    api,
    'mutation ($id: ID!) { startConversation(input: { channel: EMAIL, externalContactId: $id }) { id } }',
    { id },
  );
  if (started)
    await send(account, api, 'mutation ($input: AddMessageInput!) { addMessage(input: $input) { id } }', {
      input: { conversationId: started.startConversation.id, direction: 'INBOUND', text: `Hello from ${word}.` },
    });
  return { id, email: `${word}@soak.example` };
}

/** Calls in turn: makes people, creates requests, and reads. */
async function caller(account: Account, apis: ApiClient[], until: number): Promise<void> {
  const people: Person[] = [];
  while (Date.now() < until) {
    const api = pick(apis);
    const dice = random(10);
    if (dice < 3 || people.length === 0) {
      const person = await makePerson(account, api);
      if (person) people.push(person);
    } else if (dice < 5) {
      await send(
        account,
        api,
        'query ($term: GdprSubjectTermInput!) { subjects(term: $term) { totalCount unavailable } }',
        {
          term: { email: pick(people).email },
        },
      );
    } else if (dice < 8) {
      await send(
        account,
        api,
        'query ($id: ID!) { externalContact(id: $id) { firstName conversations(first: 5) { nodes { id messages(first: 5) { nodes { id } } } } } }',
        { id: pick(people).id },
      );
    } else {
      const type = pick(['GET', 'EXPORT', 'UPDATE', 'DELETE'] as const);
      const id = type === 'DELETE' ? people.shift()?.id : pick(people).id;
      const created = await send<{ createGdprRequest: { request: { id: string } } }>(
        account,
        api,
        'mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { request { id } } }',
        {
          input: {
            type,
            term: { externalContactId: id },
            ...(type === 'DELETE' ? { deleteConfirmed: true } : {}),
            ...(type === 'UPDATE' ? { replacements: [{ type: 'NAME', existing: 'Soak', updated: 'Soaked' }] } : {}),
          },
        },
      );
      if (created) account.requests.push({ id: created.createGdprRequest.request.id, type });
    }
    await pause(50 + random(100));
  }
}

/** Kills one service after the other, once a minute; the system starts it again. */
async function killer(account: Account, system: System, until: number): Promise<void> {
  const services = [...system.processes.keys()].filter((name) => name !== 'gateway');
  for (let turn = 0; ; turn += 1) {
    for (let waited = 0; waited < 60_000; waited += 1_000) {
      if (Date.now() > until - 5_000) return;
      await pause(1_000);
    }
    await system.processes.get(services[turn % services.length] ?? '')?.kill('SIGKILL');
    account.restarts += 1;
  }
}

/** Waits until every request has ended. @returns the number of requests by status */
async function endings(api: ApiClient, account: Account, within: number): Promise<Map<string, number>> {
  const end = Date.now() + within;
  const ended = new Map<string, string>();
  const ids = [...new Set(account.requests.map(({ id }) => id))];
  while (ended.size < ids.length && Date.now() < end) {
    for (const id of ids.filter((each) => !ended.has(each))) {
      const { gdprRequest } = await api.ask<{ gdprRequest: { status: string } | null }>(
        'query ($id: ID!) { gdprRequest(id: $id) { status } }',
        { id },
      );
      const status = gdprRequest?.status ?? 'LOST';
      if ([...finishedStatuses, 'LOST'].includes(status)) ended.set(id, status);
    }
    await pause(500);
  }
  const counts = new Map<string, number>();
  for (const id of ids) {
    const status = ended.get(id) ?? 'UNFINISHED';
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

interface SoakOptions extends WorldOptions {
  world?: boolean;
  minutes: number;
  callers: number;
  json?: string;
}

/** Loads the system and prints the result. The exit code is 1 when anything was lost. */
export async function run(options: SoakOptions, command: Command): Promise<void> {
  const ofTheWorld = ['people', 'steps', 'seed'].find((name) => command.getOptionValueSource(name) === 'cli');
  if (ofTheWorld !== undefined && !options.world) throw new WrongCall(`--${ofTheWorld} goes with --world.`);
  if (options.world) return soakWorld(options);
  return soakLoad(options);
}

async function soakLoad({ minutes, callers, json }: SoakOptions): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-soak-'));
  const account: Account = { operations: 0, latencies: [], codes: new Map(), unstated: [], requests: [], restarts: 0 };
  const system = await startSystem({
    dataDir,
    port: 0,
    supervised: true,
    environment: { LOG_LEVEL: 'warn', ...withoutLimits },
  });
  const second = new ManagedProcess({
    name: 'gateway-2',
    program: 'gateway',
    environment: system.environment,
    port: await freePort(),
    logDirectory: path.join(dataDir, 'logs'),
  });
  try {
    await second.start();
    const api = await system.client({ organization });
    const apis = [api, new ApiClient(second.url, await system.token({ organization }))];
    const memory: number[][] = [[], []];
    const sample = () => {
      [system.processes.get('gateway')?.pid ?? 0, second.pid].forEach((pid, index) =>
        memory[index]?.push(memoryOf(pid)),
      );
      const latest = memory.map((each) => `${Math.round(each.at(-1) ?? 0)} MB`).join(', ');
      console.error(
        `${account.operations} operations, ${account.requests.length} requests, ${account.restarts} kills, ${latest}`,
      );
    };
    const sampler = setInterval(sample, 10_000);
    const until = Date.now() + minutes * 60_000;
    await Promise.all([
      ...Array.from({ length: callers }, () => caller(account, apis, until)),
      killer(account, system, until),
    ]);
    clearInterval(sampler);
    sample();
    const ended = await endings(api, account, 180_000);
    // The first third is the warm-up: caches fill, and code is compiled.
    const growth = memory.map((each) => {
      const third = Math.max(1, Math.floor(each.length / 3));
      return median(each.slice(-third)) - median(each.slice(third, 2 * third));
    });
    const result = {
      minutes,
      operations: account.operations,
      p50: median(account.latencies),
      p99: percentile(account.latencies, 0.99),
      kills: account.restarts,
      requests: Object.fromEntries(ended),
      codes: Object.fromEntries(account.codes),
      unstated: account.unstated,
      memoryMb: memory.map((each) => ({ idle: each[0], last: each.at(-1) })),
      growthMb: growth,
    };
    printTable(
      ['what', 'came of it'],
      Object.entries(result).map(([name, value]) => [name, JSON.stringify(value)]),
    );
    if (json) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
    const lost = [...ended].filter(([status]) => status !== 'COMPLETED').reduce((sum, [, count]) => sum + count, 0);
    if (lost > 0 || account.unstated.length > 0) process.exitCode = 1;
  } finally {
    await second.stop();
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
