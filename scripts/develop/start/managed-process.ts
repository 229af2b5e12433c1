/** One process of the system: started, watched, restarted when it dies, stopped in order. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ownUrl } from '../../../gateway/config/own-url';

/** What to run. */
export interface ProcessOptions {
  name: string;
  /** The program's compiled file. */
  script: string;
  environment: Record<string, string>;
  port: number;
  logDirectory: string;
  /** Told when the process dies and when it is back. */
  onEvent?: (message: string) => void;
}

const readyWithin = 60_000;
const restartDelays = [500, 1_000, 2_000, 5_000];

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether the process that serves this GraphQL URL answers that it is ready. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(2_000) });
    return response.ok;
  } catch {
    return false;
  }
}

export class ManagedProcess {
  private child: ChildProcess | undefined;
  private stopping = false;
  private supervised = false;
  private restarts = 0;

  constructor(private readonly options: ProcessOptions) {}

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get url(): string {
    return `${ownUrl({ HOST: this.options.environment.HOST ?? '127.0.0.1', PORT: this.options.port })}/graphql`;
  }

  get logFile(): string {
    return path.join(this.options.logDirectory, `${this.options.name}.log`);
  }

  /** Starts the process and waits until it is ready. @throws with its last log lines when it ends or is not ready in time. */
  async start(): Promise<void> {
    this.stopping = false;
    const child = this.launch();
    for (const end = Date.now() + readyWithin; ; await pause(50)) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw this.failure(`ended with ${child.exitCode ?? child.signalCode} while it started`);
      if (await this.isReady()) return;
      if (Date.now() > end) throw this.failure(`was not ready within ${readyWithin / 1000} s`);
    }
  }

  /** Restarts the process whenever it dies, with growing delays, until it is stopped. */
  supervise(): void {
    this.supervised = true;
  }

  /** Sends a signal, as a fault test does; a supervised process comes back. Resolves when the process has ended. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /** Stops the process in order, or by force after `within` milliseconds. */
  async stop(within = 30_000): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), within);
    await ended;
    clearTimeout(force);
  }

  private launch(): ChildProcess {
    const { script, environment, logDirectory, port } = this.options;
    mkdirSync(logDirectory, { recursive: true });
    const log = openSync(this.logFile, 'a');
    // The IPC channel tells the child when we are gone; its own group keeps the terminal's Ctrl-C for us to pass on.
    const child = spawn(process.execPath, [script], {
      env: { ...environment, PORT: String(port) },
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
    });
    closeSync(log);
    child.once('exit', (code, signal) => this.ended(child, code ?? signal));
    this.child = child;
    return child;
  }

  private ended(child: ChildProcess, how: number | string | null): void {
    if (this.stopping || !this.supervised || child !== this.child) return;
    const delay = restartDelays[Math.min(this.restarts, restartDelays.length - 1)] ?? 0;
    this.restarts += 1;
    this.options.onEvent?.(
      `${this.options.name} ended with ${how}; it is started again in ${delay / 1000} s. Its log: ${this.logFile}`,
    );
    setTimeout(() => {
      if (this.stopping) return;
      this.start().then(
        () => {
          this.restarts = 0;
          this.options.onEvent?.(`${this.options.name} is back.`);
        },
        () => {},
      );
    }, delay).unref();
  }

  /** Whether the process answers that it is ready. */
  isReady(): Promise<boolean> {
    return isReady(this.url);
  }

  private failure(what: string): Error {
    let lines: string[] = [];
    try {
      lines = readFileSync(this.logFile, 'utf8').trim().split('\n').slice(-5);
    } catch {
      // No log, nothing to show.
    }
    return new Error(
      [`${this.options.name} ${what}. Its log: ${this.logFile}`, ...lines.map((line) => `  ${line}`)].join('\n'),
    );
  }
}
