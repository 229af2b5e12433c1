import {
  entryOf,
  identifierTypes,
  isValueType,
  parseTerm,
  termInput,
  valueTypes,
  type IdentifierType,
} from '../../../../subgraphs/kit/base/terms';
import { samples, termOf } from '../../../../subgraphs/kit/conformance/people/made-up';

describe.each(identifierTypes)('the term type %s', (type: IdentifierType) => {
  test('is read from its own argument of the input, and sent to services unchanged', () => {
    const value = samples[type].nobodys();
    const term = parseTerm(termOf(type, value));
    expect(term.type).toBe(type);
    expect(parseTerm(termInput(term)).type).toBe(type);
    expect(Object.keys(termInput(term))).toEqual([entryOf(type).field]);
  });

  test('is refused by the name of its argument, when its value is invalid', () => {
    let refusal: unknown;
    try {
      parseTerm(entryOf(type).write({ value: ' ' }), 'input.term');
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', argument: `input.term.${entryOf(type).path}` },
    });
  });
});

test('no two types share an argument of the input', () => {
  const places = identifierTypes.map((type) => JSON.stringify(entryOf(type).write({ value: '' })));
  expect(new Set(places).size).toBe(identifierTypes.length);
  expect(identifierTypes.filter(isValueType)).toEqual(valueTypes);
});
