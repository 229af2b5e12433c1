/** Values for the inputs of the API, made from their types: good, bad and hostile ones. */
import fc from 'fast-check';
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputType,
} from 'graphql';

/** Strings that often break databases, parsers, normalisation or file names. */
const hostile = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\uffff\ufffe',
  "'; DROP TABLE message; --",
  '%',
  '_',
  '\\',
  '../../etc/passwd',
  '{"a": 1}',
  '${7*7}',
  '<script>alert(1)</script>',
  'ﷺ'.repeat(50),
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞',
  '\u202eright to left',
  'x'.repeat(5_000),
  '9'.repeat(400),
  'NaN',
  '-0',
);

const likely = fc.oneof(
  fc.emailAddress(),
  fc.constantFrom(
    '+34 600 123 456',
    '(415) 555-2671',
    '00442071838750',
    'Elena Marín',
    'Calle Mayor 1, Madrid',
    '@elena',
  ),
  fc.uuid(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.base64String(),
);

const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 3, arbitrary: hostile },
  { weight: 3, arbitrary: likely },
);

const numbers = fc.oneof(
  fc.integer(),
  fc.constantFrom(0, 1, -1, 200, 201, 2 ** 31, -(2 ** 31), 1e308, 0.5),
  fc.double(),
);

const anything = fc.oneof(
  text,
  numbers,
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
  fc.jsonValue(),
);

/** @param ids ids that exist, so that some calls pass the first check */
export function inputOf(type: GraphQLInputType, ids: readonly string[], depth = 0): fc.Arbitrary<unknown> {
  const required = isNonNullType(type);
  const good = nonNull(getNullableType(type), ids, depth);
  return fc.oneof(
    { weight: 12, arbitrary: good },
    { weight: required ? 1 : 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: anything },
  );
}

function nonNull(type: GraphQLInputType, ids: readonly string[], depth: number): fc.Arbitrary<unknown> {
  if (isListType(type)) {
    const item = inputOf(type.ofType, ids, depth + 1);
    return fc.oneof({ weight: 5, arbitrary: fc.array(item, { maxLength: 4 }) }, { weight: 1, arbitrary: item });
  }
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const whole = fc.record(
      Object.fromEntries(fields.map((field) => [field.name, inputOf(field.type, ids, depth + 1)])),
      { requiredKeys: fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name) },
    );
    // Terms take exactly one field, so half of the inputs have just one.
    const single = fc
      .constantFrom(...fields)
      .chain((field) => nonNull(getNullableType(field.type), ids, depth + 1).map((value) => ({ [field.name]: value })));
    return fc.oneof(whole, single);
  }
  switch (String(type)) {
    case 'Int':
    case 'Float':
      return numbers;
    case 'Boolean':
      return fc.boolean();
    case 'ID':
      return fc.oneof(text, fc.constantFrom(...ids));
    default:
      return text;
  }
}

/** Makes variables for all arguments of an operation. */
export const variablesOf = (args: readonly GraphQLArgument[], ids: readonly string[]) =>
  fc.record(Object.fromEntries(args.map((arg) => [arg.name, inputOf(arg.type, ids)])), {
    requiredKeys: args
      .filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined)
      .map(({ name }) => name),
  });
