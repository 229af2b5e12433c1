/** Addresses (R3): their words may be in any order, their numbers may not. */
import { matchIdentifier, normalizeAddress, valueTerm } from '../../../../subgraphs/kit/base/terms';

const match = (term: string, stored: string) =>
  matchIdentifier(valueTerm('ADDRESS', term, 'term'), { type: 'ADDRESS', value: stored });

test.each([
  ['12/3 Main Rd', 'MAIN RD 12/3'],
  ['12/3 Main Rd', '12-3 Main Rd.'],
  ['Hauptstr. 5', 'Hauptstr.5'],
  ['Hauptstr 5', 'Hauptstr. 5'],
  ['12 rue de l église', '12, rue de l’Église'],
  ['東京都千代田区1丁目', '東京都 千代田区 1丁目'],
  ['شارع ١٢', '12 شارع'],
  ['१० मार्ग', 'मार्ग 10'],
  ['𝟙𝟘 Main Rd', '10 Main Rd'],
])('%s is exactly %s', (one, other) => {
  expect([match(one, other), match(other, one)]).toEqual(['EXACT', 'EXACT']);
});

test.each([
  ['rue de l eglise', '12 rue de l’Église'],
  ['Main Rd', '12/3 Main Rd'],
  ['12 Main Rd', '12/3 Main Rd'],
  // The same numbers, not adjacent, in another order: possibly the same place, so a person must decide.
  ['10115 Berlin, Hauptstr. 5', 'Hauptstr. 5, 10115 Berlin'],
  // As the fields of a form give it, and as one line.
  ['東京都千代田区千代田1-2-3', '千代田1-2-3, 千代田区, 東京都, 100-0001, JP'],
  ['〒100-0001 東京都千代田区千代田1-2-3', '千代田1-2-3, 千代田区, 東京都, 100-0001, JP'],
  ['서울 강남구 테헤란로 152', '테헤란로 152, 강남구, 서울'],
  ['P.O. Box 12', 'PO Box 12'],
  ['PO Box 12', 'P. O. Box 12'],
])('%s is %s in part', (term, stored) => expect(match(term, stored)).toBe('PARTIAL'));

test.each([
  ['3/12 Main Rd', '12/3 Main Rd'],
  ['12/3 Main Rd', '3/12 Main Rd'],
  ['1-2-3 Ginza', '3-2-1 Ginza'],
  ['121/2 Main Rd', '12½ Main Rd'],
  ['12a Main Rd', '12b Main Rd'],
  ['東京都千代田区千代田3-2-1', '千代田1-2-3, 千代田区, 東京都'],
  ['東京都中央区千代田1-2-3', '千代田1-2-3, 千代田区, 東京都'],
])('%s is not %s', (term, stored) => expect(match(term, stored)).toBeNull());

test('an address of punctuation alone is no address', () => expect(normalizeAddress('-, /')).toBeNull());
