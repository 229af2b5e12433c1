/**
 * Everything that a service holds for a term, page by page (R13): as one stream, if the service has that part of the contract, and
 * else by a call for each page. Calls also go on where a stream broke off, so that a stream is never worse than they are.
 */
import { termInput, type Term } from '../../subgraphs/kit';
import type { ServicePage } from '../../subgraphs/kit/base/contract/answers';
import type { PiiServiceClient } from '../gdpr/services/client';
import { ServiceCallError, type ServiceCallScope } from '../gdpr/services/service-call';

const largestPage = 500;

/** What {@link readPages} needs. */
export interface PageOptions {
  client: PiiServiceClient;
  scope: ServiceCallScope;
  term: Term;
  /** Whether the pages may come as a stream. */
  mayStream: boolean;
  /** Aborted when this worker has lost its claim of the part. */
  claim: AbortSignal;
}

/** @throws ServiceCallError, and the reason of `claim` when it is aborted */
export async function* readPages({ client, scope, term, mayStream, claim }: PageOptions): AsyncGenerator<ServicePage> {
  const asked = termInput(term);
  let after: string | null = null;
  if (mayStream && client.mayStream) {
    try {
      for await (const page of client.stream(scope, asked, largestPage, claim)) {
        yield page;
        after = page.endCursor ?? null;
        if (after === null) return;
      }
    } catch (error) {
      if (!(error instanceof ServiceCallError)) throw error;
    }
  }
  for (let size = largestPage; ;) {
    claim.throwIfAborted();
    try {
      const page: ServicePage = await client.find(scope, asked, size, after);
      yield page;
      after = page.endCursor ?? null;
      if (after === null) return;
    } catch (error) {
      if (size === 1 || !(error instanceof ServiceCallError) || error.code !== 'SERVICE_REPLY_TOO_LARGE') throw error;
      // Smaller pages fit large records into one reply.
      size = Math.ceil(size / 4);
    }
  }
}
