/**
 * Decides whose operation begins next when several callers ask at once (R27). An operation takes the gateway's time while it is
 * parsed, checked and planned, and then that of the services. A caller with many operations under way, or many abandoned ones,
 * waits for its own; other callers find a free place. While the process is busy, the caller with most of the work waits ({@link Load}).
 */
import type { preParsingAsyncHookHandler } from 'fastify';
import { codedError } from '../../../subgraphs/kit/base/errors';
import { callerGone } from '../../../subgraphs/kit/base/execution/caller-gone';
import type { Caller } from '../../../subgraphs/kit/base/security/caller-token';
import { Lines, type Line } from './lines';
import { Load } from './load';

declare module 'fastify' {
  interface FastifyRequest {
    /** The place of the caller's operation; null where operations need none. */
    place: Place | null;
  }
}

/** How many places a caller and an organisation have while others ask too. A caller that is alone has no such limit. */
const placesOfCaller = 4;
const placesOfOrganization = 16;

/**
 * A caller of large operations, or one that has got no answer lately and may abandon all that it asks at once: for each place that it
 * holds, its next operation begins this many milliseconds later.
 */
const pace = 5;

/** Services may not notice at once that an operation was abandoned, so it holds its place for this many milliseconds. */
const abandonedTime = 500;

/** What is lately, in milliseconds. A caller that has abandoned an operation lately has a single place, so that they come one by one. */
const lately = 1_000;

/** What an operation costs the gateway besides the nodes that it resolves, in nodes: itself, and one for so many bytes that it sends. */
const nodesOfAny = 20;
const bytesOfNode = 100;

/** How many operations of a caller may wait. */
const longestLine = 1_000;

/** Seen only in the log, because the caller has left. */
const left = () => codedError('BAD_REQUEST', 'The caller has left before its turn came.');

/** The place of an operation that has begun. It is free when the operation has ended, or after a while. */
export interface Place {
  /** What the operation has cost so far, in nodes. */
  nodes: number;
  /** Frees the place of an operation that was answered. */
  free: () => void;
  /** Says that the caller has abandoned the operation. */
  abandon: () => void;
}

/** The places of one gateway. */
export class Turns {
  private readonly load = new Load();
  private readonly lines = new Lines(this.load);
  private readonly withWaiting = new Set<Line>();
  private begun: Line[] = [];
  private scheduled = false;
  private scheduledLater = false;

  /** @param placeTime for how long an operation holds its place, in milliseconds: one that takes longer waits for a service */
  constructor(private readonly placeTime = 50) {}

  /** Waits before the body of a request is read. */
  readonly beforeBody: preParsingAsyncHookHandler = async (request, reply, payload) => {
    if (!request.caller) return payload;
    const gone = callerGone(reply.raw);
    const place = await this.take(request.caller, gone);
    request.place = place;
    const { socket } = request.raw;
    const before = socket.bytesRead;
    reply.raw.once('close', () => {
      place.nodes += (socket.bytesRead - before) / bytesOfNode;
      if (gone.aborted) place.abandon();
      else place.free();
    });
    return payload;
  };

  /**
   * Waits for a place.
   * @throws RATE_LIMITED when too many operations of the caller wait; BAD_REQUEST when the caller has left
   */
  async take(caller: Pick<Caller, 'organizationId' | 'subject'>, gone: AbortSignal): Promise<Place> {
    const line = this.lines.of(caller);
    if (line.waiting.size === 0 && this.mayBegin(line)) this.begin(line);
    else await this.queue(line, gone);
    return this.place(line);
  }

  private place(line: Line): Place {
    let held = true;
    const leave = () => {
      if (held) this.leave(line);
      held = false;
    };
    let timer = setTimeout(leave, this.placeTime).unref();
    const place: Place = {
      nodes: nodesOfAny,
      free: () => {
        this.load.spend(line.spending, place.nodes);
        line.answered = performance.now();
        clearTimeout(timer);
        leave();
      },
      abandon: () => {
        this.load.spend(line.spending, place.nodes);
        line.abandoned = performance.now();
        clearTimeout(timer);
        timer = setTimeout(leave, abandonedTime).unref();
      },
    };
    return place;
  }

  private mayBegin(line: Line): boolean {
    if (!this.lines.several) return true;
    const now = performance.now();
    if (line.begun || line.places >= (now - line.abandoned < lately ? 1 : placesOfCaller)) return false;
    if (this.lines.severalOrganizations && line.organization.places >= placesOfOrganization) return false;
    const paced = now - line.answered > lately || this.load.isLarge(line.spending);
    const early = paced && now - line.began < line.places * pace;
    if (!early && !this.load.holdsBack(line.spending)) return true;
    this.scheduleLater();
    return false;
  }

  private begin(line: Line): void {
    line.places += 1;
    line.organization.places += 1;
    line.began = performance.now();
    this.load.begin(line.spending);
    if (!line.begun) this.begun.push(line);
    line.begun = true;
    this.schedule();
  }

  private leave(line: Line): void {
    line.places -= 1;
    line.organization.places -= 1;
    if (this.withWaiting.size > 0) this.schedule();
  }

  private async queue(line: Line, gone: AbortSignal): Promise<void> {
    if (gone.aborted) throw left();
    if (line.waiting.size >= longestLine)
      throw codedError('RATE_LIMITED', `Too many calls: ${longestLine} of this caller wait. Try again in 1 second.`, {
        retryAfterSeconds: 1,
      });
    this.withWaiting.add(line);
    this.schedule();
    await new Promise<void>((resolve, reject) => {
      const begin = () => {
        gone.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        line.waiting.delete(begin);
        if (line.waiting.size === 0) this.withWaiting.delete(line);
        reject(left());
      };
      line.waiting.add(begin);
      gone.addEventListener('abort', leave, { once: true });
    });
  }

  /** Looks again after the event loop has handled everything else that has arrived. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.beginNext();
    });
  }

  /** Looks again when a caller that was held back may begin. */
  private scheduleLater(): void {
    if (this.scheduledLater) return;
    this.scheduledLater = true;
    setTimeout(() => {
      this.scheduledLater = false;
      this.schedule();
    }, pace).unref();
  }

  /** Begins one operation of each caller that has a free place. */
  private beginNext(): void {
    for (const line of this.begun.splice(0)) line.begun = false;
    for (const line of [...this.withWaiting]) {
      const [first] = line.waiting;
      if (!first || !this.mayBegin(line)) continue;
      line.waiting.delete(first);
      // A caller that had its turn comes last the next time.
      this.withWaiting.delete(line);
      if (line.waiting.size > 0) this.withWaiting.add(line);
      this.begin(line);
      first();
    }
  }
}
