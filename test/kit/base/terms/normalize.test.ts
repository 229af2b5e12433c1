import * as fc from 'fast-check';
import {
  matchIdentifier,
  normalizeEmail,
  normalizeHandle,
  normalizePhone,
  normalizeWords,
  parseTerm,
  termFingerprint,
  valueTerm,
} from '../../../../subgraphs/kit/base/terms';

describe('normalisation of terms (R3)', () => {
  test.each([
    ['GARCÍA, Ana', 'ana garcia'],
    ['Ana  María GARCIA', 'ana garcia maria'],
    ["Seán O'Brien", 'obrien sean'],
    ['Müller', 'muller'],
    ['李明', 'liming'],
    ['12 Rue de l’Église', '12 de leglise rue'],
  ])('words of %s are compared without case, accents, punctuation and order', (value, key) => {
    expect(normalizeWords(value)?.key).toBe(key);
  });

  test.each(['', '  ', '-', 'Jo', '..a', '🙂', '0 r R'])('%j is too short to identify anyone', (value) => {
    expect(normalizeWords(value)).toBeNull();
  });

  test.each([
    '+1 317 555 0123',
    '(317) 555-0123',
    '1-317-555-0123',
    'tel:+13175550123',
    '001 317 555 0123',
    '+1.317.555.0123',
  ])('the phone number typed as %s is one number', (typed) => expect(normalizePhone(typed)).toBe('+13175550123'));

  test.each(['', 'abc', '12', '+'])('%j is no phone number', (typed) => expect(normalizePhone(typed)).toBeNull());

  test('e-mail addresses are compared without case and surrounding space', () => {
    expect(normalizeEmail('  Ana.Garcia@Example.COM ')).toBe('ana.garcia@example.com');
    expect(normalizeEmail('not an address')).toBeNull();
  });

  test('handles are compared without case, @ and profile address; a WhatsApp handle is a phone number', () => {
    expect(normalizeHandle('TWITTER', '@Ana_G')).toBe('ana_g');
    expect(normalizeHandle('INSTAGRAM', 'https://www.instagram.com/ana_g/')).toBe('ana_g');
    expect(normalizeHandle('WHATSAPP', '+34 600 000 001')).toBe('+34600000001');
    expect(normalizeHandle('TWITTER', '@')).toBeNull();
  });

  test('normalisation is stable: what is normalised normalises to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const words = normalizeWords(text);
        if (words) expect(normalizeWords(words.key)?.key).toBe(words.key);
        const email = normalizeEmail(text);
        if (email) expect(normalizeEmail(email)).toBe(email);
        const phone = normalizePhone(text);
        if (phone) expect(normalizePhone(phone)).toBe(phone);
      }),
    );
  });

  test('any order and case of the same words is the same name', () => {
    const word = fc.stringMatching(/^[A-Za-z]{3,10}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const shuffled = [...words]
          .reverse()
          .map((each, index) => (index % 2 ? each.toUpperCase() : each.toLowerCase()));
        expect(normalizeWords(shuffled.join(', '))?.key).toBe(normalizeWords(words.join(' '))?.key);
      }),
    );
  });
});

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
    [{ name: 'X' }, 'input.term.name'],
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

  test('equal spellings have one fingerprint, and types do not mix', () => {
    const phone = (value: string) => termFingerprint(valueTerm('PHONE', value, 'phone'));
    expect(phone('(317) 555-0123')).toBe(phone('+13175550123'));
    expect(termFingerprint(valueTerm('WHATSAPP', '+13175550123', 'handle'))).not.toBe(phone('+13175550123'));
  });

  test('a match is explained: exact, partial, or none', () => {
    const name = valueTerm('NAME', 'ana garcía', 'name');
    expect(matchIdentifier(name, { type: 'NAME', value: 'García, Ana' })).toBe('EXACT');
    expect(matchIdentifier(name, { type: 'NAME', value: 'Ana María García' })).toBe('PARTIAL');
    expect(matchIdentifier(name, { type: 'NAME', value: 'Ana López' })).toBeNull();
    expect(matchIdentifier(name, { type: 'ADDRESS', value: 'Ana García' })).toBeNull();
  });
});
