/** A few bytes of nested lists do not block the system: the operation ends with TOO_COSTLY, and other organisations are answered meanwhile (R27). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

/** The size of a merge set for which the estimated cost of a few levels is small, but the answer is large. */
const size = 60;

let system: TestSystem;
let attacker: ApiClient;
let other: ApiClient;
let canonical: string;
let request: string;

beforeAll(async () => {
  // A busy machine takes longer to count up to the bound.
  system = await sharedSystem({ SUBGRAPH_TIMEOUT_MS: '30000' });
  attacker = await system.client({ organization: 'costly-attacker' });
  other = await system.client({ organization: 'costly-other' });
  canonical = await create('Canonical');
  for (let member = 1; member < size; member += 1)
    await attacker.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
      a: await create(`Member${member}`),
      b: canonical,
    });
  ({
    request: { id: request },
  } = await createRequest(attacker, { type: 'GET', term: { externalContactId: canonical } }));
  await finishedRequest(attacker, request, 60_000);
}, 120_000);

afterAll(() => system.stop());

const create = async (firstName: string) =>
  (
    await attacker.ask<{ createExternalContact: { id: string } }>(
      'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
      { input: { firstName } },
    )
  ).createExternalContact.id;

const related = (levels: number, inner = 'id'): string =>
  levels === 0 ? inner : `relatedRequests { parent { ${related(levels - 1, inner)} } }`;
const members = (levels: number): string => (levels === 0 ? 'id' : `mergeSet { ${members(levels - 1)} }`);

/** Sends an operation, and counts the answers to another organisation until it has ended. */
async function attack(document: string, variables: Record<string, unknown>) {
  let over = false;
  const attacked = attacker.send(document, variables).finally(() => (over = true));
  let meanwhile = 0;
  while (!over) {
    await other.ask('{ gdprRequests(first: 1) { totalCount } externalContacts(first: 1) { nodes { id } } }');
    if (!over) meanwhile += 1;
  }
  return { codes: (await attacked).errors?.map(({ extensions }) => extensions?.code), meanwhile };
}

test('the family of a family, seven levels deep, is refused before anything runs', async () => {
  const document = `{gdprRequest(id:"${request}"){${related(6, 'relatedRequests{id}')}}}`.replaceAll(' ', '');
  expect(document.length).toBeLessThan(250);
  const { status, errors } = await attacker.send(document);
  expect(status).toBe(400);
  expect(errors).toMatchObject([{ extensions: { code: 'TOO_COSTLY', maximum: 100_000 } }]);
});

test('an operation whose cost cannot be estimated ends while it runs, in the gateway', async () => {
  const { codes, meanwhile } = await attack(`query ($id: ID!) { gdprRequest(id: $id) { ${related(4)} } }`, {
    id: request,
  });
  expect(codes).toEqual(['TOO_COSTLY']);
  expect(meanwhile).toBeGreaterThan(0);
}, 120_000);

test('and in a service', async () => {
  const { codes, meanwhile } = await attack(`query ($id: ID!) { externalContact(id: $id) { ${members(4)} } }`, {
    id: canonical,
  });
  expect(codes).toEqual(['TOO_COSTLY']);
  expect(meanwhile).toBeGreaterThan(0);
}, 120_000);

test('a family of that size is answered whole', async () => {
  const { gdprRequest } = await attacker.ask<{ gdprRequest: { relatedRequests: { parent: { id: string } }[] } }>(
    `query ($id: ID!) { gdprRequest(id: $id) { relatedRequests {
      parent { id } status term { type value } services { service status attempts recordCounts { recordType count } }
    } } }`,
    { id: request },
  );
  expect(gdprRequest.relatedRequests).toHaveLength(size - 1);
});
