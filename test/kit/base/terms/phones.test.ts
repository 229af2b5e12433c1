/** Phone numbers (R3) are E.164, read in the region of the organisation, with their extensions. */
import * as fc from 'fast-check';
import { normalizeHandle, normalizePhone, type PhoneRegion } from '../../../../subgraphs/kit/base/terms';

test.each<[string, PhoneRegion | null, string]>([
  ['+1 317 555 0123', null, '+13175550123'],
  ['(317) 555-0123', 'US', '+13175550123'],
  ['1-317-555-0123', 'US', '+13175550123'],
  ['tel:+13175550123', null, '+13175550123'],
  ['001 317 555 0123', null, '+13175550123'],
  ['+1.317.555.0123', 'ES', '+13175550123'],
  ['06 12 34 56 78', 'FR', '+33612345678'],
  ['317 555 0123', 'IT', '+393175550123'],
  ['600 000 081', 'ES', '+34600000081'],
  ['34600000082', 'ES', '+34600000082'],
  ['020 7946 0958', 'GB', '+442079460958'],
  ['+44 (0)20 7946 0958', null, '+442079460958'],
  ['+34 (0) 600 000 001', null, '+34600000001'],
  ['+52 1 55 1234 5678', null, '+525512345678'],
  ['+5215512345678', 'MX', '+525512345678'],
  ['tel:600000007;phone-context=+34', null, '+34600000007'],
  ['tel:+13175550123;ext=12', null, '+13175550123;ext=12'],
  ['+1 317 555 0123 ext. 12', null, '+13175550123;ext=12'],
  ['+1 317 555 0123 x12', null, '+13175550123;ext=12'],
  ['＋３４ ６００ ０００ ００１', null, '+34600000001'],
  ['+٣٤٦٠٠٠٠٠٠٠١', null, '+34600000001'],
  ['\u202a+34\u200b600000001\u202c', null, '+34600000001'],
  ['(+34) 600 00 00 31', null, '+34600000031'],
  ['(+34)600000031', 'US', '+34600000031'],
  ['(0034) 600 00 00 31', 'ES', '+34600000031'],
])('%s in %s is %s', (typed, region, number) => expect(normalizePhone(typed, region)).toBe(number));

// What a region dials before a country code is its own: `00` is no more than the beginning of it in some, and nothing in others.
test.each<[string, PhoneRegion | null, string]>([
  ['0034 600 000 031', null, '+34600000031'],
  ['0034 600 000 031', 'ES', '+34600000031'],
  ['0052 1 55 1234 5678', 'ES', '+525512345678'],
  ['0044 (0)20 7946 0958', 'GB', '+442079460958'],
  ['001 60 4 261 2345', 'SG', '+6042612345'],
  ['tel:001-60-4-261-2345', 'SG', '+6042612345'],
  ['001 45 82 21 34 56', 'TH', '+4582213456'],
  ['001 45 82 21 34 56', 'KR', '+4582213456'],
  ['0011 44 20 7946 0018', 'AU', '+442079460018'],
  ['010 44 20 7946 0018', 'JP', '+442079460018'],
  ['011 34 600 000 031', 'US', '+34600000031'],
  // Nobody can dial these there, so they can only have been written with `00` for `+`.
  ['0034 600 000 031', 'US', '+34600000031'],
  ['001 317 555 0123', 'US', '+13175550123'],
  ['0044 20 7946 0018', 'AU', '+442079460018'],
  ['0044 20 7946 0018', 'JP', '+442079460018'],
  ['0044 20 7946 0018', 'HK', '+442079460018'],
])('%s, dialled in %s, is %s', (typed, region, number) => expect(normalizePhone(typed, region)).toBe(number));

test.each<[string, PhoneRegion | null]>([
  // Carrier 001 to +45, or 00 to +1 458: Hong Kong has both prefixes.
  ['001 45 82 21 34 56', 'HK'],
  // It begins with a prefix of Singapore, and is no number behind it.
  ['0044 20 7946 0018', 'SG'],
  ['', null],
  ['abc', 'US'],
  ['12', 'US'],
  ['+', null],
  ['06 12 34 56 78', null],
  ['06 12 34 56 78', 'US'],
  ['317 555 0123', null],
  ['600 000 081', 'US'],
  ['34600000082', 'US'],
  ['+34 600 000 001 / 600 000 002', 'ES'],
  ['call +34 600 000 001', 'ES'],
  ['+15550100', null],
])('%j in %s is not a phone number', (typed, region) => expect(normalizePhone(typed, region)).toBeNull());

test('numbers with different extensions are different', () => {
  expect(normalizePhone('+1 317 555 0123 ext. 12', null)).not.toBe(normalizePhone('+1 317 555 0123 ext. 34', null));
});

test.each([
  '34600000031',
  '+34 600 000 031',
  'https://wa.me/34600000031',
  'wa.me/34600000031',
  'https://wa.me/34600000031?text=Hello you&app_absent=0',
  'https://api.whatsapp.com/send?phone=34600000031&text=hi',
  'https://api.whatsapp.com/send/?text=hi&phone=%2B34600000031',
  'whatsapp://send?phone=34600000031',
  'whatsapp:+34600000031',
])('the WhatsApp handle %s is the number', (handle) => {
  for (const region of [null, 'US', 'ES'] as const)
    expect(normalizeHandle('WHATSAPP', handle, region)).toBe('+34600000031');
});

test('the same input gives the same result, whatever was normalised before; a result is not shared', () => {
  const typed = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'+0123456789 ()-.;=/extEXTtlphoncé'), maxLength: 40 }),
    fc.constantFrom(
      'tel:600000007;phone-context=+34',
      'tel:863-1234;phone-context=+1-914-555',
      '+1 317 555 0123;ext=7',
    ),
    fc
      .tuple(fc.constantFrom('+34', '+1', '+52 1', '06', '001', '0034', ''), fc.nat(9_999_999_999))
      .map(([code, digits]) => `${code}${digits}`),
  );
  const region = fc.constantFrom<(PhoneRegion | null)[]>(null, 'US', 'ES', 'FR', 'MX', 'IT', 'SG', 'HK', 'JP');
  fc.assert(
    fc.property(typed, region, (value, where) => {
      const first = normalizePhone(value, where);
      for (let again = 0; again < 3; again += 1) expect(normalizePhone(value, where)).toBe(first);
      if (first !== null)
        for (const other of [null, 'US', 'FR'] as const) expect(normalizePhone(first, other)).toBe(first);
    }),
    { numRuns: 500 },
  );
});
