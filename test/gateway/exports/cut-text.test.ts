import * as fc from 'fast-check';
import { cutText } from '../../../gateway/exports/report/cut-text';

test.each([
  ['half an emoji', '😀', ''],
  ['a family without its children', '👨‍👩‍👧‍👦', ''],
  ['a letter without its marks', 'é', ''],
  ['half a flag', '🇪🇸', ''],
  ['a hand without its colour', '👋🏽', ''],
  ['a syllable without its vowel', 'कि', ''],
  ['a line break', '\r\n', ''],
])('%s is never left at the end of a cut text', (_, character, left) => {
  const before = 'x'.repeat(10);
  for (let length = 11; length < 10 + character.length; length += 1)
    expect(cutText(`${before}${character}y`, length)).toBe(`${before}${left}`);
  expect(cutText(`${before}${character}y`, 10 + character.length)).toBe(`${before}${character}`);
});

test('a cut text is a beginning of the whole, is as long as allowed up to one character, and is valid text', () => {
  const unit = fc.oneof(
    fc.constantFrom('a', ' ', '\u0301', '\u200d', '😀', '🇪', '🇸', '👩', '\r', '\n', 'क', 'ि', '한'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  );
  const text = fc.array(unit, { maxLength: 60 }).map((parts) => parts.join(''));
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (whole, longest) => {
      const ends = [...segmenter.segment(whole)].map(({ index, segment }) => index + segment.length);
      const expected = Math.max(0, ...ends.filter((end) => end <= longest));
      expect(cutText(whole, longest)).toBe(whole.slice(0, expected));
    }),
    { numRuns: 2_000 },
  );
});

test('a text of one character with very many marks is cut between two marks, quickly', () => {
  const began = performance.now();
  expect(cutText(`a${'\u0301'.repeat(5_000_000)}`, 2_000)).toHaveLength(2_000);
  expect(cutText(`ab${'\u{e0100}'.repeat(5_000)}`, 2_001)).toHaveLength(2_000);
  expect(performance.now() - began).toBeLessThan(2_000);
});
