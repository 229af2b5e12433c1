/** The moments at which a request is to be read: now, and on every change until it has finished. */
import type { DataSource } from 'typeorm';
import { codedError, isId } from '../../../../subgraphs/kit';
import { GdprRequest } from '../../entities';
import type { ChangeFeed } from '../../store/change-feed';
import { isFinished } from '../../lifecycle';

/**
 * Yields when there is something to see, and ends when the request has finished or `signal` is aborted.
 * @throws NOT_FOUND
 */
export async function* followRequest(
  { dataSource, feed }: { dataSource: DataSource; feed: ChangeFeed },
  organizationId: string,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<void, void, undefined> {
  const read = async () => {
    const request = isId(id)
      ? await dataSource.manager.findOne(GdprRequest, {
          // Columns with personal data are not read.
          select: { organizationId: true, id: true, parentId: true, status: true },
          where: { organizationId, id: id.toLowerCase() },
        })
      : null;
    if (!request) throw codedError('NOT_FOUND', 'There is no such request.', { argument: 'id' });
    return request;
  };
  const { parentId, id: requestId } = await read();
  const follower = feed.follow({ organizationId, requestId: parentId ?? requestId });
  try {
    while (!signal.aborted) {
      // The version is read before the request is shown: a change in between causes another turn, and none is missed.
      const finished = isFinished((await read()).status);
      yield;
      if (finished) return;
      await follower.changed(signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  } finally {
    follower.stop();
  }
}
