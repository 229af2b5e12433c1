/** Replacing in free text takes time linear in the text, and gives the same result as regular expressions (R14, R27). */
import * as fc from 'fast-check';
import { foldCase } from '../../../subgraphs/kit/contract/text/fold-case';
import { replaceInText, type Replacement } from '../../../subgraphs/kit';
import { valueTypes } from '../../../subgraphs/kit/base/terms';
import { processorTime } from '../../support/processor-time';
import { replaceByPatterns } from '../../support/contract/replace-by-patterns';

const characters = [
  ...[
    'a',
    'A',
    'n',
    'N',
    '1',
    's',
    'S',
    'k',
    'i',
    'I',
    '.',
    '-',
    '_',
    '\u2010',
    '\u2011',
    '+',
    '@',
    ',',
    '(',
    '$',
    '\\',
    ' ',
    '\n',
    '\u00a0',
  ],
  ...[
    'ß',
    'ẞ',
    'ſ',
    '\u212a',
    'İ',
    'ı',
    'ñ',
    'Ñ',
    'σ',
    'ς',
    'Σ',
    'ǆ',
    'ǅ',
    '\u0345',
    'ͅ',
    '明',
    'ا',
    '٣',
    'Ⓐ',
    'ⓐ',
    'Ⅳ',
  ],
  ...[
    '𝒜',
    '𐐀',
    '𐐨',
    '🙂',
    '\ud83d',
    '\ude42',
    '\u200b',
    '\u0301',
    '\u0323',
    '\u00e9',
    '가',
    '\u1100',
    '\u1161',
    '\ufeff',
  ],
];
const text = (maxLength: number) =>
  fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength }).map((each) => each.join(''));
/** A text in the form in which it is compared. */
const plain = (given: string): string =>
  [...given.normalize('NFD')]
    .map((each) => String.fromCodePoint(foldCase(each.codePointAt(0) as number)))
    .join('')
    .replace(/\s+/g, ' ');

const replacement = fc.record({
  type: fc.constantFrom(...valueTypes),
  // A combining mark without a letter is nobody's value: among another letter's marks, decomposition would move it.
  existing: text(4).filter((existing) => existing.trim() !== '' && !/^\p{M}/u.test(existing.trim())),
  updated: fc.constantFrom('«1»', '«2»', '$&', ''),
});

test('the result is that of the regular expressions, for every type of term', () => {
  const replacements = fc.array(replacement, { minLength: 1, maxLength: 4 });
  const property = fc.property(text(40), replacements, (written, each) => {
    expect(replaceInText(written, each).normalize('NFD')).toBe(replaceByPatterns(written, each).normalize('NFD'));
  });
  fc.assert(property, { numRuns: 1_000 });
});

test('the result is that of the regular expressions when words repeat, made of few letters with much between them', () => {
  const few = (maxLength: number) =>
    fc
      .array(fc.constantFrom('a', 'A', '1', '2', '.', '@', '-', '_', '+', ' ', '  '), { minLength: 1, maxLength })
      .map((each) => each.join(''));
  const replacements = fc.array(
    fc.record({
      type: fc.constantFrom(...(['NAME', 'EMAIL', 'PHONE', 'ADDRESS', 'TWITTER'] as const)),
      existing: few(5).filter((existing) => existing.trim() !== ''),
      updated: fc.constantFrom('«1»', '«2»'),
    }),
    { minLength: 1, maxLength: 3 },
  );
  const property = fc.property(few(40), replacements, (written, each) => {
    expect(replaceInText(written, each).normalize('NFD')).toBe(replaceByPatterns(written, each).normalize('NFD'));
  });
  fc.assert(property, { numRuns: 1_000 });
});

test('composed and decomposed forms are the same text, both in what is stored and in what is sought', () => {
  const pieces = ['José', 'Å', '각', 'Đ', 'क़', ' ', '.', 'a', 'ﬁ', '\u0323\u0301'];
  const part = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((each) => each.join(''));
  const form = fc.constantFrom('NFC', 'NFD');
  const property = fc.property(part, part, part, form, form, (before, existing, after, stored, asked) => {
    fc.pre(existing.trim() !== '');
    const replaced = (text: string, value: string) =>
      replaceInText(text, [{ type: 'NAME', existing: value, updated: '«»' }]).normalize('NFC');
    const text = `${before} ${existing} ${after}`;
    expect(replaced(text.normalize(stored), existing.normalize(asked))).toBe(replaced(text, existing));
  });
  fc.assert(property, { numRuns: 1_000 });
});

