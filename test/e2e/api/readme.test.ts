/** The README's operations, in order, on the sample data: their answers are those that it shows. */
import { ensureCast } from '../../../scripts/develop/seed/ensure-cast';
import { blocksOf, documents } from '../../docs/documents';
import { eventually } from '../../support/eventually';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const readme = documents.get('README.md') ?? '';
const [create = '', read = '', ...others] = blocksOf(readme, 'graphql');
const [shown = '', ...more] = blocksOf(readme, 'json');

let system: TestSystem;
beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);
afterAll(() => system.stop());

test('the erasure, and its result', async () => {
  expect([others, more]).toEqual([[], []]);
  const api = await system.client({ organization: 'readme' });
  await ensureCast(api);
  const { createGdprRequest } = await api.ask<{ createGdprRequest: { request: object } }>(create);
  expect(createGdprRequest.request).toEqual({ status: 'INITIATED' });
  const answer = await eventually(async () => {
    const { gdprRequests } = await api.ask<{ gdprRequests: { nodes: { status: string }[] } }>(read);
    return gdprRequests.nodes.find(({ status }) => status === 'COMPLETED');
  });
  expect(answer).toEqual(JSON.parse(shown));
}, 120_000);

test('the README is short, and its first screen shows the program at work', () => {
  const lines = readme.split('\n');
  expect(lines.length).toBeLessThanOrEqual(131);
  const line = (text: string) => lines.findIndex((each) => each.includes(text));
  const places = ['docs/images/console.png', 'npm ci && npm start', 'npm run demo', 'mutation {'].map(line);
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(Math.max(...places)).toBeLessThan(40);
});
