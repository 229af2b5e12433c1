/** What a finished request keeps, and until when (R21). */
import { requestTypes } from '../../../../gateway/gdpr/lifecycle';
import { keptAfter } from '../../../../gateway/gdpr/store/retention/reduction';

const at = new Date('2026-01-01T00:00:00Z');
const day = 24 * 60 * 60 * 1000;
const keep = { terms: 300 * day, suggestions: 20 * day, tombstones: 10 * day };
const after = (days: number) => new Date(at.getTime() + days * day);

test('an erasure removes its term when it ends, and keeps its suggestions for a time', () => {
  for (const event of ['complete', 'cancel'] as const)
    expect(keptAfter(keep, 'DELETE', event, at)).toEqual({
      reduceAt: after(20),
      term: null,
      subject: null,
      replacements: null,
    });
});

test('other requests keep their term, but not the new values', () => {
  for (const type of requestTypes.filter((each) => each !== 'DELETE'))
    for (const event of ['complete', 'cancel'] as const)
      expect(keptAfter(keep, type, event, at)).toEqual({ reduceAt: after(300), replacements: null });
});

test('a request that may be retried keeps everything, for as long as others keep their terms', () => {
  for (const type of requestTypes)
    for (const event of ['fail', 'residual'] as const)
      expect(keptAfter(keep, type, event, at)).toEqual({ reduceAt: after(300) });
});
