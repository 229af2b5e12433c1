import { readFileSync } from 'node:fs';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
  parse,
  print,
  validateSchema,
  type GraphQLNamedType,
} from 'graphql';
import { committedApi, committedSupergraph, composeProject } from '../../../scripts/develop/compose';
import { subgraphNames } from '../../../scripts/develop/subgraphs';
import { composedOf, shippedSupergraph } from '../../../gateway/federation/composition/shipped-supergraph';
import { publicSchemaOf } from '../../../gateway/federation/supergraph/public-schema';
import * as lifecycle from '../../../gateway/gdpr/lifecycle';
import * as kit from '../../../subgraphs/kit';
import { contractFields } from '../../../subgraphs/kit/contract/declared/contract-fields';

describe('the committed supergraph', () => {
  const committed = readFileSync(committedSupergraph(), 'utf8');
  const { schema } = publicSchemaOf(committed);

  test('is the output of npm run compose, without a warning', async () => {
    const { supergraphSdl, warnings } = await composeProject();
    expect(warnings).toEqual([]);
    expect(committed === `${composedOf()}${supergraphSdl}`).toBe(true);
  });

  test('serves the release wherever its services are, as it would be composed there', async () => {
    const urls = Object.fromEntries(
      subgraphNames().map((name) => [name, `https://${name}.example:4000/graphql?$&=$1`]),
    );
    const { supergraphSdl } = await composeProject({ urls });
    // Only the breaks between lines may differ: they depend on how long an address is.
    const shipped = shippedSupergraph(new Map(Object.entries(urls))) ?? '';
    expect(print(parse(shipped)) === print(parse(supergraphSdl))).toBe(true);
    const { recordings, ...fewer } = urls;
    expect(shippedSupergraph(new Map(Object.entries(fewer)))).toBeUndefined();
    expect(shippedSupergraph(new Map(Object.entries({ ...urls, tickets: recordings ?? '' })))).toBeUndefined();
    expect(shippedSupergraph(new Map(Object.entries({ ...fewer, tickets: recordings ?? '' })))).toBeUndefined();
  });

  test('matches the committed API, which code generators can read', () => {
    const api = readFileSync(committedApi(), 'utf8');
    expect(api === publicSchemaOf(committed).sdl).toBe(true);
    expect(validateSchema(buildSchema(api))).toEqual([]);
  });

  test('hides the fields of the contract from callers', () => {
    for (const { type, field } of contractFields)
      expect((schema.getType(type) as { getFields(): object } | undefined)?.getFields()).not.toHaveProperty(field);
  });

  // The generated types use these instead of the enums of the SDL: `.config/codegen.cjs`.
  test.each<[string, readonly string[]]>([
    ['DataSubjectType', kit.subjectTypes],
    ['PersonalDataCategory', kit.personalDataCategories],
    ['PersonalDataDisposition', kit.personalDataDispositions],
    ['PersonalIdentifierType', kit.identifierTypes],
    ['SocialPlatform', kit.socialPlatforms],
    ['GdprMatchKind', kit.matchKinds],
    ['GdprRequestType', lifecycle.requestTypes],
    ['GdprRequestStatus', lifecycle.requestStatuses],
    ['GdprServiceStatus', lifecycle.serviceStatuses],
    ['GdprErasureVerification', lifecycle.verifications],
  ])('has the same values of %s as the code', (name, values) => {
    const type = schema.getType(name);
    expect(isEnumType(type) && type.getValues().map((value) => value.name)).toEqual(
      expect.arrayContaining([...values]),
    );
    expect(isEnumType(type) && type.getValues()).toHaveLength(values.length);
  });

  test('describes every type, field, argument and value', () => {
    const missing: string[] = [];
    const need = (coordinate: string, description: string | null | undefined) => {
      if (!description?.trim()) missing.push(coordinate);
    };
    const roots = ['Query', 'Mutation', 'Subscription'];
    const describeType = (type: GraphQLNamedType) => {
      if (!roots.includes(type.name)) need(type.name, type.description);
      if (isEnumType(type)) for (const value of type.getValues()) need(`${type.name}.${value.name}`, value.description);
      if (isInputObjectType(type))
        for (const field of Object.values(type.getFields())) need(`${type.name}.${field.name}`, field.description);
      if (!isObjectType(type)) return;
      for (const field of Object.values(type.getFields())) {
        need(`${type.name}.${field.name}`, field.description);
        for (const argument of field.args) need(`${type.name}.${field.name}(${argument.name}:)`, argument.description);
      }
    };
    for (const type of Object.values(schema.getTypeMap()))
      if (!type.name.startsWith('__') && !isSpecifiedScalarType(type)) describeType(type);
    expect(missing).toEqual([]);
  });
});
