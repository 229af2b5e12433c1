/** Matching of names (R3): letters keep their identity in every script, and no two people are taken for one. */
import anyAscii from 'any-ascii';
import * as fc from 'fast-check';
import { matchIdentifier, normalizeName, valueTerm } from '../../../../subgraphs/kit/base/terms';
import { differentInMarks, romanisedAlike } from './different-people';

const match = (term: string, stored: string) =>
  matchIdentifier(valueTerm('NAME', term, 'term'), { type: 'NAME', value: stored });

/** Every two names of a line, in both orders. */
const pairsOf = (lines: string[]) =>
  lines.flatMap((line) => {
    const names = line.split(' ');
    return names.flatMap((one) =>
      names.filter((other) => other !== one).map((other): [string, string] => [one, other]),
    );
  });

const romanised = (name: string) =>
  anyAscii(name.normalize('NFKC'))
    .toLowerCase()
    .replace(/[^a-z]/g, '');
const alike = Object.values(romanisedAlike).flatMap(pairsOf);

test('the list of different people is long enough, and the names of each pair are the same in Roman letters', () => {
  expect(Object.keys(romanisedAlike).length).toBeGreaterThanOrEqual(10);
  expect(alike.length / 2).toBeGreaterThanOrEqual(200);
  for (const [one, other] of alike) expect(romanised(one)).toBe(romanised(other));
});

test.each(Object.keys(romanisedAlike))(
  'names in %s that are the same when romanised are different people',
  (script) => {
    const found = pairsOf(romanisedAlike[script] ?? []).filter(([one, other]) => match(one, other) !== null);
    expect(found).toEqual([]);
  },
);

test('names that differ only in diacritics of Latin, Greek or Cyrillic letters match in part, both ways round', () => {
  expect(pairsOf(differentInMarks).filter(([one, other]) => match(one, other) !== 'PARTIAL')).toEqual([]);
});

test.each([
  ['GARCÍA, Ana', 'ana garcía'],
  ['Seán O’Brien', "Seán O'Brien"],
  ['Seán O´Brien', "Seán O'Brien"],
  ['Seán OʼBrien', "Seán O'Brien"],
  ['Seán O`Brien', "Seán O'Brien"],
  ['Seán O Brien', "Seán O'Brien"],
  ['J. R. R. Tolkien', 'J.R.R. Tolkien'],
  ["O'Brien, J. R.", 'J.R. O’Brien'],
  ['Jean Luc Picard', 'Jean-Luc Picard'],
  ['STRASSER', 'Straßer'],
  ['ΝΊΚΟΣ', 'Νίκος'],
  ['Ａｎａ Ｇａｒｃｉａ', 'Ana Garcia'],
  ['ﾀﾅｶ', 'タナカ'],
  ['ｶﾞｸﾄ', 'ガクト'],
  ['محمد', 'مُحَمَّد'],
  ['محـــمد', 'محمد'],
  ['أحمد', 'ا\u0654حمد'],
  ['שלום', 'שָׁלוֹם'],
  ['José', 'Jose\u0301'],
  ['A\u200dna\u00ad Gar\u200bcia', 'Ana Garcia'],
  ['\u202bדנה\u202c', 'דנה'],
  ['王小明', '王 小明'],
  ['王小明', '小明 王'],
  ['王 小明', '王小明'],
  ['김철수', '김 철수'],
  ['李', '李'],
  ['NG', 'Ng'],
  ['jo', 'Jo'],
])('%s is exactly %s, both ways round', (one, other) => {
  expect([match(one, other), match(other, one)]).toEqual(['EXACT', 'EXACT']);
});

test.each([
  ['Ana García', 'Ana María García'],
  ['Ana Garcia', 'Ana María García'],
  ['Brien', "Seán O'Brien"],
  ['Ferdi̇', 'Ferdi Kaya'],
])('%s is %s in part', (term, stored) => expect(match(term, stored)).toBe('PARTIAL'));

