/**
 * Bounds the downloads that are open at once (R27): each holds a file or a connection of the store, and one package may be asked for in
 * any number of ranges. They are not counted as reads: whoever takes a large package in small ranges asks for it thousands of times.
 */
import type { ServerResponse } from 'node:http';
import { codedError, currentKeys } from '../../../subgraphs/kit';

/** How many one caller, and one organisation, may have open at one gateway. */
const most = { actor: 8, organization: 24 };
/** When a caller with too many of them may try again, in seconds. */
const retryAfterSeconds = 5;

export class OpenDownloads {
  private readonly open = new Map<string, number>();

  /**
   * Counts a download of the current organisation until its answer has ended.
   * @throws RATE_LIMITED when the caller or the organisation has too many
   */
  count(actor: string, response: ServerResponse): void {
    const { organizationId } = currentKeys();
    const keys = { organization: JSON.stringify([organizationId]), actor: JSON.stringify([organizationId, actor]) };
    for (const whose of ['actor', 'organization'] as const)
      if ((this.open.get(keys[whose]) ?? 0) >= most[whose]) throw tooMany(whose);
    // The client has left already: no event will say so.
    if (response.destroyed) return;
    for (const key of Object.values(keys)) this.open.set(key, (this.open.get(key) ?? 0) + 1);
    response.once('close', () => {
      for (const key of Object.values(keys)) {
        const left = (this.open.get(key) ?? 0) - 1;
        if (left > 0) this.open.set(key, left);
        else this.open.delete(key);
      }
    });
  }
}

const tooMany = (whose: keyof typeof most) =>
  codedError(
    'RATE_LIMITED',
    `${whose === 'actor' ? 'A caller' : 'An organisation'} may have ${most[whose]} downloads open at once. Try again in ${retryAfterSeconds} seconds.`,
    { retryAfterSeconds, http: { status: 429, headers: new Map([['retry-after', String(retryAfterSeconds)]]) } },
  );
