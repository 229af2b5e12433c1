/** One process of the system: it is started, watched, restarted when it dies, and stopped in order. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ownUrl } from '../../../gateway/config/own-url';
import { bundledProgram } from '../../run/programs';
import { endOf } from '../postgres/child-end';
import { Restarts } from './restarts';

/** The process to run. */
export interface ProcessOptions {
  name: string;
  /** The bundled program: `gateway`, `worker`, `gdpr` or a service's name. */
  program: string;
  environment: Record<string, string>;
  port: number;
  logDirectory: string;
  /** Called when the process dies, and when it is back. */
  onEvent?: (message: string) => void;
  /** Called when the process has died too often to be started again. */
  onGivenUp?: (message: string) => void;
}

const readyWithin = 60_000;

const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess) =>
  pid === undefined || exitCode !== null || signalCode !== null;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether the process that serves this GraphQL URL reports that it is ready. */
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
  private readonly restarts = new Restarts();

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

  /**
   * Starts the process and waits until it is ready.
   * @throws with its last log lines when it ends or is not ready in time; in the second case it is killed
   */
  async start(): Promise<void> {
    this.stopping = false;
    const child = this.launch();
    let failure: Error | undefined;
    child.once('error', (error) => (failure = error));
    for (const end = Date.now() + readyWithin; ; await pause(50)) {
      if (failure) throw this.failure(`could not be started: ${failure.message}`);
      if (hasEnded(child)) throw this.failure(`ended with ${child.exitCode ?? child.signalCode} while it started`);
      if (await this.isReady()) return;
      if (Date.now() > end) break;
    }
    child.kill('SIGKILL');
    throw this.failure(`was not ready within ${readyWithin / 1000} s`);
  }

  /** Restarts the process whenever it dies, with growing delays, until it is stopped. */
  supervise(): void {
    this.supervised = true;
    const { child } = this;
    if (child && hasEnded(child)) this.ended(child, child.exitCode ?? child.signalCode ?? 0);
  }

  /** Sends a signal, as a fault test does. A supervised process is then restarted. Resolves when the process has ended. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || hasEnded(child)) return;
    const ended = endOf(child);
    child.kill(signal);
    await ended;
  }

  /** Stops the process in order, or by force after `within` milliseconds. */
  async stop(within = 30_000): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || hasEnded(child)) return;
    const ended = endOf(child);
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), within);
    await ended;
    clearTimeout(force);
  }

  private launch(): ChildProcess {
    const { program, environment, logDirectory, port } = this.options;
    mkdirSync(logDirectory, { recursive: true });
    const log = openSync(this.logFile, 'a', 0o600);
    // The IPC channel tells the child when we are gone. It has a process group of its own, so that we pass the terminal's Ctrl-C on.
    const child = spawn(process.execPath, [bundledProgram(program)], {
      env: { ...environment, PORT: String(port) },
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
    });
    closeSync(log);
    void endOf(child).then((how) => this.ended(child, how));
    this.child = child;
    return child;
  }

  private ended(child: ChildProcess, how: number | string): void {
    if (this.stopping || !this.supervised || child !== this.child) return;
    const { name } = this.options;
    const delay = this.restarts.next();
    if (delay === null) {
      this.options.onGivenUp?.(`${name} ended with ${how}, again and again. Its log: ${this.logFile}`);
      return;
    }
    this.options.onEvent?.(
      `${name} ended with ${how}; it is started again in ${delay / 1000} s. Its log: ${this.logFile}`,
    );
    setTimeout(() => {
      if (this.stopping) return;
      this.start().then(
        () => {
          this.restarts.succeeded();
          this.options.onEvent?.(`${name} is back.`);
        },
        // Reported when that attempt ended.
        () => {},
      );
    }, delay).unref();
  }

  /** Whether the process reports that it is ready. */
  isReady(): Promise<boolean> {
    return isReady(this.url);
  }

  private failure(what: string): Error {
    let lines: string[] = [];
    try {
      lines = readFileSync(this.logFile, 'utf8').trim().split('\n').slice(-5);
    } catch {
      // There is no log to show.
    }
    return new Error(
      [`${this.options.name} ${what}. Its log: ${this.logFile}`, ...lines.map((line) => `  ${line}`)].join('\n'),
    );
  }
}
