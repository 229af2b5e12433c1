/** Values in free text that are written otherwise than a correction has them, or cannot be told from something else (R3, R14). */
import { replaceAnywhere, replaceInText, type Replacement } from '../../../subgraphs/kit';
import { withProfile } from '../../../subgraphs/kit/base/security/organization-context';
import { emptyProfile } from '../../../subgraphs/kit/base/security/organization-profiles';
import { processorTime } from '../../support/processor-time';

type Type = Replacement['type'];

/** The text after a correction to `«»`, and what the correction reports. */
function corrected(type: Type, existing: string, text: string, updated = '«»', replace = replaceInText<string>) {
  const fates: string[] = [];
  const onFound = (fate: string) => fates.push(fate);
  const after = withProfile({ ...emptyProfile, phoneRegion: 'ES' }, () =>
    replace(text, [{ type, existing, updated, onFound }]),
  );
  return [after, ...fates];
}

test.each<[Type, string, string, string]>([
  ['EMAIL', 'tanaka@example.com', 'メールはtanaka@example.comです。', 'メールは«»です。'],
  ['EMAIL', 'kim@example.com', 'kim@example.com으로', '«»으로'],
  ['EMAIL', 'som@example.com', 'อีเมลsom@example.comครับ', 'อีเมล«»ครับ'],
  ['PHONE', '+34600000161', '電話は+34600000161です', '電話は«»です'],
  ['PHONE', '+34600000161', '電話は+34 600 000 161です', '電話は«»です'],
  ['TWITTER', 'kenji', '私は@kenjiです', '私は@«»です'],
  ['EXTERNAL_ID', 'A7', '番号A7です', '番号«»です'],
  ['NAME', 'Ana', 'Anaさん', '«»さん'],
])('beside a script without spaces %s %s is a word of its own in “%s”', (type, existing, text, expected) => {
  expect(corrected(type, existing, text)).toEqual([expected, 'REPLACED']);
});

test.each<[Type, string, string]>([
  ['NAME', '田中太郎', '田中太郎様'],
  ['NAME', '김민수', '김민수입니다'],
  ['NAME', '林', '林檎と小林'],
  ['NAME', 'สมชาย', 'คุณสมชายครับ'],
])('within its own script %s %s stays in “%s”, and is reported once as not supported', (type, existing, text) => {
  expect(corrected(type, existing, text)).toEqual([text, 'UNPLACED']);
});

test.each<[Type, string, string]>([
  ['EMAIL', 'tanaka@example.com', 'xtanaka@example.comです'],
  ['EMAIL', 'tanaka@example.com', 'tanaka@example.com.jpです'],
  ['PHONE', '+34600000161', 'は+346000001611です'],
  ['NAME', 'Ana', 'Anabelさん'],
])('%s %s is a part of something longer in “%s”, whatever script follows', (type, existing, text) => {
  expect(corrected(type, existing, text)).toEqual([text]);
});

test('a name within a longer value that is replaced is not reported', () => {
  const fates: string[] = [];
  const replacements = ['田中太郎', '田中'].map((existing): Replacement => ({
    type: 'NAME',
    existing,
    updated: '佐藤',
    onFound: (fate) => fates.push(fate),
  }));
  expect(replaceInText('「田中太郎」', replacements)).toBe('「佐藤」');
  expect(fates).toEqual(['REPLACED']);
});

test.each([
  ["O'Brien", 'Seán O’Brien here, O´Brien, Oʼbrien, O`BRIEN, O"Brien', 'Seán «» here, «», «», «», «»'],
  ['O’Brien', "O'Brien's", "«»'s"],
  ["'t Hooft", '’t Hooft', '«»'],
  ['Ana', '“Ana”, «Ana», Anaʼs', '“«»”, ««»», «»ʼs'],
  ['Brien', "O'Brienne", "O'Brienne"],
])('an apostrophe is that of any keyboard: %s in “%s”', (existing, text, expected) => {
  expect(corrected('NAME', existing, text)[0]).toBe(expected);
});

test.each([
  ['call 600 000 061 or +34 600 00 00 61.', 'call «» or «».'],
  ['0034 600-000-061, +34.600.000.061, tel:+34600000061', '«», «», tel:«»'],
  ['(+34) 600 000 061? no: +(34) 600 000 061', null],
  ['(600 000 061)', '(«»)'],
  ['(600000061), 6 0 0 0 0 0 0 6 1', '(«»), «»'],
  ['2026-05-01 600 00 00 61', '2026-05-01 «»'],
  ['٦٠٠ ٠٠٠ ٠٦١', '«»'],
  // Another number, or a part of one.
  [
    '+44 600 000 061, 600 000 0612, 5 600 000 061, 600 000 061 ext. 5',
    '+44 600 000 061, 600 000 0612, 5 600 000 061, 600 000 061 ext. 5',
  ],
  ['x600 000 061, 600 000 061b, +33 600 000 061', 'x600 000 061, 600 000 061b, +33 600 000 061'],
])('a number is found however it is written: “%s”', (text, expected) => {
  const [after] = corrected('PHONE', '+34600000061', text);
  if (expected !== null) expect(after).toBe(expected);
  for (const type of ['PHONE', 'WHATSAPP'] as const) expect(corrected(type, '+34 600000061', text)[0]).toBe(after);
});

test('an extension is a part of the number', () => {
  const existing = '+34 910 000 061 ext. 12';
  expect(corrected('PHONE', existing, 'at 910 000 061 x12, 910 000 061, 910 000 061 x123')[0]).toBe(
    'at «», 910 000 061, 910 000 061 x123',
  );
});

test('a text with more look-alikes than are read takes bounded time, and is reported', () => {
  const text = Array.from({ length: 40_000 }, (_, index) => `${100 + index}000061`).join(', ');
  const taken = processorTime(() => expect(corrected('PHONE', '+34600000061', text)).toEqual([text, 'UNREADABLE']));
  expect(taken).toBeLessThan(10_000);
});

test.each([
  ['sean_ob', '@bryan', 'I am @sean_ob, sean_ob', 'I am @bryan, @bryan'],
  ['@sean_ob', '@bryan', 'I am @sean_ob', 'I am @bryan'],
  ['sean_ob', 'bryan', 'I am @sean_ob', 'I am @bryan'],
])('a handle has one @: %s corrected to %s in “%s”', (existing, updated, text, expected) => {
  expect(corrected('TWITTER', existing, text, updated)[0]).toBe(expected);
});

test('an id of digits alone may be a quantity: it stays in texts of no stated type, which is reported', () => {
  expect(corrected('EXTERNAL_ID', '4711', 'order 4711 pieces, 4711')).toEqual([
    'order 4711 pieces, 4711',
    'UNREADABLE',
  ]);
  expect(corrected('EXTERNAL_ID', '4711', '4711', '5000', replaceAnywhere<string>)).toEqual(['4711', 'UNREADABLE']);
  expect(corrected('EXTERNAL_ID', 'C-4711', 'customer C-4711')).toEqual(['customer «»', 'REPLACED']);
});
