/** Names and addresses in parts stay in parts, and a correction loses nothing that it did not name (R14). */
import * as fc from 'fast-check';
import { replaceParts, type Parts, type Replacement } from '../../../subgraphs/kit';
import { processorTime } from '../../support/processor-time';

const name = { type: 'NAME', separator: ' ' } as const;
const fits = (part: string, updated: string, before: string) =>
  part === 'street' || /\d/.test(updated) === /\d/.test(before);
const address = { type: 'ADDRESS', separator: ', ', fits } as const;

function corrected(options: typeof name | typeof address, parts: Parts, existing: string, updated: string) {
  const fates: string[] = [];
  const replacement: Replacement = { type: options.type, existing, updated, onFound: (fate) => fates.push(fate) };
  const { parts: after, unplaced } = replaceParts(options, parts, [replacement]);
  return { parts: Object.values(after), unplaced, fates };
}

describe('a name in two parts', () => {
  test.each([
    ['María José', 'García', 'María José Garzía', 'María José', 'Garzía'],
    ['María José', 'García', 'María Josefa García', 'María Josefa', 'García'],
    ['María', 'García', 'María García Pérez', 'María', 'García Pérez'],
    ['MARÍA', 'García', 'García, María', 'María', 'García'],
    ['Ana', 'García', 'García Pérez, Ana María', 'Ana María', 'García Pérez'],
    ['María José', 'García', 'María García López', 'María', 'García López'],
    ['Nadia', 'Petrova', 'Nadja Petrowa', 'Nadja', 'Petrowa'],
    ['José', 'García', 'José Gil', 'José', 'Gil'],
    ['Ana', 'García', 'Ana de la Torre', 'Ana', 'de la Torre'],
    ['JOSÉ', 'García', 'José García', 'José', 'García'],
    ['Jose\u0301', 'García', 'José García', 'José', 'García'],
    ['Ana', 'García López', 'Ana García Pérez', 'Ana', 'García Pérez'],
    ['Ana', 'García López', 'María José García Pérez', 'María José', 'García Pérez'],
    ['Ana María', 'García López', 'Ana Sofía García Pérez', 'Ana Sofía', 'García Pérez'],
    ['Ana', 'García López', 'García Pérez, Ana María', 'Ana María', 'García Pérez'],
  ])('%s | %s, corrected to %s: %s | %s', (first, last, updated, newFirst, newLast) => {
    expect(corrected(name, { first, last }, `${last} ${first}`, updated)).toEqual({
      parts: [newFirst, newLast],
      unplaced: false,
      fates: ['REPLACED'],
    });
  });

  test.each([
    ['Ana', 'García', 'Ana María García'],
    ['Ana', 'García', 'Maria del Carmen Lopez'],
    ['Ana', 'García', 'Ruiz, Carmen'],
    ['Ana', 'García', 'Bea'],
    ['Ana', 'García', 'Ana'],
    ['Ana', 'García', 'García Ana García'],
    // Pérez takes the place of López, so nothing says whether María is a first or a last name.
    ['Ana', 'García López', 'Ana María García Pérez'],
    ['Ana', 'García López', 'Ana María García Pérez Gil'],
  ])('%s | %s, corrected to %s: ambiguous, and unchanged', (first, last, updated) => {
    expect(corrected(name, { first, last }, `${first} ${last}`, updated)).toEqual({
      parts: [first, last],
      unplaced: true,
      fates: ['UNPLACED'],
    });
  });

  test.each([
    ['小明', '王', '王小明', '王大明', '大明', '王'],
    ['小明', '王', '王小明', '汪小明', '小明', '汪'],
    ['小明', '王', '王 小明', '王大明', '大明', '王'],
    ['小明', '王', '王小明', '王 大明', '大明', '王'],
    ['小明', '王', '王小明', '王小敏慧', '小敏慧', '王'],
    ['明', '李', '李明', '黎明', '明', '黎'],
    ['明', '李', '李明', '李鸣', '鸣', '李'],
    ['一郎', '田中', '田中一郎', '田中二郎', '二郎', '田中'],
    ['철수', '김', '김철수', '김철호', '철호', '김'],
  ])(
    '%s | %s, written as one word %s, corrected to %s: %s | %s',
    (first, last, existing, updated, newFirst, newLast) => {
      expect(corrected(name, { first, last }, existing, updated)).toEqual({
        parts: [newFirst, newLast],
        unplaced: false,
        fates: ['REPLACED'],
      });
    },
  );

  test.each([
    // No word stays, or both parts could keep it: nobody can tell where the first name ends.
    ['小明', '王', '王小明', '李大海'],
    ['小明', '王', '王小明', '王大小明'],
    ['小明', '王', '王小明', '小明王'],
    ['小明', '王', '王小明', '王'],
    ['明', '李', '李明', '明'],
    ['小明', '王', '王小明', 'Wang Xiaoming'],
  ])(
    '%s | %s, written as one word %s, corrected to %s: it cannot be told, and stays',
    (first, last, existing, updated) => {
      expect(corrected(name, { first, last }, existing, updated)).toEqual({
        parts: [first, last],
        unplaced: true,
        fates: ['UNPLACED'],
      });
    },
  );

  test('a part that is named completely is corrected alone; a part of a part is another name; a name that is already right is found', () => {
    const parts = { first: 'María José', last: 'García' };
    expect(corrected(name, parts, 'GARCÍA', 'Garzía')).toEqual({
      parts: ['María José', 'Garzía'],
      unplaced: false,
      fates: ['REPLACED'],
    });
    // A fragment of a part, or a name that differs in its diacritics, is another name (R3).
    for (const existing of ['José', 'garcia'])
      expect(corrected(name, parts, existing, 'Josefa')).toEqual({
        parts: Object.values(parts),
        unplaced: false,
        fates: [],
      });
    expect(corrected(name, parts, 'María José García', 'María José García').fates).toEqual(['RIGHT']);
    expect(corrected(name, { first: null, last: 'García' }, 'García', 'Garzía López').parts).toEqual([
      null,
      'Garzía López',
    ]);
  });
});

