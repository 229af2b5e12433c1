/** E-mail addresses and handles (R3) are compared without case and invisible characters, but never by similarity. */
import * as fc from 'fast-check';
import { normalizeEmail, normalizeHandle } from '../../../../subgraphs/kit/base/terms';

test.each([
  ['  Ana.Garcia@Example.COM ', 'ana.garcia@example.com'],
  ['mailto:ana@example.com?subject=Hello', 'ana@example.com'],
  ['ana@bücher.example', 'ana@xn--bcher-kva.example'],
  ['ana@BÜCHER.example', 'ana@xn--bcher-kva.example'],
  ['ana@xn--bcher-kva.example', 'ana@xn--bcher-kva.example'],
  ['ana@ex\u200bample\u00ad.com', 'ana@example.com'],
  ['an\u200da@example.com\u202c', 'ana@example.com'],
  ['jose\u0301@example.com', 'josé@example.com'],
  ['ana@example.com.', 'ana@example.com'],
  ['ana@localhost', 'ana@localhost'],
  ['ana@例え。テスト', 'ana@xn--r8jz45g.xn--zckzah'],
  ['ana@ＥＸＡＭＰＬＥ．com', 'ana@example.com'],
  ['ana@mail_1.example.com', 'ana@mail_1.example.com'],
  ['ana@192.0.2.1', 'ana@192.0.2.1'],
])('%s is the address %s', (typed, address) => expect(normalizeEmail(typed)).toBe(address));

test.each(['not an address', 'a@b@c', '@example.com', 'ana@', 'ana@exa mple.com', `${'a'.repeat(250)}@example.com`])(
  '%j is no address',
  (typed) => expect(normalizeEmail(typed)).toBeNull(),
);

test.each([
  ...['/ben', '?foo', '#foo', '\\foo', ':25', ',', '%2e', '!', '\u0001', '<b>'].map((more) => `ana@example.com${more}`),
  ...[
    'ex%61mple.com',
    'example.⑴',
    'ex%E3%80%82ample.com',
    'ex/ample.com',
    '[192.0.2.1]',
    '[::1]',
    '1',
    '192.0.513',
    '0x7f.1',
    '3221225985',
  ].map((domain) => `ana@${domain}`),
])('%j has no domain, and is not the address of whoever has what a URL would read there', (typed) =>
  expect(normalizeEmail(typed)).toBeNull(),
);

test('an address that looks alike is another mailbox', () => {
  expect(normalizeEmail('ﬁona@example.com')).not.toBe(normalizeEmail('fiona@example.com'));
  expect(normalizeEmail('josé@example.com')).not.toBe(normalizeEmail('jose@example.com'));
  expect(normalizeEmail('ana²@example.com')).not.toBe(normalizeEmail('ana2@example.com'));
});

test.each([
  ['TWITTER', '@Ana_G', 'ana_g'],
  ['TWITTER', 'An\u200ba_G\u202c', 'ana_g'],
  ['INSTAGRAM', 'https://www.instagram.com/ana_g/', 'ana_g'],
  ['FACEBOOK', 'https://facebook.com/@Ana', 'ana'],
  ['INSTAGRAM', 'https://www.instagram.com/Ana.K/?hl=es&igsh=MzRlODBiNWFlZA%3D%3D', 'ana.k'],
  ['INSTAGRAM', 'www.instagram.com/ana.k#about', 'ana.k'],
  ['TWITTER', 'twitter.com/ana_k', 'ana_k'],
  ['TWITTER', 'https://mobile.twitter.com/ana_k?s=20&t=x', 'ana_k'],
  ['TWITTER', 'x.com/@ana_k', 'ana_k'],
  ['FACEBOOK', 'm.facebook.com/ana.k?mibextid=LQQJ4d', 'ana.k'],
  // What a query or the rest of a path says of the person stays, and so does what is no link of the platform.
  ['FACEBOOK', 'https://www.facebook.com/profile.php?id=1000&mibextid=1', 'profile.php?id=1000'],
  ['FACEBOOK', 'facebook.com/people/ana/1000', 'people/ana/1000'],
  ['TWITTER', 'https://twitter.com/#!/ana_k', '#!/ana_k'],
  ['TWITTER', 'https://twitter.com/intent/user?user_id=1000', 'intent/user?user_id=1000'],
  ['TWITTER', 'fox.com/ana_k', 'fox.com/ana_k'],
  ['INSTAGRAM', 'x.com/ana_k', 'x.com/ana_k'],
  ['INSTAGRAM', 'ana?hl=es', 'ana?hl=es'],
])('the handle of %s %s is %s', (platform, typed, handle) =>
  expect(normalizeHandle(platform, typed, null)).toBe(handle),
);

test.each(['@', '', 'a b', 'twitter.com/', 'x.com/?s=20', 'x'.repeat(3_013)])('%j is not a handle', (typed) =>
  expect(normalizeHandle('TWITTER', typed, null)).toBeNull(),
);

test('handles are not compared by similarity either', () => {
  expect(normalizeHandle('TWITTER', 'ﬁona', null)).not.toBe('fiona');
});

test('normalisation is stable', () => {
  const part = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom('ς', 'Σ', 'İ', 'ﬁ', 'K', '。', '@', '/', 'x.com/', 'https://', '?s=1', '#', '&id=2'),
  );
  fc.assert(
    fc.property(part, part, (one, other) => {
      const email = normalizeEmail(`${one}@${other}`);
      if (email !== null) expect(normalizeEmail(email)).toBe(email);
      const handle = normalizeHandle('TWITTER', one + other, null);
      if (handle !== null) expect(normalizeHandle('TWITTER', handle, null)).toBe(handle);
    }),
    { numRuns: 1_000 },
  );
});