test('only the named value is replaced, and the rest stays byte for byte', () => {
  const property = fc.property(text(60), replacement, (written, { type, existing }) => {
    const left = replaceInText(written, [{ type, existing, updated: '«»' }]).split('«»');
    expect(plain(left.join(existing.trim()))).toBe(plain(written));
    for (const piece of left) expect(written).toContain(piece);
    expect(written.startsWith(left[0] ?? '') && written.endsWith(left.at(-1) ?? '')).toBe(true);
  });
  fc.assert(property, { numRuns: 2_000 });
});

test('two characters differ only in case exactly when a regular expression says so, for all of Unicode', () => {
  const cased: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const written = String.fromCodePoint(code);
    const [lower, upper] = [written.toLowerCase(), written.toUpperCase()];
    if (foldCase(code) !== code || lower !== written || upper !== written) cased.push(written);
  }
  expect(cased.length).toBeGreaterThan(2_500);
  const folds = new Map<number, string[]>();
  for (const written of cased) {
    const fold = foldCase(written.codePointAt(0) as number);
    folds.set(fold, [...(folds.get(fold) ?? []), written]);
  }
  // Characters that have no case variant of their own, but are a variant of another character, would be found here too.
  const all = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code)).join('');
  const few = all.replace(/\P{Changes_When_Casemapped}/gu, '');
  for (const each of folds.values()) {
    const pattern = new RegExp(each[0] as string, 'giu');
    expect(few.match(pattern)).toEqual(each);
  }
  const uncased = all.replace(/\p{Changes_When_Casemapped}/gu, '');
  expect(uncased.match(new RegExp(`[${few}]`, 'iu'))).toBeNull();
});

const size = 400_000;
const filled = (part: string) => part.repeat(Math.ceil(size / part.length)).slice(0, size);
const half = 'a'.repeat(249);

// Regular expressions take minutes for the first four at this size, and four times as long at twice the size; the others are as
// bad for other algorithms.
const adversarial: [string, string, string][] = [
  ['a mailbox without its @', '.ana', 'ana'],
  ['a mailbox of signs', 'ana+', 'ana'],
  ['a domain without an end', '@ana.', 'ana'],
  ['domains', '@ana ana.', 'ana'],
  ['underscores', '_', '_'],
  ['underscores between words', `ana${'_'.repeat(500)}`, 'ana'],
  ['hyphens', 'ana-', 'ana'],
  ['one letter', 'a', `${half}b${half}`],
  ['one word', 'a ', `${'a '.repeat(200)}b`],
  ['white space', ' ', `${half} b`],
  ['white space between', `a${' '.repeat(500)}`, 'a a b'],
  ['dots', '.', '...'],
  ['hits', 'ana ', 'ana'],
  ['numbers without an end', '1-', '1'],
  ['numbers, and a space between', '12 ', '12'],
  ['a number and its extension', '1 x', '1'],
  ['no letters of ours', '明.', '明'],
  ['nothing but marks, in no order', '\u0301\u0323', 'ana'],
  ['a letter and its marks', 'e\u0323\u0301', 'e\u0323'],
];

/** One of the types of handles that are sought in the same way is enough. */
const kindsOfTypes = valueTypes.filter((type) => !['INSTAGRAM', 'FACEBOOK', 'APPLE_MESSAGES'].includes(type));

describe.each(adversarial)('a text of %s', (_, part, existing) => {
  test.each(kindsOfTypes)('and a correction of type %s take less than ten seconds', (type) => {
    const replacements: Replacement[] = [{ type, existing, updated: 'Anna' }];
    expect(processorTime(() => replaceInText(filled(part), replacements))).toBeLessThan(10_000);
  });
});

test('fifty corrections at once of values with the same beginning', () => {
  const replacements = Array.from({ length: 50 }, (_, index): Replacement => ({
    type: index % 2 === 0 ? 'NAME' : 'EMAIL',
    existing: `${'a.'.repeat(index + 100)}b`,
    updated: 'Anna',
  }));
  const taken = processorTime(() => expect(replaceInText(filled('a.'), replacements)).toBe(filled('a.')));
  expect(taken).toBeLessThan(10_000);
});
