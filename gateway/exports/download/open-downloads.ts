/**
 * Bounds the downloads that are open at once (R27): each holds a file or a connection of the store, and one package may be asked for in
 * any number of ranges. What is more than that waits for its turn. Downloads are not counted as reads: whoever takes a large package in
 * small ranges asks for it thousands of times.
 */
import type { ServerResponse } from 'node:http';
import { codedError, currentKeys } from '../../../subgraphs/kit';

/** How many one caller, and one organisation, may have open at one gateway. */
const most = { actor: 8, organization: 24 };
/** How many of an organisation may wait. */
const mostWaiting = 500;
/** When a caller may try again after too many, in seconds. */
const retryAfterSeconds = 5;

interface Waiting {
  actor: string;
  /** Begins the download. */
  begin: () => void;
}

/** The downloads of one organisation. */
class Downloads {
  private open = 0;
  private readonly byActor = new Map<string, number>();
  private waiting: Waiting[] = [];

  get isIdle(): boolean {
    return this.open === 0 && this.waiting.length === 0;
  }

  get isFull(): boolean {
    return this.waiting.length >= mostWaiting;
  }

  wait(each: Waiting): void {
    this.waiting.push(each);
    this.beginNext();
  }

  leave(each: Waiting): void {
    this.waiting = this.waiting.filter((other) => other !== each);
  }

  end(actor: string): void {
    this.open -= 1;
    const left = (this.byActor.get(actor) ?? 0) - 1;
    if (left > 0) this.byActor.set(actor, left);
    else this.byActor.delete(actor);
    this.beginNext();
  }

  /** Begins those that may: a caller with too many open keeps no other waiting. */
  private beginNext(): void {
    while (this.open < most.organization) {
      const next = this.waiting.find(({ actor }) => (this.byActor.get(actor) ?? 0) < most.actor);
      if (!next) return;
      this.leave(next);
      this.open += 1;
      this.byActor.set(next.actor, (this.byActor.get(next.actor) ?? 0) + 1);
      next.begin();
    }
  }
}

export class OpenDownloads {
  private readonly organizations = new Map<string, Downloads>();

  /**
   * Waits until a download of the current organisation may begin; it counts until its answer has ended.
   * @returns whether its client is still there
   * @throws RATE_LIMITED when too many wait
   */
  async begin(actor: string, response: ServerResponse): Promise<boolean> {
    // A client who has left already would never be heard to leave.
    if (response.destroyed) return false;
    const { organizationId } = currentKeys();
    const own = this.organizations.get(organizationId) ?? new Downloads();
    if (own.isFull) throw tooMany();
    this.organizations.set(organizationId, own);
    return new Promise((resolve) => {
      let begun = false;
      const waiting = {
        actor,
        begin: () => {
          begun = true;
          resolve(true);
        },
      };
      response.once('close', () => {
        if (begun) own.end(actor);
        else own.leave(waiting);
        if (own.isIdle) this.organizations.delete(organizationId);
        resolve(false);
      });
      own.wait(waiting);
    });
  }
}

const tooMany = () =>
  codedError(
    'RATE_LIMITED',
    `Too many downloads of the organisation wait for their turn. Try again in ${retryAfterSeconds} seconds.`,
    { retryAfterSeconds, http: { status: 429, headers: new Map([['retry-after', String(retryAfterSeconds)]]) } },
  );
