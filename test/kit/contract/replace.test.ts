import * as fc from 'fast-check';
import { replaceAnywhere, replaceInText, replaceValue, type Replacement } from '../../../subgraphs/kit';
import { withProfile } from '../../../subgraphs/kit/base/security/organization-context';
import { emptyProfile } from '../../../subgraphs/kit/base/security/organization-profiles';

const phone: Replacement = { type: 'PHONE', existing: '317-555-0188', updated: '+1 317 555 0199' };

/** National numbers are read in the region of the organisation only (R3). */
const american = <T>(work: () => T): T => withProfile({ ...emptyProfile, phoneRegion: 'US' }, work);

describe('replacement of values (R14)', () => {
  test('values are compared after normalisation', () => {
    expect(american(() => replaceValue('PHONE', '+1 (317) 555 0188', [phone]))).toBe(phone.updated);
    expect(replaceValue('PHONE', '+1 (317) 555 0188', [phone])).toBe('+1 (317) 555 0188');
    expect(replaceValue('PHONE', '+1 (317) 555 0189', [phone])).toBe('+1 (317) 555 0189');
    expect(replaceValue('EMAIL', '+1 (317) 555 0188', [phone])).toBe('+1 (317) 555 0188');
    expect(replaceValue('PHONE', null, [phone])).toBeNull();
  });

  test.each([
    ['Call 317-555-0188 now', 'Call +1 317 555 0199 now'],
    ['(317-555-0188)', '(+1 317 555 0199)'],
    ['1317-555-01889', '1317-555-01889'],
    // Within a longer number it is another number: abroad, with more digits, or with an extension.
    ['+44 317-555-0188', '+44 317-555-0188'],
    ['+44 (317-555-0188)', '+44 (317-555-0188)'],
    ['+317-555-0188', '+317-555-0188'],
    ['0049/317-555-0188', '0049/317-555-0188'],
    ['317-555-0188-22', '317-555-0188-22'],
    ['317-555-0188 22', '317-555-0188 22'],
    ['٣317-555-0188', '٣317-555-0188'],
    ['٣ 317-555-0188', '٣ 317-555-0188'],
    ['317-555-0188 ext. 12', '317-555-0188 ext. 12'],
    ['317-555-0188x12', '317-555-0188x12'],
    // Next to another number it is still itself.
    ['317-555-0188, 317-555-0177', '+1 317 555 0199, 317-555-0177'],
    ['317-555-0188 317-555-0177', '+1 317 555 0199 317-555-0177'],
    ['22\n317-555-0188\n317-555-0177', '22\n+1 317 555 0199\n317-555-0177'],
    ['22  317-555-0188\t22', '22  +1 317 555 0199\t22'],
    ['2026-05-01 317-555-0188', '2026-05-01 +1 317 555 0199'],
    ['Call 2 people: 317-555-0188.', 'Call 2 people: +1 317 555 0199.'],
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
  ])('a part of something else stays: %j in “%s”', (replacement, text, expected) => {
    expect(replaceInText(text, [replacement])).toBe(expected);
  });

  /** The text with each changed value in brackets, without its brackets and with them. */
  const marked = (text: string) => [text.replace(/\[|\]/g, ''), text.replace(/\[[^\]]*\]/g, '«»')];
  const changes = (type: Replacement['type'], existing: string, text: string) => {
    const [written = '', expected] = marked(text);
    expect(replaceInText(written, [{ type, existing, updated: '«»' }])).toBe(expected);
  };

  test.each([
    'I am @[nadia], not @nadia_p; write to nadia.lopez@example.com',
    '@nadia.lopez @nadia-lopez @nadia\u2010p @p\u2011nadia @p.nadia @p_nadia @nadia__p @nadia_1',
    // `_` is a character of handles, at their ends too.
    '@nadia_ @_nadia _nadia_',
    'nadia@example.com nadia+news@example.com info@nadia info@nadia.example @nadia@social.example',
    '.@[nadia] (@[nadia]) @[nadia], @[nadia]; @[NADIA]: @[nadia]. @[nadia]... @[nadia]! @[nadia]’s @[nadia]- @[nadia]',
    'https://social.example/[nadia] https://social.example/[nadia]/about https://nadia.example/ /nadia.p /nadia_p',
  ])('the handle nadia is not a part of another in “%s”', (text) => {
    for (const type of ['TWITTER', 'INSTAGRAM', 'FACEBOOK', 'APPLE_MESSAGES'] as const) changes(type, 'nadia', text);
  });

  test.each([
    'my sister Anne-Marie, @anne_k, https://acme.example/anne-k',
    'Marie-Anne Anne\u2010Marie Marie\u2011Anne Anne_K K_Anne Anne__K K__Anne Anne-2',
    '[Anne]. [Anne], ([Anne]) [Anne]’s [Anne]\'s "[Anne]" [Anne]/Bea [Anne]- -[Anne] [ANNE]: [Anne]--then [Anne] - _[Anne]_ __[Anne]__ [Anne]',
  ])('the name Anne is not a part of a double name or a handle in “%s”', (text) => changes('NAME', 'Anne', text));

  test.each<[Replacement['type'], string, string]>([
    ['NAME', 'Anne-Marie', '[Anne-Marie], [ANNE-MARIE]’s, Anne-Marie-Louise, Lou-Anne-Marie, anne-marie_k, Anne'],
    ['NAME', 'Anne-Marie Lopez', '[Anne-Marie  Lopez], Anne-Marie Lopez-Gil'],
    ['ADDRESS', '5 Ring Road', '[5 Ring Road], _[5 Ring Road]_, 5 Ring Road_2, map_5 Ring Road'],
    ['EXTERNAL_ID', 'A7', '[A7], A7_1, x_A7, x__A7, [A7]_, ([A7]) [A7]-b'],
    [
      'EMAIL',
      'nadia@example.com',
      '[nadia@example.com], x_nadia@example.com, x__nadia@example.com, _[nadia@example.com]_',
    ],
  ])('the %s %s is not a part of something longer in “%s”', (type, existing, text) => changes(type, existing, text));

  test('what is corrected by several types at once stays apart', () => {
    const replacements = [first, handle, email];
    expect(replaceInText('Nadia (@nadia, nadia@example.com), not Nadia-Lea or @nadia_p', replacements)).toBe(
      'Nadja (@nadja, nadja@example.com), not Nadia-Lea or @nadia_p',
    );
  });

  test.each<[Replacement, string, string]>([
    [{ type: 'PHONE', existing: '600 000 081', updated: '600 000 082' }, 'at +34 600 000 081', 'at +34 600 000 081'],
    [{ type: 'PHONE', existing: '+34 600 000 081', updated: '+34 1' }, 'no 5 +34 600 000 081', 'no 5 +34 1'],
    [{ type: 'WHATSAPP', existing: '34600000081', updated: '34600000082' }, '1 34600000081', '1 34600000081'],
    [{ type: 'WHATSAPP', existing: 'ana', updated: 'bea' }, 'the 2 ana 3', 'the 2 bea 3'],
    [{ type: 'ADDRESS', existing: '12 Main Rd', updated: '14 Main Rd' }, 'in 3/12 Main Rd', 'in 3/12 Main Rd'],
    [
      { type: 'ADDRESS', existing: 'Hauptstr. 5', updated: 'Hauptstr. 7' },
      'Hauptstr. 5-7. Hauptstr. 5.',
      'Hauptstr. 5-7. Hauptstr. 7.',
    ],
    [{ type: 'EXTERNAL_ID', existing: 'a12', updated: 'a13' }, 'a12-1, a12', 'a12-1, a13'],
  ])('a number is not changed inside a longer one: %j in “%s”', (replacement, text, expected) => {
    expect(replaceInText(text, [replacement])).toBe(expected);
  });

  test('the result of one replacement is not replaced by the next, and the longest value wins', () => {
    const swap: Replacement[] = [
      { type: 'NAME', existing: 'Ann', updated: 'Bob' },
      { type: 'NAME', existing: 'Bob', updated: 'Ann' },
      { type: 'NAME', existing: 'Ann Lee', updated: 'Ann Li' },
    ];
    expect(replaceInText('ANN, Bob, Ann Lee and Annabel', swap)).toBe('Bob, Ann, Ann Li and Annabel');
  });

  test('a value without a type is replaced when it is the whole text, in any spelling, or within the text', () => {
    expect(american(() => replaceAnywhere('tel:+13175550188', [phone]))).toBe(phone.updated);
    expect(replaceAnywhere('home 317-555-0188', [phone])).toBe('home +1 317 555 0199');
    expect(replaceAnywhere(null, [phone])).toBeNull();
  });

  test('any text may be a value: none of its characters has a special meaning', () => {
    const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(word, (existing) => {
        const text = `« ${existing.trim()} »`;
        expect(replaceInText(text, [{ type: 'NAME', existing, updated: '$1 & $&' }])).toBe('« $1 & $& »');
      }),
    );
  });
});
