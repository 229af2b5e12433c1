/** A whole system that a suite uses alone for a while; other suites use it later. */
import { ApiClient } from '../../../scripts/develop/api-client';
import { developmentToken, type TokenClaims } from '../../../scripts/develop/token';
import { isReady } from '../../../scripts/develop/start/managed-process';
import type { TestSystem } from './system';
import type { PooledSystem, ProcessAction } from './system-pool';

async function ask<T>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const pool = process.env.HABEAS_TEST_SYSTEMS;
  if (!pool) throw new Error('The tests run under jest, whose global setup opens the pool of systems.');
  const response = await fetch(`${pool}${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as T & { message?: string };
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

/**
 * Takes a system of the pool, started with these variables. Everything runs, and nothing remains of the previous suite except rows
 * of organisations, whose names a suite should not reuse. A suite may kill its processes and put proxies before services; `stop` returns it.
 */
export async function sharedSystem(environment: Record<string, string> = {}): Promise<TestSystem> {
  const { id, processes, ...system } = await ask<PooledSystem>('POST', '/systems', environment);
  const token = (claims: TokenClaims) => developmentToken(system.dataDir, claims);
  const controlled = ({ name, url, logFile }: PooledSystem['processes'][number]) => {
    const act = (action: ProcessAction) => ask<void>('POST', `/systems/${id}/processes/${name}`, action);
    return {
      url,
      logFile,
      isReady: () => isReady(url),
      start: () => act({ action: 'start' }),
      stop: () => act({ action: 'stop' }),
      kill: (signal: NodeJS.Signals) => act({ action: 'kill', signal }),
    };
  };
  return {
    ...system,
    processes: new Map(processes.map((each) => [each.name, controlled(each)])),
    token,
    client: async (claims) => new ApiClient(system.url, await token(claims)),
    stop: () => ask('DELETE', `/systems/${id}`),
  };
}