test.each([
  // A sign may join two words, but need not: `Y.Ang` and `Yang` may be two people.
  ['Seán OBrien', "Seán O'Brien"],
  ['JRR Tolkien', 'J.R.R. Tolkien'],
  ['JRR Tolkien', 'J. R. R. Tolkien'],
  ['Tolkien, JRR', 'Tolkien, J. R. R'],
  ['DJ', 'D. J.'],
  // The iota subscript is a mark; written as a letter, it is the same in capitals.
  ['Ηρώδης Αττικός', 'Ἡρῴδης Ἀττικός'],
  ['ΗΡΩΙΔΗΣ ΑΤΤΙΚΟΣ', 'Ἡρῴδης Ἀττικός'],
  ['Yang', 'Y.Ang'],
  // Nobody can tell which of two words of equal length is the family name: 林杨 and 杨林 are two people.
  ['李明', '明 李'],
  ['林杨', '林 杨'],
  ['田中一郎', '一郎 田中'],
  ['小明王', '王 小明'],
])('%s and %s may be the same, and match in part, both ways round', (one, other) => {
  expect([match(one, other), match(other, one)]).toEqual(['PARTIAL', 'PARTIAL']);
});

test.each([
  ['Ana García', 'Ana López'],
  ['J. R. R. Tolkien', 'J. R. Smith'],
  ['JS Bach', 'J. Sebastian Bach'],
  ['JB Smith', 'J. Smith, B.'],
  ['Jo', 'Jo Smith'],
  ['Jo Jo', 'Jo'],
  ['Ng', 'Ng Wei'],
  ['李', '李明'],
  ['小明', '王小明'],
  ['明小王', '王小明'],
  ['カ', 'ガ'],
  ['Anna Anna', 'Ann'],
  ['م', 'محمد'],
  ['林杨', '杨林'],
])('%s is not %s', (term, stored) => expect(match(term, stored)).toBeNull());

test('a name that is written twice differs from the name written once, and matches it at most in part', () => {
  expect(match('Boutros Ghali', 'Boutros Boutros-Ghali')).toBe('PARTIAL');
});

test.each(['', '  ', '-', '..', "'", '🙂', '\u200b', '\u0301', 'x'.repeat(3_013)])(
  'what normalises to nothing, or is too long, is no name: %j',
  (value) => expect(normalizeName(value)).toBeNull(),
);

test('a name of over 500 characters, stored before there was a limit, is a name', () => {
  const name = 'Wolfeschlegelsteinhausenbergerdorff '.repeat(27).trim();
  expect(name.length).toBeGreaterThan(500);
  expect(normalizeName(name)).not.toBeNull();
  expect(normalizeName(name.toUpperCase())).toEqual(normalizeName(name));
});

describe('of any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(fc.constantFrom(...alike.flat(), ...differentInMarks, "O'Brien", 'J.R.R.', 'ı', 'ς', 'ẞ', 'ﬁ', 'ﷺ'))
      .map((all) => all.join(' ')),
  );

  test('normalisation is idempotent and deterministic', () => {
    fc.assert(
      fc.property(text, (value) => {
        const normalized = normalizeName(value);
        expect(normalizeName(value)).toEqual(normalized);
        if (normalized) expect(normalizeName(normalized.key)?.key).toBe(normalized.key);
      }),
      { numRuns: 500 },
    );
  });

  const respellings: ((value: string) => string)[] = [
    (value) => value.normalize('NFD'),
    (value) => value.normalize('NFC'),
    (value) => [...value].join('\u200b'),
    (value) => `\u202a ${value}\t`,
    (value) => value.replace(/ /g, ', '),
    (value) => value.replace(/['’]/g, '´'),
    (value) => value.split(' ').reverse().join(' '),
    (value) => value.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
    // Upper case loses the dot, or the missing dot, of the Turkish letters: these two differ in their diacritics.
    (value) => (/\u0345|\u0307|[ıİi]/.test(value) ? value : value.toUpperCase()),
  ];
  const word = fc.constantFrom(...alike.flat(), 'Ana', 'García', "O'Brien", 'Straße', 'J.R.R.', 'Łukasz', 'Νίκος');

  test('a name equals every permitted respelling of it', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.constantFrom(...respellings), (words, respell) => {
        const name = words.join(' ');
        expect([match(name, respell(name)), match(respell(name), name)]).toEqual(['EXACT', 'EXACT']);
      }),
      { numRuns: 400 },
    );
  });
});
