/**
 * Watches a service that is called again and again: one that makes no progress is one failed attempt, however it makes none
 * (R27). The memory does not grow with the calls.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { totalOf } from '../../../subgraphs/kit/base/contract/answers';
import { ServiceCallError } from './service-call';

/** Pages in a row that bring nothing, and pages of one walk at all. */
const mostEmptyPages = 100;
const mostPages = 100_000;

/**
 * Answers in a row that tell of nothing new, and answers at all. A correction of many records may find none to change for a
 * while: a call handles some thousands of them.
 */
const mostUnchangedReports = 10;
const mostReports = 10_000;

/** How much longer the next call waits after each such answer, in milliseconds. */
const pauseStep = 100;

const noProgress = (service: string, message: string) => new ServiceCallError(service, 'SERVICE_NO_PROGRESS', message);

/** A walk from page to page. */
export class PageProgress {
  private pages = 0;
  private empty = 0;
  /** A cursor of the walk, which those that follow are compared with; a later one takes its place at every power of two (Brent). */
  private mark: string | null;
  private nextMark = 1;

  /** @param after where the walk begins */
  constructor(
    private readonly service: string,
    after: string | null,
  ) {
    this.mark = after;
  }

  /**
   * Told after each page what follows it, and how much it brought.
   * @throws ServiceCallError SERVICE_NO_PROGRESS when the pages go round in circles, bring nothing, or come without end
   */
  assertProgress(endCursor: string | null | undefined, items: number): void {
    if (endCursor == null) return;
    if (endCursor === this.mark) throw noProgress(this.service, 'The pages of the service go round in circles.');
    this.pages += 1;
    this.empty = items > 0 ? 0 : this.empty + 1;
    if (this.empty >= mostEmptyPages)
      throw noProgress(this.service, `The service answered with ${mostEmptyPages} pages in a row that bring nothing.`);
    if (this.pages >= mostPages)
      throw noProgress(this.service, `The service answered with ${mostPages} pages, and says that more follow.`);
    if (this.pages === this.nextMark) {
      this.mark = endCursor;
      this.nextMark *= 2;
    }
  }
}

/** An action that is repeated until the service says that it is complete. */
export class ReportProgress {
  private reports = 0;
  private unchanged = 0;
  private most: number;

  /** @param recorded what the service reported before */
  constructor(
    private readonly service: string,
    recorded: readonly { count: number }[],
  ) {
    this.most = totalOf(recorded);
  }

  /**
   * Told after each answer that is not complete; waits a little when it tells of nothing new.
   * @throws ServiceCallError SERVICE_NO_PROGRESS when that goes on
   */
  async assertProgress(dispositions: readonly { count: number }[]): Promise<void> {
    const total = totalOf(dispositions);
    this.reports += 1;
    this.unchanged = total > this.most ? 0 : this.unchanged + 1;
    this.most = Math.max(this.most, total);
    if (this.unchanged >= mostUnchangedReports)
      throw noProgress(
        this.service,
        `The service said ${mostUnchangedReports} times in a row that it is not done, and did nothing more.`,
      );
    if (this.reports >= mostReports)
      throw noProgress(this.service, `The service said ${mostReports} times that it is not done.`);
    if (this.unchanged > 0) await pause(this.unchanged * pauseStep);
  }
}
