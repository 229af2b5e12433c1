import * as fc from 'fast-check';
import { safeFileName, type TakenNames } from '../../../gateway/exports/file-name';
import { processorTime } from '../../support/processor-time';

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\x\\report.pdf', 'report.pdf'],
  ['año\u0000.txt', 'ano_.txt'],
  ['', 'file'],
  ['...', 'file'],
  ['.hidden', 'hidden'],
  ['CON', '_CON'],
  ['con.txt', '_con.txt'],
  ['Nul.tar.gz', '_Nul.tar.gz'],
  ['aux .pdf', '_aux.pdf'],
  ['COM¹.txt', '_COM1.txt'],
  ['lpt9', '_lpt9'],
  ['console.txt', 'console.txt'],
  ['COM10.txt', 'COM10.txt'],
  ['report.pdf. . ', 'report.pdf'],
  ['a<b>c:d"e|f?g*h.txt', 'a_b_c_d_e_f_g_h.txt'],
  ['x.a b c d e f g', 'x.a b c d e f'],
])('%j becomes %j', (given, expected) => expect(safeFileName(given, new Map())).toBe(expected));

test('10,000 files of one name get 10,000 names', () => {
  const taken: TakenNames = new Map();
  const names = Array.from({ length: 10_000 }, () => safeFileName('photo.jpg', taken));
  expect(new Set(names).size).toBe(10_000);
  expect(names.slice(0, 2)).toEqual(['photo.jpg', 'photo (2).jpg']);
});

test('names that differ in case alone get different names, as those do that look numbered already', () => {
  const taken: TakenNames = new Map();
  const names = ['Photo.JPG', 'photo.jpg', 'photo (2).jpg', 'PHOTO.jpg'].map((given) => safeFileName(given, taken));
  expect(names).toEqual(['Photo.JPG', 'photo (2).jpg', 'photo (2) (2).jpg', 'PHOTO (3).jpg']);
});

/** Names that Windows refuses or changes (Win32: Naming Files, Paths, and Namespaces). */
const notOnWindows =
  /[<>:"/\\|?*\p{Cc}]|[. ]$|^(con|prn|aux|nul|com[\d\u00b9\u00b2\u00b3]|lpt[\d\u00b9\u00b2\u00b3]) *(\.|$)/iu;

test('Windows can create every name, and sees no two of a folder as one', () => {
  const part = fc.oneof(
    fc.constantFrom(
      'con',
      'NUL',
      'Aux',
      'com1',
      'LPT³',
      'prn',
      '.',
      ' ',
      ':',
      '*',
      '?',
      '|',
      '"',
      '<',
      'x',
      '.txt',
      ' .',
      '(2)',
    ),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  );
  const given = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(given, { maxLength: 12 }), (all) => {
      const taken: TakenNames = new Map();
      const names = all.map((each) => safeFileName(each, taken));
      for (const name of names) expect(name).not.toMatch(notOnWindows);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    }),
    { numRuns: 1_000 },
  );
});

test('whatever a sender calls a file, its name becomes short and stays in its folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (given) => {
      const name = safeFileName(given, new Map());
      expect(name.length).toBeLessThanOrEqual(150);
      expect(name).toMatch(/^[\w()-][\w .()-]*$/);
      expect(name).not.toMatch(/^\.|\/|\\/);
    }),
  );
});

test.each(['.', ' ', '/', '_', '. '])('a name of 400,000 times %j is made safe within ten seconds', (part) => {
  expect(processorTime(() => safeFileName(`x${part.repeat(400_000)}x`, new Map()))).toBeLessThan(10_000);
});
