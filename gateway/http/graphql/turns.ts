/**
 * Decides whose operation begins next when several callers ask at once (R27). An operation takes the gateway's time while it is
 * parsed, checked and planned, and then that of the services. A caller with many operations under way, or many abandoned ones,
 * waits for its own; other callers find a free place.
 */
import type { preParsingAsyncHookHandler } from 'fastify';
import { codedError } from '../../../subgraphs/kit/base/errors';
import { callerGone } from '../../../subgraphs/kit/base/execution/caller-gone';
import type { Caller } from '../../../subgraphs/kit/base/security/caller-token';

/** How many places a caller and an organisation have while others ask too. A caller that is alone has no such limit. */
const placesOfCaller = 4;
const placesOfOrganization = 16;

/** Services may not notice that an operation was abandoned, so it holds two places for this many milliseconds. */
const givenUpTime = 1_000;

/** How long a caller counts as one of several after its last operation, in milliseconds. */
const memory = 1_000;

/** How many operations of a caller may wait. */
const longestLine = 1_000;

/** Seen only in the log, because the caller has left. */
const left = () => codedError('BAD_REQUEST', 'The caller has left before its turn came.');

interface Organization {
  id: string;
  places: number;
  lines: number;
}

/** The operations of one caller. */
interface Line {
  readonly key: string;
  readonly organization: Organization;
  places: number;
  /** Functions that begin the waiting operations, the oldest first. */
  readonly waiting: Set<() => void>;
  seen: number;
  /** Whether one has begun since the process last looked at everything else that has come. */
  begun: boolean;
}

/** The place of an operation that has begun. */
interface Place {
  free: () => void;
  /** Makes it hold two places for the time of an abandoned operation. */
  keepTwo: (milliseconds: number) => void;
}

/** The places of one gateway. */
export class Turns {
  private readonly organizations = new Map<string, Organization>();
  private readonly lines = new Map<string, Line>();
  private readonly withWaiting = new Set<Line>();
  private begun: Line[] = [];
  private scheduled = false;
  private swept = 0;

  /** @param placeTime for how long an operation holds its place, in milliseconds: one that takes longer waits for a service */
  constructor(private readonly placeTime = 50) {}

  /** Waits before the body of a request is read; the place is free again when it is answered, or after a while. */
  readonly beforeBody: preParsingAsyncHookHandler = async ({ caller }, reply, payload) => {
    if (!caller) return payload;
    const gone = callerGone(reply.raw);
    const { free, keepTwo } = await this.take(caller, gone);
    reply.raw.once('close', () => (gone.aborted ? keepTwo(givenUpTime) : free()));
    return payload;
  };

  /**
   * Waits for a place.
   * @returns the place, with functions to free it and to hold two places for a while
   * @throws RATE_LIMITED when too many operations of the caller wait; BAD_REQUEST when the caller has left
   */
  async take(caller: Pick<Caller, 'organizationId' | 'subject'>, gone: AbortSignal): Promise<Place> {
    const line = this.lineOf(caller);
    if (line.waiting.size === 0 && this.mayBegin(line)) this.begin(line);
    else await this.queue(line, gone);
    return this.place(line);
  }

  private place(line: Line): Place {
    let held = 1;
    const free = () => {
      if (held > 0) this.free(line, held);
      held = 0;
    };
    let timer = setTimeout(free, this.placeTime).unref();
    const keepTwo = (milliseconds: number) => {
      if (held === 0) return;
      this.occupy(line);
      held += 1;
      clearTimeout(timer);
      timer = setTimeout(free, milliseconds).unref();
    };
    return { free, keepTwo };
  }

  private lineOf({ organizationId, subject }: Pick<Caller, 'organizationId' | 'subject'>): Line {
    const now = performance.now();
    if (now - this.swept > memory) this.sweep(now);
    const key = `${organizationId}\n${subject}`;
    let line = this.lines.get(key);
    if (!line) {
      const organization = this.organizations.get(organizationId) ?? { id: organizationId, places: 0, lines: 0 };
      this.organizations.set(organizationId, organization);
      organization.lines += 1;
      line = { key, organization, places: 0, waiting: new Set(), seen: now, begun: false };
      this.lines.set(key, line);
    }
    line.seen = now;
    return line;
  }

  private sweep(now: number): void {
    this.swept = now;
    for (const { key, organization, places, waiting, seen } of this.lines.values()) {
      if (places > 0 || waiting.size > 0 || now - seen <= memory) continue;
      this.lines.delete(key);
      organization.lines -= 1;
      if (organization.lines === 0) this.organizations.delete(organization.id);
    }
  }

  private mayBegin({ begun, places, organization }: Line): boolean {
    if (this.lines.size < 2) return true;
    if (begun || places >= placesOfCaller) return false;
    return this.organizations.size < 2 || organization.places < placesOfOrganization;
  }

  private occupy(line: Line): void {
    line.places += 1;
    line.organization.places += 1;
  }

  private begin(line: Line): void {
    this.occupy(line);
    if (!line.begun) this.begun.push(line);
    line.begun = true;
    this.schedule();
  }

  private free(line: Line, places: number): void {
    line.places -= places;
    line.organization.places -= places;
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
