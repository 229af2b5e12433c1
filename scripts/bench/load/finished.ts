import type { ApiClient } from '../../develop/api-client';
import { pause } from './measure';

/**
 * Waits until a request is COMPLETED.
 * @param every the milliseconds between two looks
 * @param meanwhile runs before each look
 * @throws when it has failed
 */
export async function finished(
  api: ApiClient,
  id: string,
  every: number,
  meanwhile: () => void = () => {},
): Promise<void> {
  for (;;) {
    meanwhile();
    const { gdprRequest } = await api.ask<{ gdprRequest: { status: string } }>(
      'query ($id: ID!) { gdprRequest(id: $id) { status } }',
      { id },
    );
    if (gdprRequest.status === 'COMPLETED') return;
    if (gdprRequest.status === 'ERROR') throw new Error(`The request ${id} failed.`);
    await pause(every);
  }
}
