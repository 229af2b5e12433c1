/** Masked values can be told apart, and show nothing more. */
import { maskValue } from '../../../gateway/gdpr/reach/masking';

test.each([
  ['EMAIL', 'jan@example.com', 'j…n@e…e.com'],
  ['EMAIL', 'jo@example.co.uk', '…@e…e.….uk'],
  ['EMAIL', 'not an address', 'n…s'],
  ['PHONE', '+34 600 000 031', '+…31'],
  ['PHONE', '600000031', '…31'],
  ['WHATSAPP', '34600000031', '…31'],
  ['NAME', 'Elena Marín Ortega', 'E… M… O…'],
  ['NAME', '李', '…'],
  ['NAME', '黎明', '黎…'],
  ['ADDRESS', 'Calle Mayor 12, 28013 Madrid', 'C… M… 1… 2… M…'],
  ['TWITTER', '@elena', '@…'],
  ['EXTERNAL_ID', 'C-1041', 'C…'],
  ['COMMUNICATION', 'My card is 4111', '…'],
  ['OTHER', 'anything', '…'],
  ['NAME', 'one two three four five six seven', '…'],
  ['EXTERNAL_CONTACT_ID', '0199-id', '0199-id'],
] as const)('%s %s is shown as %s', (kind, value, masked) => {
  expect(maskValue(kind, value)).toBe(masked);
});
