import * as fc from 'fast-check';
import {
  formerFingerprints,
  matchIdentifier,
  normalizeValue,
  parseTerm,
  termFingerprint,
  valueTerm,
  valueTypes,
  type ValueType,
} from '../../../../subgraphs/kit/base/terms';

describe('terms', () => {
  const refusal = (input: object) => {
    try {
      parseTerm(input, 'input.term');
    } catch (error) {
      return (error as { extensions: unknown }).extensions;
    }
    return null;
  };

  test('a term has exactly one field', () => {
    expect(refusal({})).toEqual({ code: 'BAD_USER_INPUT', argument: 'input.term' });
    expect(refusal({ name: 'Ana García', email: 'ana@example.com' })).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'input.term',
    });
    expect(refusal({ name: null, email: 'ana@example.com' })).toBeNull();
  });

  test.each([
    [{ name: '-' }, 'input.term.name'],
    [{ name: '\u200b' }, 'input.term.name'],
    [{ phone: '(317) 555-0123' }, 'input.term.phone'],
    [{ address: '..' }, 'input.term.address'],
    [{ phone: 'none' }, 'input.term.phone'],
    [{ email: 'none' }, 'input.term.email'],
    [{ socialHandle: { platform: 'TWITTER', handle: '@' } }, 'input.term.socialHandle.handle'],
    [{ userId: ' ' }, 'input.term.userId'],
    [{ dialerContactId: { id: '', contactListId: 'x' } }, 'input.term.dialerContactId.id'],
  ])('a value that identifies nobody is refused, naming the argument: %j', (input, argument) => {
    expect(refusal(input)).toEqual({ code: 'BAD_USER_INPUT', argument });
  });

  test('a refusal never repeats the value', () => {
    try {
      valueTerm('EMAIL', 'marker-7781', 'term.email');
    } catch (error) {
      expect((error as Error).message).not.toContain('marker-7781');
    }
    expect.assertions(1);
  });

  test('equal spellings have one fingerprint, and types are not mixed', () => {
    const phone = (value: string) => termFingerprint(valueTerm('PHONE', value, 'phone'));
    expect(phone('+1 (317) 555-0123')).toBe(phone('+13175550123'));
    expect(termFingerprint(valueTerm('WHATSAPP', '+13175550123', 'handle'))).not.toBe(phone('+13175550123'));
  });

  test('a match is reported as exact, partial or none', () => {
    const name = valueTerm('NAME', 'ana garcía', 'name');
    expect(matchIdentifier(name, { type: 'NAME', value: 'García, Ana' })).toBe('EXACT');
    expect(matchIdentifier(name, { type: 'NAME', value: 'Ana María García' })).toBe('PARTIAL');
    expect(matchIdentifier(name, { type: 'NAME', value: 'Ana López' })).toBeNull();
    expect(matchIdentifier(name, { type: 'ADDRESS', value: 'Ana García' })).toBeNull();
  });

  test('two values match EXACT if and only if they have the same fingerprint (R10)', () => {
    const words = [
      'o',
      'brien',
      "o'brien",
      'O’Brien',
      'obrien',
      'j.r',
      'jr',
      'J. R.',
      '王',
      '小明',
      '王小明',
      '小明王',
    ];
    const others = ['José', 'JOSÉ', 'jose', '12/3', '3', '+34600000031', '34600000031', 'a@b.example', 'A@B.example'];
    const parts = fc.array(fc.constantFrom(...words, ...others), { minLength: 1, maxLength: 2 });
    const spellings = (all: string[]) => [all.join(' '), [...all].reverse().join(', '), all.join(''), all.join("'")];
    const pair = fc
      .tuple(parts, parts, fc.boolean())
      .chain(([first, second, same]) =>
        fc.tuple(fc.constantFrom(...spellings(first)), fc.constantFrom(...spellings(same ? first : second))),
      );
    const type = fc.constantFrom<ValueType[]>('NAME', 'NAME', 'ADDRESS', 'PHONE', 'WHATSAPP', 'EMAIL', 'EXTERNAL_ID');
    let equal = 0;
    const property = fc.property(type, pair, (kind, [one, other]) => {
      if (!normalizeValue(kind, one) || !normalizeValue(kind, other)) return;
      const [term, stored] = [valueTerm(kind, one, 'term'), valueTerm(kind, other, 'term')];
      const exact = matchIdentifier(term, { type: kind, value: other }) === 'EXACT';
      expect(exact).toBe(termFingerprint(term) === termFingerprint(stored));
      expect(exact).toBe(matchIdentifier(stored, { type: kind, value: one }) === 'EXACT');
      if (exact && one !== other) equal += 1;
    });
    fc.assert(property, { numRuns: 2_000 });
    expect(equal).toBeGreaterThan(50);
  });

  test('normalisation of every value is deterministic and idempotent', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 }));
    const values = fc.oneof(
      text,
      fc.array(fc.constantFrom('12/3', '東京都', '1', 'Main', 'ß', "l'", '.', ',')).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(fc.constantFrom(...valueTypes), values, (type, value) => {
        const normalized = normalizeValue(type, value);
        expect(normalizeValue(type, value)).toEqual(normalized);
        if (normalized) expect(normalizeValue(type, normalized.key)?.key).toBe(normalized.key);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what was recorded since version 2 stays found by its digest, also when a newer version reads a few values otherwise', () => {
    expect(termFingerprint(parseTerm({ email: 'Ana@Example.com' }))).toBe('2:EMAIL:ana@example.com');
    expect(termFingerprint(parseTerm({ externalId: { value: 'x-1', source: 'crm' } }))).toBe(
      '2:EXTERNAL_ID:crm\u0000x-1',
    );
  });

  test('a term that an earlier version recorded keeps its fingerprint, which differs from all of today', () => {
    const former = (input: object) => formerFingerprints(parseTerm(input));
    expect(former({ name: 'GARCÍA, Ana' })).toEqual(['NAME:ana garcia']);
    expect(former({ name: '李明' })).toEqual(former({ name: '黎明' }));
    expect(former({ name: '李明' })).not.toContain(termFingerprint(parseTerm({ name: 'Liming' })));
    expect(former({ phone: '+34 600 000 031' })).toEqual(['PHONE:+34600000031']);
    expect(former({ email: 'ﬁona@Example.com' })).toEqual(['EMAIL:fiona@example.com']);
    // The earlier version refused this as too short a name, and had no external ids.
    expect(former({ name: 'Ng' })).toEqual([]);
    expect(former({ externalId: { value: 'x-1' } })).toEqual([]);
    expect(former({ userId: 'u-1' })).toEqual([]);
    // Version 2 differs where it read another value: a link without its scheme was a handle then.
    const handle = { socialHandle: { platform: 'TWITTER' as const, handle: 'x.com/ana_k' } };
    expect(former(handle)).toEqual(['TWITTER:x.com/ana_k', '2:TWITTER:x.com/ana_k']);
    expect(termFingerprint(parseTerm(handle))).toBe('2:TWITTER:ana_k');
  });
});
