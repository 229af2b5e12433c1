/** When an export leaves out a file that breaks off (R13): late enough for outages, and before it withholds the rest for ever. */
import type { GdprRequest, GdprTask } from '../../../../gateway/gdpr/entities';
import { leavesFilesOut } from '../../../../gateway/gdpr/processing/task/failed-attempt';

const now = new Date('2026-01-05T12:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

test.each([
  ['the first attempt', 1, null, 2_880, false],
  ['an attempt after short outages', 5, 'SERVICE_FILE_BROKE_OFF', 2_880, false],
  ['an attempt after files broke off for long', 12, 'SERVICE_FILE_BROKE_OFF', 2_880, true],
  ['the first attempt after the service was away for long', 12, 'SERVICE_UNAVAILABLE', 2_880, false],
  ['an attempt that none can follow', 12, 'SERVICE_UNAVAILABLE', 10, true],
  ['an attempt that one can follow', 5, 'SERVICE_UNAVAILABLE', 10, false],
] as const)('%s (number %i, after %s, %i minutes before the end)', (_, attempts, lastErrorCode, minutes, leavesOut) => {
  const request = { attemptsUntil: inMinutes(minutes) } as GdprRequest;
  expect(leavesFilesOut(request, { attempts, lastErrorCode } as GdprTask, now)).toBe(leavesOut);
});
