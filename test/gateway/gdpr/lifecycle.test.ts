import * as fc from 'fast-check';
import {
  finishedStatuses,
  isFinished,
  isSettled,
  nextStatus,
  outcomeOf,
  requestStatuses,
  requestTransitions,
  requestTypes,
  serviceStatuses,
  serviceTransitions,
  type RequestEvent,
  type ServiceStatus,
} from '../../../gateway/gdpr/lifecycle';
import { retryAt } from '../../../gateway/gdpr/store/leases/retry';

/** Whether a part may go from one status to another. */
const mayFollow = (from: ServiceStatus, to: ServiceStatus) =>
  Object.values(serviceTransitions).some((each) => each.to === to && (each.from as readonly string[]).includes(from));

const events = Object.keys(requestTransitions) as RequestEvent[];

describe('the life of a request', () => {
  test('a finished request does not change, except by the retry of one in ERROR and an erasure that is found undone', () => {
    for (const type of requestTypes) {
      for (const status of finishedStatuses) {
        const possible = events.filter((event) => nextStatus(type, status, event) !== null);
        expect(possible).toEqual(status === 'ERROR' ? ['retry'] : status === 'COMPLETED' ? ['residual'] : []);
      }
    }
  });

  test('every request can end: each status leads to a finished one', () => {
    for (const type of requestTypes) {
      for (const start of requestStatuses) {
        const seen = new Set([start]);
        for (const status of seen) for (const event of events) seen.add(nextStatus(type, status, event) ?? status);
        expect([...seen].some(isFinished)).toBe(true);
      }
    }
  });

  test('COMPLETED is reached only through FINALIZING', () => {
    for (const type of requestTypes) {
      for (const status of requestStatuses) {
        for (const event of events)
          if (nextStatus(type, status, event) === 'COMPLETED') expect(status).toBe('FINALIZING');
      }
    }
  });

  test('a request completes only when every asked service did its part', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...serviceStatuses), { maxLength: 8 }), (services) => {
        const allWell = services.every((status) => ['COMPLETED', 'NOTHING_FOUND', 'SUBJECT_REQUIRED'].includes(status));
        expect(outcomeOf(services)).toBe(allWell ? 'complete' : 'fail');
      }),
    );
  });

  test('a part that has ended changes only to be run again, or when an erasure is found undone', () => {
    const after: Partial<Record<ServiceStatus, ServiceStatus[]>> = {
      // Only FAILED parts are retried, and COMPLETED ones of an export whose gathered data have expired.
      FAILED: ['PENDING'],
      COMPLETED: ['PENDING', 'FAILED'],
      // Nothing was found, but the search after the erasure found something.
      NOTHING_FOUND: ['FAILED'],
    };
    for (const from of serviceStatuses.filter(isSettled))
      expect(serviceStatuses.filter((to) => mayFollow(from, to))).toEqual(after[from] ?? []);
  });

  test('every part can end, and begins an attempt only when nobody works on it', () => {
    for (const from of serviceStatuses) {
      const seen = new Set([from]);
      for (const status of seen) for (const to of serviceStatuses) if (mayFollow(status, to)) seen.add(to);
      expect([...seen].some(isSettled)).toBe(true);
    }
    expect(serviceStatuses.filter((from) => mayFollow(from, 'RUNNING'))).toEqual(['PENDING', 'RUNNING', 'RETRYING']);
  });
});

describe('retries (R11)', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  const delay = (attempts: number, random: number) =>
    (retryAt(attempts, new Date('2027-01-01T00:00:00Z'), now, random)?.getTime() ?? NaN) - now.getTime();

  test('wait longer after each attempt, from 1 s to 15 min', () => {
    expect([1, 2, 3, 4].map((attempts) => delay(attempts, 1))).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(delay(40, 1)).toBe(15 * 60_000);
  });

  test('are spread at random, between half of the delay and the delay', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
        expect(delay(attempts, random)).toBeLessThanOrEqual(delay(attempts, 1));
        expect(delay(attempts, random)).toBeGreaterThanOrEqual(Math.floor(delay(attempts, 1) / 2));
      }),
    );
  });

  test('end at the time that the request states', () => {
    expect(retryAt(10, new Date(now.getTime() + 1_000), now, 0)).toBeNull();
  });
});
