// Resolver types of every owner, from the SDL. Run with `npm run codegen`.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { Kind, parse } = require('graphql');
const { subgraphSdl } = require('../dist/subgraphs/kit/base/sdl.js');

const root = path.join(__dirname, '..');
const services = readdirSync(path.join(root, 'schema'))
  .map((file) => path.basename(file, '.graphql'))
  .filter((name) => !['contract', 'unreachable', 'supergraph', 'gdpr'].includes(name));

/** The object types of an SDL, each with the fields of its key; none for a type without one. */
const objectTypes = (sdl) =>
  parse(sdl)
    .definitions.filter(({ kind }) => kind === Kind.OBJECT_TYPE_DEFINITION || kind === Kind.OBJECT_TYPE_EXTENSION)
    .map(({ name, directives }) => {
      const key = directives.find((directive) => directive.name.value === 'key');
      const fields = key?.arguments.find((argument) => argument.name.value === 'fields')?.value.value;
      return { name: name.value, key: fields?.split(' ') ?? [] };
    });

/** What the resolvers of a type start from: the entity of its name, or its key where the entity is another service's. */
function mappersOf(folder, sdl) {
  const file = path.join(root, folder, 'entities.ts');
  const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const entities = new Set([...source.matchAll(/^export class (\w+)/gm)].map(([, name]) => name));
  return Object.fromEntries(
    objectTypes(sdl).flatMap(({ name, key }) => {
      if (entities.has(name)) return [[name, `./entities#${name} as ${name}Entity`]];
      return key.length > 0 ? [[name, `{ ${key.map((field) => `${field}: string`).join('; ')} }`]] : [];
    }),
  );
}

/** Enums of the contract that the code has a word for, under the same name or another. */
const contractEnums = {
  DataSubjectType: 'SubjectType',
  PersonalDataCategory: 'PersonalDataCategory',
  PersonalDataDisposition: 'PersonalDataDisposition',
  PersonalIdentifierType: 'IdentifierType',
  SocialPlatform: 'SocialPlatform',
};
const enumsOf = (kit, sdl) => {
  const defined = new Set(
    parse(sdl).definitions.flatMap(({ kind, name }) => (kind === Kind.ENUM_TYPE_DEFINITION ? name.value : [])),
  );
  const known = Object.entries(contractEnums).filter(([name]) => defined.has(name));
  return Object.fromEntries(known.map(([name, type]) => [name, `${kit}#${type}`]));
};

/**
 * @param kit the kit's index, as the folder's files import it
 * @param context the type of the resolvers' context
 * @param own what else the code has a type for
 */
function target(name, folder, { kit, context, mappers = {}, enums = {} }) {
  const schema = subgraphSdl(name);
  return {
    schema,
    plugins: [
      { add: { content: '/* Generated from the SDL by npm run codegen. */\n/* eslint-disable */' } },
      'typescript',
      'typescript-resolvers',
    ],
    config: {
      federation: true,
      contextType: context,
      enumsAsTypes: true,
      enumValues: { ...enumsOf(kit, schema), ...enums },
      useTypeImports: true,
      skipTypename: true,
      resolversNonOptionalTypename: { unionMember: true },
      scalars: { DateTime: { input: 'string', output: 'Date | string' } },
      mappers: { ...mappersOf(folder, schema), ...mappers },
      makeResolverTypeCallable: true,
    },
  };
}

module.exports = {
  overwrite: true,
  silent: true,
  generates: Object.fromEntries([
    ...services.map((name) => [
      `subgraphs/${name}/schema.generated.ts`,
      target(name, `subgraphs/${name}`, { kit: '../kit', context: '../kit#ServiceContext' }),
    ]),
    [
      'gateway/gdpr/schema.generated.ts',
      target('gdpr', 'gateway/gdpr', {
        kit: '../../subgraphs/kit',
        context: './context#GdprContext',
        mappers: { GdprServiceOutcome: './entities#GdprTask as GdprTaskEntity' },
        enums: {
          GdprRequestType: './lifecycle#RequestType',
          GdprRequestStatus: './lifecycle#RequestStatus',
          GdprServiceStatus: './lifecycle#ServiceStatus',
          GdprErasureVerification: './lifecycle#Verification',
          GdprMatchKind: '../../subgraphs/kit#MatchKind',
        },
      }),
    ],
  ]),
};
