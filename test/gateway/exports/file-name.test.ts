import * as fc from 'fast-check';
import { safeFileName, type TakenNames } from '../../../gateway/exports/file-name';

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\x\\report.pdf', 'report.pdf'],
  ['año\u0000.txt', 'ano_.txt'],
  ['', 'file'],
  ['...', 'file'],
  ['.hidden', 'hidden'],
])('%j becomes %j', (given, expected) => expect(safeFileName(given, new Map())).toBe(expected));

test('10,000 files of one name get 10,000 names', () => {
  const taken: TakenNames = new Map();
  const names = Array.from({ length: 10_000 }, () => safeFileName('photo.jpg', taken));
  expect(new Set(names).size).toBe(10_000);
  expect(names.slice(0, 2)).toEqual(['photo.jpg', 'photo (2).jpg']);
});

test('whatever a sender calls a file, its name is short and stays where it is put', () => {
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
  const began = performance.now();
  safeFileName(`x${part.repeat(400_000)}x`, new Map());
  expect(performance.now() - began).toBeLessThan(10_000);
});