describe('an address in parts', () => {
  const parts = { street: 'Calle Mayor 1', city: 'Madrid', code: '28013', country: 'ES' };
  const line = 'Calle Mayor 1, Madrid, 28013, ES';
  test.each([
    ['Calle Mayor 2, Madrid, 28013, ES', ['Calle Mayor 2', 'Madrid', '28013', 'ES']],
    ['Calle Mayor 2, 28013 Madrid, ES', ['Calle Mayor 2', 'Madrid', '28013', 'ES']],
    ['Calle Mayor 2 Madrid 28013 ES', ['Calle Mayor 2', 'Madrid', '28013', 'ES']],
    ['Gran Vía 28, Barcelona, 08001, ES', ['Gran Vía 28', 'Barcelona', '08001', 'ES']],
    ['Calle Mayor 2, piso 3, Madrid, 28013, ES', ['Calle Mayor 2, piso 3', 'Madrid', '28013', 'ES']],
    ['Calle Mayor 2, Madrid', ['Calle Mayor 2', 'Madrid', '28013', 'ES']],
    ['Calle Mayor 1, Madrid, 28014, ES', ['Calle Mayor 1', 'Madrid', '28014', 'ES']],
  ])('corrected to %s', (updated, expected) => {
    expect(corrected(address, parts, line, updated)).toEqual({ parts: expected, unplaced: false, fates: ['REPLACED'] });
  });

  test.each([
    'Gran Vía 28, 08001 Barcelona, ES',
    'Calle Mayor 1, piso 3, Madrid, ES',
    'Calle Mayor 1, piso 3, Madrid, 28013, ES',
    'somewhere else',
  ])('corrected to %s: ambiguous, and no part is emptied', (updated) => {
    expect(corrected(address, parts, line, updated)).toEqual({
      parts: Object.values(parts),
      unplaced: true,
      fates: ['UNPLACED'],
    });
  });
});

test('the words of any correction are in the parts, each part in one piece, and parts that it does not mention stay', () => {
  const someWord = fc.constantFrom('Ana', 'José', 'María', 'García', 'Ruiz', 'de', 'la', '王', '小明', '12', 'ES');
  const value = fc.array(someWord, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
  const updated = fc
    .array(fc.tuple(someWord, fc.constantFrom(' ', ', ', '\n')), { minLength: 1, maxLength: 8 })
    .map((words) =>
      words
        .flat()
        .join('')
        .replace(/[\s,]+$/, ''),
    );
  const options = fc.constantFrom(name, address);
  const values = fc.array(value, { minLength: 1, maxLength: 4 });
  const property = fc.property(options, values, updated, (kind, before, to) => {
    const parts = Object.fromEntries(before.map((each, index) => [index === 0 ? 'street' : `part${index}`, each]));
    const { parts: after, unplaced } = corrected(kind, parts, before.join(kind.separator), to);
    if (unplaced) expect(after).toEqual(before);
    const changed = after.filter((part, index) => part !== before[index]);
    for (const part of changed) expect(to).toContain(part);
    if (changed.length > 0) for (const word of to.split(/[\s,]+/)) expect(after.join(' ')).toContain(word);
    expect(after.every(Boolean)).toBe(true);
  });
  fc.assert(property, { numRuns: 2_000 });
});

test('a long correction takes time linear in its length', () => {
  const long = 'a '.repeat(200_000);
  const parts = { first: 'Ana', last: 'García' };
  expect(processorTime(() => corrected(name, parts, 'Ana García', `Ana ${long}`))).toBeLessThan(10_000);
  expect(processorTime(() => corrected(address, parts, 'Ana, García', `Ana ${'b, '.repeat(200_000)}`))).toBeLessThan(
    10_000,
  );
});
