/** The PII services of the running supergraph, each with its client. There is no other list of services. */
import { PiiServiceClient } from './client';
import type { ServiceCallLimits, SignServiceToken } from './service-call';
import type { PiiServiceInfo } from '../../federation/supergraph/discovery';
import type { SubjectType } from '../../../subgraphs/kit';

/** Milliseconds that a process that stops waits for calls under way. Its work was waited for before. */
const endsWithin = 2_000;

/** A PII service: what the supergraph says of it, and how to call it. */
export interface PiiService extends PiiServiceInfo {
  client: PiiServiceClient;
}

export class PiiServices {
  private services = new Map<string, PiiService>();

  constructor(
    private readonly signToken: SignServiceToken,
    private readonly limits: ServiceCallLimits = {},
  ) {}

  /** Takes the services of a new supergraph. Calls under way to services that left are finished. */
  update(found: readonly PiiServiceInfo[]): void {
    const before = this.services;
    this.services = new Map(
      found.map((info) => {
        const known = before.get(info.name);
        const client =
          known?.url === info.url
            ? known.client
            : new PiiServiceClient(info.name, info.url, this.signToken, this.limits);
        return [info.name, { ...info, client }];
      }),
    );
    for (const [name, { client }] of before) {
      if (this.services.get(name)?.client !== client) void client.close();
    }
  }

  /** All of them, by name. */
  all(): PiiService[] {
    return [...this.services.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): PiiService | undefined {
    return this.services.get(name);
  }

  /** Those that own subjects, of one type or of any. */
  owners(type?: SubjectType): PiiService[] {
    return this.all().filter(({ ownsSubjects }) => (type ? ownsSubjects.includes(type) : ownsSubjects.length > 0));
  }

  /** Those that own none. */
  others(): PiiService[] {
    return this.all().filter(({ ownsSubjects }) => ownsSubjects.length === 0);
  }

  /**
   * Ends with the process, in bounded time. Streams are broken off, and their parts gathered again (R11). A file is not: one that
   * breaks off is left out of its part, which must not be for this reason.
   */
  async close(): Promise<void> {
    const late = new Promise<void>((resolve) => setTimeout(resolve, endsWithin).unref());
    await Promise.race([Promise.all(this.all().map(({ client }) => client.stop())), late]);
  }
}
