// Types of the contract, and resolver types of every owner, from the SDL. Run with `npm run codegen`.
const { readdirSync } = require('node:fs');
const path = require('node:path');
const { contractSdl, subgraphSdl } = require('../dist/subgraphs/kit/base/sdl.js');

const services = readdirSync(path.join(__dirname, '..', 'schema'))
  .map((file) => path.basename(file, '.graphql'))
  .filter((name) => !['contract', 'unreachable', 'supergraph', 'gdpr'].includes(name));

const head = { add: { content: '/* Generated from the SDL by npm run codegen. */\n/* eslint-disable */' } };
const common = {
  federation: true,
  enumsAsTypes: true,
  useTypeImports: true,
  skipTypename: true,
  scalars: { DateTime: { input: 'string', output: 'Date | string' } },
};

const target = (name, contextType) => ({
  schema: subgraphSdl(name),
  plugins: [head, 'typescript', 'typescript-resolvers'],
  config: {
    ...common,
    contextType,
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
    // The contract's own words, for what kit and gateway both stand on.
    [
      'subgraphs/kit/base/schema.generated.ts',
      { schema: contractSdl(), plugins: [head, 'typescript'], config: common },
    ],
    ['gateway/gdpr/schema.generated.ts', target('gdpr', './context#GdprContext')],
  ]),
};
