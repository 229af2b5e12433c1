import * as fc from 'fast-check';
import { replaceAnywhere, replaceInText, replaceValue, type Replacement } from '../../../subgraphs/kit';

const phone: Replacement = { type: 'PHONE', existing: '317-555-0188', updated: '+1 317 555 0199' };

describe('replacement of values (R14)', () => {
  test('a value is compared once both are normalised', () => {
    expect(replaceValue('PHONE', '+1 (317) 555 0188', [phone])).toBe(phone.updated);
    expect(replaceValue('PHONE', '+1 (317) 555 0189', [phone])).toBe('+1 (317) 555 0189');
    expect(replaceValue('EMAIL', '+1 (317) 555 0188', [phone])).toBe('+1 (317) 555 0188');
    expect(replaceValue('PHONE', null, [phone])).toBeNull();
  });

  test.each([
    ['Call 317-555-0188 now', 'Call +1 317 555 0199 now'],
    ['(317-555-0188)', '(+1 317 555 0199)'],
    ['1317-555-01889', '1317-555-01889'],
    ['', ''],
  ])('in the text “%s” whole occurrences are replaced', (text, expected) => {
    expect(replaceInText(text, [phone])).toBe(expected);
  });

  const name: Replacement = { type: 'NAME', existing: 'Nadia Petrova', updated: 'Nadja Petrowa' };
  const first: Replacement = { type: 'NAME', existing: 'Nadia', updated: 'Nadja' };
  const email: Replacement = { type: 'EMAIL', existing: 'nadia@example.com', updated: 'nadja@example.com' };
  const handle: Replacement = { type: 'TWITTER', existing: 'nadia', updated: 'nadja' };
  test.each([
    [name, 'Yours, NADIA\n  petrova.', 'Yours, Nadja Petrowa.'],
    [
      first,
      'Nadia: write to nadia@example.com or nadia.p@example.com',
      'Nadja: write to nadia@example.com or nadia.p@example.com',
    ],
    [first, 'at info@nadia.example or info@mail.nadia.example', 'at info@nadia.example or info@mail.nadia.example'],
    [email, '<NADIA@example.com>, nadia@example.com.', '<nadja@example.com>, nadja@example.com.'],
    [email, 'x.nadia@example.com nadia@example.com.mx', 'x.nadia@example.com nadia@example.com.mx'],
    [handle, 'I am @nadia there', 'I am @nadja there'],
  ])('what is a part of something else stays: %j in “%s”', (replacement, text, expected) => {
    expect(replaceInText(text, [replacement])).toBe(expected);
  });

  test('what one replacement wrote is not replaced by the next, and the longest value wins', () => {
    const swap: Replacement[] = [
      { type: 'NAME', existing: 'Ann', updated: 'Bob' },
      { type: 'NAME', existing: 'Bob', updated: 'Ann' },
      { type: 'NAME', existing: 'Ann Lee', updated: 'Ann Li' },
    ];
    expect(replaceInText('ANN, Bob, Ann Lee and Annabel', swap)).toBe('Bob, Ann, Ann Li and Annabel');
  });

  test('a value of no stated type is replaced whole, however it is written, or within its text', () => {
    expect(replaceAnywhere('tel:+13175550188', [phone])).toBe(phone.updated);
    expect(replaceAnywhere('home 317-555-0188', [phone])).toBe('home +1 317 555 0199');
    expect(replaceAnywhere(null, [phone])).toBeNull();
  });

  test('any text may be a value that is replaced: none of its signs means anything else', () => {
    const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(word, (existing) => {
        const text = `« ${existing.trim()} »`;
        expect(replaceInText(text, [{ type: 'NAME', existing, updated: '$1 & $&' }])).toBe('« $1 & $& »');
      }),
    );
  });
});
