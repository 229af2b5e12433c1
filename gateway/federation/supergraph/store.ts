/**
 * Holds the supergraph that is served, and replaces it while requests run: everything of a new one is built before it
 * takes over, a bad one never replaces a good one, and an operation ends on the supergraph that it was validated against.
 */
import { EventEmitter } from 'node:events';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import { Supergraph, SupergraphError, type FindExecutor } from './supergraph';
import type { SupergraphSource } from './source';

/** @see SupergraphStore.on */
interface SupergraphEvents {
  /** A new supergraph serves from now on. */
  changed: [next: Supergraph, previous: Supergraph | undefined];
  /** A supergraph was offered and not taken; the one before still serves. */
  refused: [error: SupergraphError];
}

export class SupergraphStore extends EventEmitter<SupergraphEvents> {
  private running: Supergraph | undefined;
  private readonly bySchema = new WeakMap<GraphQLSchema, Supergraph>();
  /** Replacements are made one after the other. */
  private queue: Promise<unknown> = Promise.resolve();
  private stopWatching: (() => void) | undefined;

  constructor(
    private readonly findExecutor: FindExecutor,
    private readonly logger: Logger,
  ) {
    super();
  }

  /** The supergraph that serves. @throws before the first one is loaded */
  get current(): Supergraph {
    if (!this.running) throw new Error('No supergraph has been loaded.');
    return this.running;
  }

  /** Whether one serves. */
  get loaded(): boolean {
    return this.running !== undefined;
  }

  /** The supergraph whose public schema this is: what an operation was validated against. */
  of(schema: GraphQLSchema): Supergraph {
    return this.bySchema.get(schema) ?? this.current;
  }

  /** Reads the source and serves what it holds. @throws SupergraphError, or the error of reading */
  async load(source: SupergraphSource): Promise<Supergraph> {
    return this.replace(await source.read());
  }

  /**
   * Serves another supergraph from now on; the same one again changes nothing.
   * @throws SupergraphError saying what is wrong with it, and then the one before still serves
   */
  replace(sdl: string): Promise<Supergraph> {
    const replaced = this.queue.then(() => this.build(sdl));
    this.queue = replaced.catch(() => undefined);
    return replaced;
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

  private async build(sdl: string): Promise<Supergraph> {
    const previous = this.running;
    if (previous?.sdl === sdl) return previous;
    try {
      const next = await Supergraph.build(sdl, (previous?.generation ?? 0) + 1, this.findExecutor);
      if (previous) refuseLostServices(previous, next);
      this.running = next;
      this.bySchema.set(next.schema, next);
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
function refuseLostServices(previous: Supergraph, next: Supergraph): void {
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
