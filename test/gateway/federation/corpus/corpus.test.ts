/**
 * The gateway's additions to the planner and its runtime must not be visible. Each operation is sent to the gateway, to the bare
 * runtime over the same services, and to graphql-js with all data in one piece. All three must give the same answer, and the
 * gateway must make no call that the bare runtime does not make.
 */
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { buildSchema, execute, getOperationAST, parse, print, type DocumentNode, type ExecutionResult } from 'graphql';
import { publicSchemaOf } from '../../../../gateway/federation/supergraph/public-schema';
import { compose } from '../../support/fixture-schemas';
import { FixtureServer } from '../../support/fixture-server';
import { TestGateway } from '../../support/test-gateway';
import { corpus, type CorpusCase } from './cases';
import { corpusSchema, corpusSdl, withRoots, type CorpusName } from './world';

type Asked = Pick<CorpusCase, 'query' | 'variables'>;
interface Answer {
  data?: unknown;
  /** The paths of the errors. */
  errors: (string | undefined)[];
  calls: number;
}

let gateway: TestGateway;
let bareExecutor: NonNullable<Awaited<ReturnType<typeof unifiedGraphHandler>>['executor']>;
let oracleSchema: ReturnType<typeof withRoots>;
const services = new Map<CorpusName, FixtureServer>();

beforeAll(async () => {
  for (const name of Object.keys(corpusSdl) as CorpusName[]) {
    services.set(name, await FixtureServer.start(corpusSchema(name)));
  }
  const supergraph = compose([...services].map(([name, { url }]) => ({ name, sdl: corpusSdl[name], url })));
  gateway = await TestGateway.start({ operations: { aliases: 50 }, subgraphs: { timeout: 10_000 } });
  await gateway.store.replace(`# retired: people mail\n${supergraph}`);
  oracleSchema = withRoots(publicSchemaOf(supergraph).schema);
  const { executor } = await unifiedGraphHandler({
    unifiedGraph: buildSchema(supergraph, { assumeValidSDL: true }),
    getUnifiedGraphSDL: () => supergraph,
    onSubgraphExecute: async (name, { document, variables }) => {
      const { url = '' } = services.get(name as CorpusName) ?? {};
      const body = JSON.stringify({ query: print(document as DocumentNode), variables: variables as unknown });
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return (await response.json()) as ExecutionResult;
    },
  });
  if (!executor) throw new Error('The runtime has no executor.');
  bareExecutor = executor;
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([...services.values()].map((service) => service.stop()));
});

async function counted(ask: () => Promise<ExecutionResult>): Promise<Answer> {
  for (const { calls } of services.values()) calls.length = 0;
  const { data, errors = [] } = JSON.parse(JSON.stringify(await ask())) as ExecutionResult;
  const calls = [...services.values()].reduce((sum, service) => sum + service.calls.length, 0);
  return { data, errors: errors.map(({ path }) => path?.join('.')), calls };
}

const askGateway = ({ query, variables }: Asked) =>
  counted(() => gateway.ask(query, { ...(variables ? { variables } : {}) }) as Promise<ExecutionResult>);

const askBare = ({ query, variables = {} }: Asked) => {
  const document = parse(query);
  const operationType = getOperationAST(document)?.operation;
  return counted(
    async () =>
      (await bareExecutor({
        document,
        variables,
        ...(operationType ? { operationType } : {}),
        context: {},
      })) as ExecutionResult,
  ).catch((): Answer => ({ errors: ['(failed)'], calls: 0 }));
};

const askOracle = ({ query, variables }: Asked) =>
  counted(async () =>
    execute({ schema: oracleSchema, document: parse(query), ...(variables ? { variableValues: variables } : {}) }),
  );

const answerOf = ({ data, errors }: Answer) => ({ data, errors });

test('the corpus has its full size, and no case twice', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(60);
  expect(new Set(corpus.map(({ query, variables }) => JSON.stringify([query, variables]))).size).toBe(corpus.length);
});

test.each(corpus)('$title', async (asked) => {
  const expected = await askOracle(asked);
  const ours = await askGateway(asked);
  expect(answerOf(ours)).toEqual(answerOf(expected));
  // A response must have its fields in the order of the operation.
  expect(JSON.stringify(ours.data)).toBe(JSON.stringify(expected.data));
  const bare = await askBare(asked);
  if (asked.bare) return expect(answerOf(bare)).not.toEqual(answerOf(expected));
  expect(answerOf(bare)).toEqual(answerOf(expected));
  expect(ours.calls).toBeLessThanOrEqual(bare.calls);
});

test.each([
  ['an argument', 'query ($on: Boolean) { flag(on: $on) }', 'on takes Boolean!, not null.'],
  ['a condition', 'query ($on: Boolean = true) { version @include(if: $on) }', 'if takes Boolean!, not null.'],
])('a null by a variable is refused for %s that has a default and is not nullable', async (_title, query, message) => {
  const { status, data, errors } = await gateway.ask(query, { variables: { on: null } });
  expect({ status, data }).toEqual({ status: 400, data: undefined });
  expect(errors).toEqual([{ message, extensions: { code: 'BAD_USER_INPUT', argument: message.split(' ')[0] } }]);
});
