/** What a verification changes: in tasks, and in what webhooks tell. */
import type { EntityManager } from 'typeorm';
import type { ErrorCode } from '../../../../subgraphs/kit/base/errors';
import { announceRequests } from '../../../webhooks/outbox';
import type { GdprRequest, GdprTask } from '../../entities';
import { serviceTransitions } from '../../lifecycle';
import { describeCounts } from '../../reach/held-records';
import { withChanges } from '../../store/requests-and-tasks';
import type { VerificationResult } from './verification';

/** What a verification changes in a task. */
export const recorded = [
  'verification',
  'status',
  'lastErrorCode',
  'lastErrorMessage',
  'newerRecords',
] as const satisfies (keyof GdprTask)[];

/** Tasks as they are after a verification. */
export function verified(tasks: GdprTask[], results: VerificationResult[]): GdprTask[] {
  const byService = new Map(results.map((result) => [result.service, result]));
  return tasks.map((task) => {
    const { verification, residual = {}, newer } = byService.get(task.service) ?? {};
    const failure = {
      status: serviceTransitions.residual.to,
      lastErrorCode: 'RESIDUAL' satisfies ErrorCode,
      lastErrorMessage: `A search after the erasure found ${describeCounts(residual)}.`,
    };
    return withChanges(task, {
      ...(verification ? { verification } : {}),
      ...(newer == null ? {} : { newerRecords: newer }),
      ...(verification === 'RESIDUAL' ? failure : {}),
    });
  });
}

/** Whether a search after an erasure found what should be gone. */
export const isResidual = (results: VerificationResult[]): boolean =>
  results.some(({ verification }) => verification === 'RESIDUAL');

/** Tells webhooks of residual data. It comes before the event that says that the requests have failed. */
export const announceResidual = (db: EntityManager, requests: GdprRequest[]): Promise<void> =>
  announceRequests(
    db,
    requests.map((request) => ({ event: 'GDPR_REQUEST_RESIDUAL', request })),
  );
