/** `npm start` and its processes: interrupted at any moment, a child that dies, a full disk. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { programFile } from '../../scripts/cli/command';
import { freePort } from '../../scripts/develop/ports';
import { isReady } from '../../scripts/develop/start/managed-process';
import { eventually } from '../support/eventually';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-start-'));
// When root runs the tests, PostgreSQL runs as another user, who must reach this directory.
chmodSync(dataDir, 0o755);
const started: Start[] = [];
afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** One `npm start`, with its output and its end. */
class Start {
  output = '';
  readonly ended: Promise<number | null>;

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) => child.once('exit', resolve));
  }
}

function start(port: number, around: string[] = []): Start {
  const [command = '', ...parameters] = [...around, process.execPath, programFile(), 'start'];
  const run = new Start(
    spawn(command, parameters, {
      env: { PATH: process.env.PATH, HABEAS_DATA_DIR: dataDir, PORT: String(port), DATABASE_POOL_SIZE: '5' },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  started.push(run);
  return run;
}

/** Waits for a text in the output of a start. */
const heard = (run: Start, words: string, within: number) =>
  eventually(() => Promise.resolve(run.output.includes(words)), within);

const text = (file: string) => {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', ' ');
  } catch {
    // The process has ended since.
    return '';
  }
};

/** The processes that work on the data directory: PostgreSQL has it in its command line, the others in their environment. */
function processesOf(directory: string): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), command: text(`/proc/${pid}/cmdline`) }))
    .filter(({ pid, command }) => `${command} ${text(`/proc/${pid}/environ`)}`.includes(directory));
}

/** The process on the data directory with a matching command line. */
function find(pattern: RegExp): number {
  const found = processesOf(dataDir).find(({ command }) => pattern.test(command));
  if (!found) throw new Error(`No process is like ${pattern}.`);
  return found.pid;
}

/** The moments of interruption: a line of the output, and milliseconds after it. */
const instants: [string, number][] = [
  ['', 30],
  ['Habeas starts', 0],
  ['PostgreSQL', 0],
  ['PostgreSQL', 300],
  ['PostgreSQL', 1_300],
  ['directory', 0],
  ['gateway', 400],
];

test('Ctrl-C at any moment leaves no process behind, and the next start works', async () => {
  const port = await freePort();
  for (const [line, later] of instants) {
    const run = start(port);
    if (line !== '') await heard(run, line, 90_000);
    await pause(later);
    run.child.kill('SIGINT');
    const code = await run.ended;
    // Before any code of ours runs, the signal itself ends the process.
    expect({ line, later, code, output: run.output }).toMatchObject({ code: run.output ? 0 : null });
    expect({ line, later, left: processesOf(dataDir) }).toEqual({ line, later, left: [] });
  }
}, 400_000);

test('a process that dies is named and started again: a service, the gateway, PostgreSQL', async () => {
  const port = await freePort();
  const run = start(port);
  await heard(run, 'Habeas is ready', 120_000);
  for (const [name, pattern] of [
    ['directory', /programs\/directory\.js/],
    ['PostgreSQL', /bin\/postgres -D/],
    ['gateway', /programs\/gateway\.js/],
  ] as const) {
    process.kill(find(pattern), 'SIGKILL');
    await heard(run, `${name} is back`, 60_000);
    expect(run.output).toContain(`${name} ended with SIGKILL; it is started again in 0.5 s.`);
  }
  await eventually(() => isReady(`http://127.0.0.1:${port}/graphql`), 60_000);
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  expect(processesOf(dataDir)).toEqual([]);
}, 300_000);

/** Fills the disk with a file. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (let size = 1024 * 1024; size >= 1; size = size >> 4)
      try {
        for (;;) writeSync(descriptor, Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
  } finally {
    closeSync(descriptor);
  }
}

// Only with the right to mount a disk of its own.
if (spawnSync('unshare', ['-m', 'true']).status === 0)
  test('a full disk is reported, ends nothing, and everything continues when there is space again', async () => {
    const port = await freePort();
    const mount = `mount -t tmpfs -o size=320m,mode=755 habeas ${dataDir} && exec "$@"`;
    const run = start(port, ['unshare', '-m', 'sh', '-c', mount, 'sh']);
    await heard(run, 'Habeas is ready', 120_000);
    const gateway = find(/programs\/gateway\.js/);
    const token = /Token {5}(\S+)/.exec(run.output)?.[1] ?? '';
    const ask = async (query: string) => {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as { errors?: { extensions: { code: string } }[] };
    };
    const request =
      'mutation { createGdprRequest(input: { type: GET, term: { email: "nobody@example.com" } }) { request { id } } }';
    expect(await ask(request)).not.toHaveProperty('errors');
    const filler = `/proc/${run.child.pid}/root${dataDir}/filler`;
    fill(filler);
    await heard(run, `The disk of ${dataDir} is full`, 10_000);
    for (let asked = 0; asked < 30; asked += 1) {
      const codes =
        (await ask(asked % 2 ? request : '{ subjects(term: { name: "Elena" }) { nodes { service } } }')).errors ?? [];
      for (const { extensions } of codes) expect(['SERVICE_UNAVAILABLE', 'RATE_LIMITED']).toContain(extensions.code);
    }
    rmSync(filler);
    await heard(run, `The disk of ${dataDir} has room again`, 10_000);
    await eventually(async () => !(await ask(request)).errors, 60_000);
    expect(find(/programs\/gateway\.js/)).toBe(gateway);
  }, 400_000);
