// Resolver types of every owner, from the SDL. Run with `npm run codegen`.
const { readdirSync } = require('node:fs');
const path = require('node:path');
const { subgraphSdl } = require('../dist/subgraphs/kit/base/sdl.js');

const services = readdirSync(path.join(__dirname, '..', 'schema'))
  .map((file) => path.basename(file, '.graphql'))
  .filter((name) => !['contract', 'unreachable', 'supergraph', 'gdpr'].includes(name));

const target = (name, contextType) => ({
  schema: subgraphSdl(name),
  plugins: [
    { add: { content: '/* Generated from the SDL by npm run codegen. */\n/* eslint-disable */' } },
    'typescript',
    'typescript-resolvers',
  ],
  config: {
    federation: true,
    contextType,
    enumsAsTypes: true,
    useTypeImports: true,
    skipTypename: true,
    scalars: { DateTime: { input: 'string', output: 'Date | string' } },
    // A resolver returns what its type's own resolvers start from, which is seldom the type itself.
    defaultMapper: 'unknown',
    makeResolverTypeCallable: true,
  },
});

module.exports = {
  overwrite: true,
  silent: true,
  generates: Object.fromEntries([
    ...services.map((name) => [`subgraphs/${name}/schema.generated.ts`, target(name, '../kit#ServiceContext')]),
    ['gateway/gdpr/schema.generated.ts', target('gdpr', './context#GdprContext')],
  ]),
};
