/**
 * Holds the supergraph that is served, and replaces it while requests run. A new supergraph is built completely before it takes
 * over. One that cannot be served never replaces one that can. An operation ends on the supergraph against which it was validated.
 */
import { EventEmitter } from 'node:events';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import type { PiiServiceInfo } from './discovery';
import { lostServices, retiredIn } from './lost-services';
import { messageOf, SupergraphError } from './supergraph-error';
import type { SupergraphSource } from './sources/supergraph-source';

/** What the store needs of a loaded supergraph. */
export interface LoadedSupergraph {
  readonly sdl: string;
  /** Its number among the supergraphs that this process has served, from 1. */
  readonly generation: number;
  /** The services of this supergraph that hold personal data. */
  readonly piiServices: readonly PiiServiceInfo[];
  /** Every subgraph's name and URL. */
  readonly subgraphs: ReadonlyMap<string, string>;
}

/** @see SupergraphStore.on */
interface SupergraphEvents<T> {
  /** A new supergraph has taken over. */
  changed: [next: T, previous: T | undefined];
  /** A supergraph was refused; the previous one still serves. */
  refused: [error: SupergraphError];
}

/** @typeParam T what is built from a supergraph: everything for planning, or only what calls of the contract need */
export class SupergraphStore<T extends LoadedSupergraph> extends EventEmitter<SupergraphEvents<T>> {
  private running: T | undefined;
  /** Runs replacements one after the other. */
  private queue: Promise<unknown> = Promise.resolve();
  /** A supergraph that {@link check} has built and that does not serve. */
  private checked: T | undefined;
  private stopWatching: (() => void) | undefined;

  /** @param make builds everything that serving needs; an error that it throws refuses the supergraph */
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

  /** Whether a supergraph has been loaded. */
  get loaded(): boolean {
    return this.running !== undefined;
  }

  /** Reads a source and serves its supergraph. @throws SupergraphError, or the source's error when it cannot be read */
  async load(source: SupergraphSource): Promise<T> {
    return this.replace(await source.read());
  }

  /**
   * Serves another supergraph from now on. Passing the current one again changes nothing.
   * @throws SupergraphError when it is refused; the previous one still serves then
   */
  replace(sdl: string): Promise<T> {
    const replaced = this.queue.then(() => this.build(sdl));
    this.queue = replaced.catch(() => undefined);
    return replaced;
  }

  /**
   * Checks whether a supergraph could serve next, by building it. If it then is the next one to serve, it is not built again.
   * @throws SupergraphError when it would be refused
   */
  async check(sdl: string): Promise<void> {
    try {
      const next = await this.make(sdl, this.current.generation + 1);
      refuseLostServices(this.current, next);
      this.checked = next;
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** Serves every change of the source, until {@link close}. */
  watch(source: SupergraphSource): void {
    this.stopWatching = source.watch(
      // A refusal is logged where it happens.
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
      const refusal = refusalOf(error);
      this.logger.error(
        { problems: refusal.problems },
        previous ? 'supergraph refused, the previous one still serves' : 'supergraph refused',
      );
      this.emit('refused', refusal);
      throw refusal;
    }
  }
}

/** Returns the refusal of a supergraph that could not be built. */
const refusalOf = (error: unknown): SupergraphError =>
  error instanceof SupergraphError ? error : new SupergraphError([messageOf(error)]);

/** Refuses a supergraph that silently lost a PII service. @throws SupergraphError */
function refuseLostServices(previous: LoadedSupergraph, next: LoadedSupergraph): void {
  const lost = lostServices(previous.piiServices, {
    subgraphs: new Set(next.subgraphs.keys()),
    piiServices: new Set(next.piiServices.map(({ name }) => name)),
    retired: retiredIn(next.sdl),
  });
  if (lost.length > 0) throw new SupergraphError(lost);
}
