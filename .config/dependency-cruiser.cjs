// Imports run one way and never in a circle, types included. Run with `npm run lint`.
const { readdirSync } = require('node:fs');

const services = readdirSync('subgraphs')
  .filter((name) => name !== 'kit')
  .join('|');

/** Rooms of `gateway/gdpr` that know nothing of each other: what they share is in the store, in `lifecycle` and in `entities`. */
const apart = ['requests', 'processing', 'closing'];

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'A circle, of types too, means that two files are one idea, or that a type lives in the wrong file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'gateway-uses-the-kit',
      comment: "The gateway uses the kit's index and its base, and nothing else of the services.",
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: '^(subgraphs|scripts|test)/', pathNot: '^subgraphs/kit/(index\\.ts$|base/)' },
    },
    {
      name: 'services-use-the-kit',
      comment:
        "A service uses the kit's index and base: not the gateway, not another service, not the kit's inner rooms.",
      severity: 'error',
      from: { path: `^subgraphs/(${services})/` },
      to: {
        path: '^(gateway|subgraphs|scripts|test)/',
        pathNot: ['^subgraphs/$1/', '^subgraphs/kit/(index\\.ts$|base/)'],
      },
    },
    {
      name: 'kit-stands-alone',
      comment: 'The kit is a package of its own: it knows neither the gateway nor a service.',
      severity: 'error',
      from: { path: '^subgraphs/kit/' },
      to: { path: '^(gateway|scripts|test|subgraphs)/', pathNot: '^subgraphs/kit/' },
    },
    {
      name: 'base-is-below',
      comment: 'What kit and gateway both stand on uses nothing of the kit above it.',
      severity: 'error',
      from: { path: '^subgraphs/kit/base/' },
      to: { path: '^subgraphs/kit/', pathNot: '^subgraphs/kit/base/' },
    },
    ...apart.map((room) => ({
      name: `${room}-apart`,
      comment: 'Requests, processing and closing meet only in lifecycle, entities and the store of requests and tasks.',
      severity: 'error',
      from: { path: `^gateway/gdpr/${room}/` },
      to: { path: `^gateway/gdpr/(${apart.filter((other) => other !== room).join('|')})/` },
    })),
    {
      name: 'rooms-below-the-front',
      comment: 'HTTP is in front: what stands behind it does not know it.',
      severity: 'error',
      from: { path: '^gateway/(federation|gdpr|webhooks|exports|audit|security|persistence)/' },
      to: { path: '^gateway/(http/(?!context)|config/|[^/]+$)' },
    },
    {
      name: 'federation-knows-no-gdpr',
      comment: 'Planning and executing operations is the same for every subgraph.',
      severity: 'error',
      from: { path: '^gateway/federation/' },
      to: { path: '^gateway/(gdpr|exports|audit)/' },
    },
    {
      name: 'not-from-tests',
      severity: 'error',
      from: { path: '^(gateway|subgraphs|scripts)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.json$' },
  },
};
