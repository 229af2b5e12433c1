/**
 * Calls the contract of one PII service. The answer is data from another team's program: it is bounded in time and size
 * and checked before anything is recorded, and whatever is wrong with it is one failed attempt (R11).
 */
import type { z } from 'zod';
import type { Replacement, TermInput } from '../../../subgraphs/kit';
import {
  answers,
  streamedPage,
  type MarkedPage,
  type ReportedPage,
  type ServicePage,
  type ServiceReport,
  type SubjectPage,
} from '../../../subgraphs/kit/base/contract/answers';
import { ContractCalls } from './contract-calls';
import { PageStreams } from './page-streams';
import { ServiceCallError, type ServiceCallLimits, type ServiceCallScope, type SignServiceToken } from './service-call';

/** One service's contract, over HTTP. A service that does not answer is not hammered: its circuit opens (R11). */
export class PiiServiceClient {
  private readonly calls: ContractCalls;
  private readonly streams: PageStreams;

  constructor(
    readonly name: string,
    url: string,
    signToken: SignServiceToken,
    limits: ServiceCallLimits = {},
  ) {
    this.calls = new ContractCalls(name, url, signToken, limits);
    this.streams = new PageStreams(name, url, signToken, limits);
  }

  /**
   * One page of what the service holds about the person.
   * @param asOf a mark: what came to hold the term after it is counted and not in the page (R25)
   * @throws ServiceCallError
   */
  async find(
    scope: ServiceCallScope,
    term: TermInput,
    first: number,
    after?: string | null,
    asOf?: string | null,
  ): Promise<ServicePage> {
    const data = await this.calls.call(scope, 'find', { term, first, after, asOf });
    const page = this.checked(answers.find, data).personalData;
    this.assertPage(page, page.records.length, first, after);
    return page;
  }

  /** Whether another stream of this service may begin. */
  get mayStream(): boolean {
    return this.streams.isFree;
  }

  /**
   * All pages in one answer, of a service that has that part of the contract. It may break off: pages by calls go on from the last
   * cursor.
   * @throws ServiceCallError, and the reason of `signal` once it has aborted
   */
  async *stream(
    scope: ServiceCallScope,
    term: TermInput,
    first: number,
    signal: AbortSignal,
  ): AsyncGenerator<ServicePage> {
    const { path } = this.checked(answers.stream, await this.calls.call(scope, 'stream', {})).streamPersonalData;
    let after: string | null = null;
    for await (const line of this.streams.lines(scope, path, { term, first }, signal)) {
      const page = this.checked(streamedPage, parsed(line));
      this.assertPage(page, page.records.length, first, after);
      yield page;
      after = page.endCursor ?? null;
      if (after === null) return;
    }
    throw new ServiceCallError(
      this.name,
      'SERVICE_UNAVAILABLE',
      'The stream of the service ended before its last page.',
    );
  }

  /** The first page of the same, with the mark of the moment that it shows (R25). @throws ServiceCallError */
  async report(scope: ServiceCallScope, term: TermInput, first: number): Promise<ReportedPage> {
    const data = await this.calls.call(scope, 'report', { term, first });
    const page = this.checked(answers.report, data).personalData;
    this.assertPage(page, page.records.length, first, null);
    return page;
  }

  /** The subjects of one page of the same; without records, pages may end with the last subject. @throws ServiceCallError */
  async subjects(
    scope: ServiceCallScope,
    term: TermInput,
    first: number,
    after?: string | null,
    asOf?: string | null,
  ): Promise<SubjectPage> {
    const data = await this.calls.call(scope, 'subjects', { term, first, after, asOf });
    const page = this.checked(answers.subjects, data).personalData;
    this.assertPage(page, 0, first, after);
    return page;
  }

  /** The first page of them, with the mark of the moment that it shows (R25). @throws ServiceCallError */
  async marked(scope: ServiceCallScope, term: TermInput, first: number, asOf?: string | null): Promise<MarkedPage> {
    const data = await this.calls.call(scope, 'marked', { term, first, asOf });
    const page = this.checked(answers.marked, data).personalData;
    this.assertPage(page, 0, first, null);
    return page;
  }

