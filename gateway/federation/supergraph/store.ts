/**
 * Holds the supergraph that is served, and replaces it while requests run: everything of a new one is built before it
 * takes over, a bad one never replaces a good one, and an operation ends on the supergraph that it was validated against.
 */
import { EventEmitter } from 'node:events';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import type { PiiServiceInfo } from './discovery';
import { messageOf, SupergraphError } from './supergraph-error';
import type { SupergraphSource } from './sources/supergraph-source';

/** What the store knows of a supergraph, whatever else is made of it. */
export interface LoadedSupergraph {
  readonly sdl: string;
  /** Counts the supergraphs that this process has served, from 1. */
  readonly generation: number;
  /** The services that hold personal data, as far as this supergraph says. */
  readonly piiServices: readonly PiiServiceInfo[];
  /** Every subgraph's name and URL. */
  readonly subgraphs: ReadonlyMap<string, string>;
}

/** @see SupergraphStore.on */
interface SupergraphEvents<T> {
  /** A new supergraph serves from now on. */
  changed: [next: T, previous: T | undefined];
  /** A supergraph was offered and not taken; the one before still serves. */
  refused: [error: SupergraphError];
}

/** @typeParam T what is made of a supergraph: all that planning takes, or what the contract's calls take */
export class SupergraphStore<T extends LoadedSupergraph> extends EventEmitter<SupergraphEvents<T>> {
  private running: T | undefined;
  /** Replacements are made one after the other. */
  private queue: Promise<unknown> = Promise.resolve();
  /** Built, and not serving. */
  private checked: T | undefined;
  private stopWatching: (() => void) | undefined;

  /** @param make makes everything that serving takes; what it throws refuses the supergraph */
  constructor(
    private readonly make: (sdl: string, generation: number) => T | Promise<T>,
    private readonly logger: Logger,
  ) {
    super();
  }

  /** The supergraph that serves. @throws before the first one is loaded */
  get current(): T {
    if (!this.running) throw new Error('No supergraph has been loaded.');
    return this.running;
  }

  /** Whether one serves. */
  get loaded(): boolean {
    return this.running !== undefined;
  }

  /** Reads the source and serves what it holds. @throws SupergraphError, or the error of reading */
  async load(source: SupergraphSource): Promise<T> {
    return this.replace(await source.read());
  }

  /**
   * Serves another supergraph from now on; the same one again changes nothing.
   * @throws SupergraphError saying what is wrong with it, and then the one before still serves
   */
  replace(sdl: string): Promise<T> {
    const replaced = this.queue.then(() => this.build(sdl));
    this.queue = replaced.catch(() => undefined);
    return replaced;
  }

  /**
   * Builds a supergraph as if it were to serve next; nothing is changed. If it is what serves next, it is not built again.
   * @throws SupergraphError saying why it could not
   */
  async check(sdl: string): Promise<void> {
    try {
      const next = await this.make(sdl, this.current.generation + 1);
      refuseLostServices(this.current, next);
      this.checked = next;
    } catch (error) {
      throw error instanceof SupergraphError ? error : new SupergraphError([messageOf(error)]);
    }
  }

  /** Takes in every change of the source, until {@link close}. */
  watch(source: SupergraphSource): void {
    this.stopWatching = source.watch(
      // What is wrong with a supergraph is said where it is refused.
      (sdl) => void this.replace(sdl).catch(() => undefined),
      (reason) => this.logger.warn({ source: source.name, reason }, 'the supergraph cannot be read'),
    );
  }

  close(): void {
    this.stopWatching?.();
    this.removeAllListeners();
  }

  private async build(sdl: string): Promise<T> {
    const previous = this.running;
    if (previous?.sdl === sdl) return previous;
    try {
      const generation = (previous?.generation ?? 0) + 1;
      const { checked } = this;
      this.checked = undefined;
      const isChecked = checked?.sdl === sdl && checked.generation === generation;
      const next = isChecked ? checked : await this.make(sdl, generation);
      if (previous) refuseLostServices(previous, next);
      this.running = next;
      this.logger.info({ generation: next.generation, subgraphs: [...next.subgraphs.keys()] }, 'supergraph loaded');
      this.emit('changed', next, previous);
      return next;
    } catch (error) {
      const refusal = error instanceof SupergraphError ? error : new SupergraphError([(error as Error).message]);
      this.logger.error(
        { problems: refusal.problems },
        previous ? 'supergraph refused, the previous one still serves' : 'supergraph refused',
      );
      this.emit('refused', refusal);
      throw refusal;
    }
  }
}

/**
 * A service whose personal data requests reached must not drop out of their reach unnoticed. That it is retired is said in
 * the supergraph itself, by a comment of its own line: `# retired: recordings`.
 */
function refuseLostServices(previous: LoadedSupergraph, next: LoadedSupergraph): void {
  const retired = new Set(
    [...next.sdl.matchAll(/^#\s*retired:\s*(.+)$/gm)].flatMap(([, names]) => (names ?? '').split(/[\s,]+/)),
  );
  const kept = new Set(next.piiServices.map(({ name }) => name));
  const lost = previous.piiServices.filter(({ name }) => !kept.has(name) && !retired.has(name));
  if (lost.length === 0) return;
  throw new SupergraphError(
    lost.map(
      ({ name }) =>
        `the PII service "${name}" is in it no longer, or has lost the contract; retire it explicitly (# retired: ${name}) if that is meant`,
    ),
  );
}
