/** A service that makes no progress is stopped, in whatever way; one that makes progress is not (R27). */
import * as fc from 'fast-check';
import { PageProgress, ReportProgress } from '../../../../gateway/gdpr/services/progress';

/** The number of pages after which the walk is stopped; null when it is not, within `most`. */
function stoppedAfter(cursorOf: (page: number) => string, items: (page: number) => number, most: number) {
  const progress = new PageProgress('walked', null);
  for (let page = 1; page <= most; page += 1) {
    try {
      progress.assertProgress(cursorOf(page), items(page));
    } catch (error) {
      expect(error).toMatchObject({ code: 'SERVICE_NO_PROGRESS', service: 'walked' });
      return page;
    }
  }
  return null;
}

const one = () => 1;

test('pages that repeat an earlier one are stopped soon after, wherever the circle begins', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: 1, max: 300 }), (lead, circle) => {
      const cursorOf = (page: number) => `cursor-${page <= lead ? page : lead + ((page - lead) % circle)}`;
      expect(stoppedAfter(cursorOf, one, 100_000)).toBeLessThanOrEqual(4 * (lead + circle) + 2);
    }),
  );
});

test('different pages are not stopped, even if some are empty', () => {
  const cursorOf = (page: number) => `cursor-${page}`;
  expect(stoppedAfter(cursorOf, one, 50_000)).toBeNull();
  expect(stoppedAfter(cursorOf, (page) => (page % 99 === 0 ? 1 : 0), 50_000)).toBeNull();
});

test('pages without end are stopped, soon if they are empty', () => {
  const cursorOf = (page: number) => `cursor-${page}`;
  expect(stoppedAfter(cursorOf, () => 0, 1_000)).toBe(100);
  expect(stoppedAfter(cursorOf, one, 200_000)).toBe(100_000);
});

test('a resumed walk is stopped when it returns to where it was', () => {
  const progress = new PageProgress('walked', 'here');
  expect(() => progress.assertProgress('here', 1)).toThrow(
    expect.objectContaining({ code: 'SERVICE_NO_PROGRESS' }) as Error,
  );
});

test('the last page ends every walk', () => {
  const progress = new PageProgress('walked', null);
  for (let page = 0; page < 1_000; page += 1) progress.assertProgress(null, 0);
});

const stopped = async (progress: ReportProgress, counts: (report: number) => number[], most: number) => {
  for (let report = 1; report <= most; report += 1) {
    try {
      await progress.assertProgress(counts(report).map((count) => ({ count })));
    } catch (error) {
      expect(error).toMatchObject({ code: 'SERVICE_NO_PROGRESS', service: 'called' });
      return report;
    }
  }
  return null;
};

test('an action whose totals grow goes on; the same totals, or alternating ones, are stopped', async () => {
  expect(await stopped(new ReportProgress('called', []), (report) => [report, 7], 5_000)).toBeNull();
  expect(await stopped(new ReportProgress('called', []), (report) => [report], 20_000)).toBe(10_000);
  const began = performance.now();
  const stops = await Promise.all([
    stopped(new ReportProgress('called', [{ count: 5 }]), () => [2, 3], 100),
    stopped(new ReportProgress('called', []), () => [], 100),
    stopped(new ReportProgress('called', []), (report) => (report % 2 ? [5] : [1, 3]), 100),
  ]);
  expect(stops).toEqual([10, 10, 11]);
  // Each call waits longer than the one before, so the service is not called hundreds of times a second.
  expect(performance.now() - began).toBeGreaterThan(4_000);
}, 30_000);

test('a correction that sometimes finds nothing to change in some thousands of records goes on', async () => {
  const progress = new ReportProgress('called', []);
  expect(await stopped(progress, (report) => [Math.floor(report / 3)], 12)).toBeNull();
}, 30_000);
