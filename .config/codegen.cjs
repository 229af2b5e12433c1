// Types of the contract, and resolver types of every owner, from the SDL. Run with `npm run codegen`.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { Kind, parse } = require('graphql');
const { gatewaySubgraph, subgraphNames } = require('../dist/scripts/develop/subgraphs.js');
const { contractSdl, subgraphSdl } = require('../dist/subgraphs/kit/base/sdl.js');

const root = path.join(__dirname, '..');
const services = subgraphNames().filter((name) => name !== gatewaySubgraph);

/** The object types of an SDL, each with the fields of its key; none for a type without one. */
const objectTypes = (sdl) =>
  parse(sdl)
    .definitions.filter(({ kind }) => kind === Kind.OBJECT_TYPE_DEFINITION || kind === Kind.OBJECT_TYPE_EXTENSION)
    .map(({ name, directives }) => {
      const key = directives.find((directive) => directive.name.value === 'key');
      const fields = key?.arguments.find((argument) => argument.name.value === 'fields')?.value.value;
      return { name: name.value, key: fields?.split(' ') ?? [] };
    });

/** The files of a folder and of its rooms. */
const filesOf = (folder) =>
  existsSync(path.join(root, folder))
    ? readdirSync(path.join(root, folder), { recursive: true }).filter((file) => /(?<!\.d)\.ts$/.test(file))
    : [];

/** What the resolvers of a type start from: the entity of its name, or its key where the entity is another service's. */
function mappersOf(folder, sdl) {
  const entities = new Map(
    filesOf(folder).flatMap((file) => {
      const source = readFileSync(path.join(root, folder, file), 'utf8');
      const from = `./${file.split(path.sep).join('/').replace(/\.ts$/, '')}`;
      return [...source.matchAll(/^@Entity\(.*\)\nexport class (\w+)/gm)].map(([, name]) => [name, from]);
    }),
  );
  return Object.fromEntries(
    objectTypes(sdl).flatMap(({ name, key }) => {
      if (entities.has(name)) return [[name, `${entities.get(name)}#${name} as ${name}Entity`]];
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

const head = { add: { content: '/* Generated from the SDL by npm run codegen. */\n/* eslint-disable */' } };
const common = {
  federation: true,
  useTypeImports: true,
  skipTypename: true,
  scalars: { DateTime: { input: 'string', output: 'Date | string' } },
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
    plugins: [head, 'typescript', 'typescript-resolvers'],
    config: {
      ...common,
      contextType: context,
      enumsAsTypes: true,
      enumValues: { ...enumsOf(kit, schema), ...enums },
      resolversNonOptionalTypename: { unionMember: true },
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
        mappers: {
          GdprServiceOutcome: './entities#GdprTask as GdprTaskEntity',
          GdprRecipient: './services/recipients#ToldRecipient',
          WebhookEndpoint: '../webhooks/endpoints/webhook-endpoint#WebhookEndpoint as WebhookEndpointEntity',
          WebhookDelivery: '../webhooks/delivery/webhook-delivery#WebhookDelivery as WebhookDeliveryEntity',
          Restriction: './restrictions/restriction#GdprRestriction as GdprRestrictionEntity',
        },
        enums: {
          GdprRequestType: './lifecycle#RequestType',
          GdprRequestStatus: './lifecycle#RequestStatus',
          GdprServiceStatus: './lifecycle#ServiceStatus',
          WebhookEvent: '../webhooks/events#WebhookEvent',
          WebhookDisabledReason: '../webhooks/endpoints/webhook-endpoint#DisabledReason',
          WebhookDeliveryStatus: '../webhooks/delivery/deliveries#DeliveryStatus',
          GdprErasureVerification: './lifecycle#Verification',
          GdprMatchKind: '../../subgraphs/kit#MatchKind',
        },
      }),
    ],
    // What the console asks, and what it is answered.
    [
      'gateway/web/console/operations.generated.ts',
      {
        schema: 'schema/api.graphql',
        documents: 'gateway/web/console/operations/*.graphql',
        plugins: [head, 'typescript-operations', 'typed-document-node'],
        config: {
          useTypeImports: true,
          skipTypename: true,
          enumsAsTypes: true,
          enumType: 'string-literal',
          scalars: { DateTime: 'string' },
          defaultScalarType: 'unknown',
        },
      },
    ],
    // The contract's own words, for what kit and gateway both stand on.
    [
      'subgraphs/kit/base/schema.generated.ts',
      {
        schema: contractSdl(),
        plugins: [head, 'typescript'],
        config: { ...common, enumsAsConst: true, namingConvention: { enumValues: 'keep' } },
      },
    ],
  ]),
};