  /** A page of places that no request reaches (R18), of a service that reports them. @throws ServiceCallError */
  async unreachable(scope: ServiceCallScope, first: number, after?: string | null) {
    const data = await this.calls.call(scope, 'unreachable', { first, after });
    const page = this.checked(answers.unreachable, data).unreachableData;
    this.assertPage(page, page.places.length, first, after);
    return page;
  }

  /**
   * The other persons whom records of the term are about, page by page, of a service that has that part of the contract.
   * @param asOf a mark: records that it does not cover are left out (R25)
   * @throws ServiceCallError
   */
  async linked(scope: ServiceCallScope, term: TermInput, first: number, after: string | null, asOf: string | null) {
    const data = await this.calls.call(scope, 'linked', { term, first, after, asOf });
    const page = this.checked(answers.linked, data).linkedSubjects;
    // A record may be about several persons.
    this.assertPage(page, 0, first, after);
    return page;
  }

  /**
   * Erases a bounded number of records; call again until `complete`.
   * @param asOf a mark: what came to hold the term after it is left alone (R25)
   * @throws ServiceCallError
   */
  async erase(
    scope: ServiceCallScope & { requestId: string },
    term: TermInput,
    limit: number,
    asOf?: string | null,
  ): Promise<ServiceReport> {
    const data = await this.calls.call(scope, 'erase', { requestId: scope.requestId, term, limit, asOf });
    return this.checked(answers.erase, data).erasePersonalData;
  }

  /** Replaces values in a bounded number of records; call again until `complete`. `asOf` as for `erase`. @throws ServiceCallError */
  async rectify(
    scope: ServiceCallScope & { requestId: string },
    term: TermInput,
    replacements: Replacement[],
    limit: number,
    asOf?: string | null,
  ): Promise<ServiceReport> {
    const { requestId } = scope;
    const data = await this.calls.call(scope, 'rectify', { requestId, term, replacements, limit, asOf });
    return this.checked(answers.rectify, data).rectifyPersonalData;
  }

  /**
   * Restricts a subject's data, or lifts that (R34), in a service that has that part of the contract.
   * @returns whether they are under this restriction now
   * @throws ServiceCallError
   */
  async restrict(
    scope: ServiceCallScope & { requestId: string },
    term: TermInput,
    restricted: boolean,
  ): Promise<boolean> {
    const data = await this.calls.call(scope, 'restrict', { restrictionId: scope.requestId, term, restricted });
    return this.checked(answers.restrict, data).restrictPersonalData.restricted;
  }

  /**
   * Fetches a file of the service's, for `timeout` milliseconds at most.
   * @throws ServiceCallError SERVICE_REPLY_INVALID when the file is not at this service's own address, SERVICE_REFUSED when the
   * service does not hand it out, and another code when it cannot be asked now: the same file may come later
   */
  download(scope: ServiceCallScope, url: string, timeout?: number): Promise<AsyncIterable<Buffer>> {
    return this.calls.download(scope, url, timeout);
  }

  /** Closes the connections once the calls and streams under way have ended. */
  async close(): Promise<void> {
    await Promise.all([this.calls.close(), this.streams.close()]);
  }

  /** The same for a process that stops: it waits for calls alone, since a stream may take hours. */
  async stop(): Promise<void> {
    await Promise.all([this.calls.close(), this.streams.breakOff()]);
  }

  private checked<T>(schema: z.ZodType<T>, data: unknown): T {
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    const place = parsed.error.issues[0]?.path.join('.') || 'its root';
    throw this.invalid(`The service's answer does not fit the contract at ${place}.`);
  }

  /** What a page promises beside its form: no more than was asked for, and that it is not followed by itself. */
  private assertPage(
    { endCursor }: { endCursor?: string | null | undefined },
    items: number,
    first: number,
    after: string | null | undefined,
  ): void {
    if (items > first) throw this.invalid(`The service answered with ${items} items where ${first} were asked for.`);
    if (endCursor != null && endCursor === after) {
      throw new ServiceCallError(
        this.name,
        'SERVICE_NO_PROGRESS',
        'The service names the page that it was asked for as the next one.',
      );
    }
  }

  private invalid(message: string): ServiceCallError {
    return new ServiceCallError(this.name, 'SERVICE_REPLY_INVALID', message);
  }
}

/** A line as JSON; null, which fits no contract, when it is none. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
