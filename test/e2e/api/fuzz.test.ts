/** Whatever is sent to any operation of the API, the answer is never a 500, has a stable code, and names the argument of bad input. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { isErrorCode } from '../../../subgraphs/kit/base/errors/error-codes';
import { ensureCast } from '../../../scripts/develop/seed/ensure-cast';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { variablesOf } from '../../support/api/arbitrary-input';
import { nestedOperations, publicSchema, rootOperations } from '../../support/api/operations';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

/** The number of calls, spread over the operations. */
const cases = 10_000;
const atOnce = 6;

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization: 'fuzz' });
}, 90_000);

afterAll(() => system.stop());

interface Failure {
  message: string;
  extensions?: { code?: string; argument?: string };
}

async function check(document: string, variables: Record<string, unknown>): Promise<void> {
  const { status, errors = [], text } = await api.send(document, variables);
  const told = `${status} ${text.slice(0, 400)}`;
  if (status >= 500) throw new Error(told);
  for (const { extensions } of errors as Failure[]) {
    const code = extensions?.code ?? '';
    if (!isErrorCode(code) || code === 'INTERNAL_SERVER_ERROR') throw new Error(told);
    if (code === 'BAD_USER_INPUT' && !extensions?.argument) throw new Error(`no argument is named: ${told}`);
  }
}

test(`${cases} calls with good, bad and hostile values are answered with data or with a stable code`, async () => {
  const seed = Number(process.env.HABEAS_TEST_SEED ?? Date.now() % 1_000_000);
  process.stdout.write(`fuzz: seed ${seed}\n`);
  const cast = await ensureCast(api);
  const ids = Object.values(cast as unknown as Record<string, unknown>)
    .flat(3)
    .filter((id) => typeof id === 'string');
  const schema = await publicSchema(api);
  const operations = [...rootOperations(schema), ...nestedOperations(schema)];
  expect(operations.length).toBeGreaterThanOrEqual(45);
  const numRuns = Math.ceil(cases / operations.length);
  const left = [...operations];
  const worker = async () => {
    for (let operation = left.shift(); operation; operation = left.shift()) {
      const { document, args, name } = operation;
      await fc
        .assert(
          fc.asyncProperty(variablesOf(args, ids), (variables) => check(document, variables)),
          { seed, numRuns },
        )
        .catch((error: unknown) => {
          throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
        });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  // No process has ended (nothing would restart it), and no rejection was unhandled.
  for (const [name, process] of system.processes) expect([name, await process.isReady()]).toEqual([name, true]);
  for (const { logFile } of system.processes.values())
    expect(readFileSync(logFile, 'utf8')).not.toMatch(/internal error|unhandled|uncaught/i);
}, 240_000);
