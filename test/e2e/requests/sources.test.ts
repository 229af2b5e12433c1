/** Two systems give the same id to different people: what is found and suggested keeps them apart (R3, R6, R21). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { findIds } from '../../support/people/cast';
import { createContact, erasureBy } from '../../support/people/every-value';
import { createRequest, finishedRequest, type RequestInput } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

interface Suggested {
  term: { type: string; value: string; source: string | null };
}

const crm = { value: '1001', source: 'CRM' };
const shop = { value: '1001', source: 'shop' };
const billing = { value: '1001', source: 'billing' };

/** One person with an id of each of two systems, and another person with the same id of a third. */
async function newPeople(organization: string) {
  const api = await system.client({ organization });
  const email = `ada@${organization}.example`;
  const contact = (firstName: string, personalEmail: string, externalIdentities: object[]) =>
    createContact(api, { firstName, personalEmail, externalIdentities });
  const ada = await contact('Ada', email, [crm, shop]);
  const bob = await contact('Bob', `bob@${organization}.example`, [billing]);
  return { api, email, ada, bob };
}

/** The sources of the suggested external ids. */
const sourcesOf = (suggested: Suggested[]) =>
  suggested.flatMap(({ term }) => (term.type === 'EXTERNAL_ID' ? [term.source] : [])).sort();

const suggestedFields = 'suggestedTerms { term { type value source } }';

async function suggestedBy(api: ApiClient, id: string) {
  const { gdprRequest } = await api.ask<{ gdprRequest: { suggestedTerms: Suggested[] } }>(
    `query ($id: ID!) { gdprRequest(id: $id) { ${suggestedFields} } }`,
    { id },
  );
  return gdprRequest.suggestedTerms;
}

async function finish(api: ApiClient, input: RequestInput) {
  const { request } = await createRequest(api, input);
  return finishedRequest(api, request.id);
}

test('a suggested id keeps the system that gave it, so that acting on it reaches nobody else', async () => {
  const { api, email, bob } = await newPeople('suggested-sources');
  const { previewGdprRequest: preview } = await api.ask<{ previewGdprRequest: { suggestedTerms: Suggested[] } }>(
    `query ($term: PersonalDataTermInput!) { previewGdprRequest(type: DELETE, term: $term) { ${suggestedFields} } }`,
    { term: { email } },
  );
  expect(sourcesOf(preview.suggestedTerms)).toEqual(['CRM', 'shop']);
  const erasure = await finish(api, erasureBy({ email }));
  expect(erasure.status).toBe('COMPLETED');
  const suggested = await suggestedBy(api, erasure.id);
  expect(sourcesOf(suggested)).toEqual(['CRM', 'shop']);
  for (const { term } of suggested.filter(({ term: { type } }) => type === 'EXTERNAL_ID'))
    expect((await finish(api, erasureBy({ externalId: { value: term.value, source: term.source } }))).status).toBe(
      'COMPLETED',
    );
  expect(await findIds(api, { externalId: { value: '1001' } })).toEqual([bob]);
});

test('of a person who has an id of two systems, the one that was not asked for is suggested, and the term is shown', async () => {
  const { api } = await newPeople('other-source');
  const { id } = await finish(api, { type: 'GET', term: { externalId: crm } });
  expect(sourcesOf(await suggestedBy(api, id))).toEqual(['shop']);
  const { gdprRequest } = await api.ask<{ gdprRequest: { term: object } }>(
    'query ($id: ID!) { gdprRequest(id: $id) { term { type value source } } }',
    { id },
  );
  expect(gdprRequest.term).toEqual({ type: 'EXTERNAL_ID', ...crm });
});

test('a case suggests an id until a request has asked for it, of its system or of any', async () => {
  const { api, ada } = await newPeople('case-sources');
  const { openGdprCase: opened } = await api.ask<{ openGdprCase: { id: string } }>(
    'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
    { input: { receivedAt: new Date().toISOString() } },
  );
  const open = async () => {
    const { gdprCase } = await api.ask<{ gdprCase: { openSuggestions: Suggested[] } }>(
      'query ($id: ID!) { gdprCase(id: $id) { openSuggestions { term { type value source } } } }',
      opened,
    );
    return sourcesOf(gdprCase.openSuggestions);
  };
  const ask = (term: object) => finish(api, { type: 'GET', term, caseId: opened.id });
  await ask({ externalContactId: ada });
  expect(await open()).toEqual(['CRM', 'shop']);
  await ask({ externalId: crm });
  expect(await open()).toEqual(['shop']);
  await ask({ externalId: { value: '1001' } });
  // That found the other person too, whose id it had asked for as well.
  expect(await open()).toEqual([]);
});

test('a request is found by an external id of its person, with the system and without, in the list and in the log', async () => {
  const { api, ada, bob } = await newPeople('sought-sources');
  // As an earlier version stored every id: without its system.
  const unknown = await createContact(api, { firstName: 'Eve', externalIds: ['1001'] });
  const idOf = async (term: object) => (await finish(api, { type: 'GET', term })).id;
  const of = {
    ada: await idOf({ externalContactId: ada }),
    bob: await idOf({ externalContactId: bob }),
    unknown: await idOf({ externalContactId: unknown }),
    crm: await idOf({ externalId: crm }),
    nobody: await idOf({ externalId: { value: '1001', source: 'nobody' } }),
  };
  const names = new Map(Object.entries(of).map(([name, id]) => [id, name]));
  const listed = async (externalId: object) => {
    const { gdprRequests } = await api.ask<{ gdprRequests: { nodes: { id: string }[] } }>(
      'query ($term: PersonalDataTermInput!) { gdprRequests(filter: { term: $term }) { nodes { id } } }',
      { term: { externalId } },
    );
    return gdprRequests.nodes.map(({ id }) => names.get(id)).sort();
  };
  expect(await listed({ value: '1001' })).toEqual(['ada', 'bob', 'crm', 'nobody', 'unknown']);
  expect(await listed(crm)).toEqual(['ada', 'crm', 'unknown']);
  expect(await listed(shop)).toEqual(['ada', 'crm', 'unknown']);
  expect(await listed(billing)).toEqual(['bob', 'unknown']);
  expect(await listed({ value: '1001', source: 'nobody' })).toEqual(['nobody', 'unknown']);

  const searches = async (externalId: object) => {
    const { auditLog } = await api.ask<{ auditLog: { nodes: unknown[] } }>(
      `query ($term: PersonalDataTermInput!) {
        auditLog(filter: { term: $term, action: SUBJECTS_SEARCHED }) { nodes { sequence } } }`,
      { term: { externalId } },
    );
    return auditLog.nodes.length;
  };
  for (const externalId of [crm, { value: '1001' }]) await findIds(api, { externalId });
  // Who looked for the id of any system saw the person with the system's id too.
  expect([await searches(crm), await searches(billing), await searches({ value: '1001' })]).toEqual([2, 1, 1]);
});
