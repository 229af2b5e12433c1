/** Auditors get masked values, unless they ask for unmasked ones and may see them; the log then records it. */
import { newOrganization } from '../../support/people/cast';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
const organization = 'masking';

beforeAll(async () => {
  system = await sharedSystem();
  await newOrganization(system, organization);
}, 180_000);

afterAll(() => system.stop());

const looks = {
  subjects: `query Q($unmasked: Boolean) { subjects(term: { name: "Elena Marín" }, unmasked: $unmasked) { nodes {
    match { id identifiers { type value } matchedOn { value } } matches { identifier { value } } } } }`,
  previewGdprRequest: `query Q($unmasked: Boolean) { previewGdprRequest(type: GET, term: { name: "Elena Marín Ortega" }, unmasked: $unmasked) {
    planHash subjects { id identifiers { type value } } suggestedTerms { term { type value } } } }`,
  personalDataReport: `query Q($unmasked: Boolean) { personalDataReport(term: { name: "Elena Marín Ortega" }, purpose: "an audit", first: 20, unmasked: $unmasked) {
    service data { subjects { identifiers { type value } } records { id recordType fields { name category value } attachments { filename } } } } }`,
};
const scopes = ['gdpr:subject:view', 'gdpr:request:add', 'audit:view'];

describe.each(Object.entries(looks))('%s', (field, document) => {
  it.each([
    ['by a token without the scope', scopes],
    ['by a token with the scope that does not ask', [...scopes, 'gdpr:value:view']],
  ])('answers masked values %s', async (_title, granted) => {
    const auditor = await system.client({ organization, subject: 'auditor', scopes: granted });
    const text = JSON.stringify(await auditor.ask(document));
    expect(text).toContain('E…');
    expect(text).not.toMatch(/Elena|Marín|Ortega|elena\.|@[a-z]+\.(com|example)|\+\d{9}/);
  });

  it('gives unmasked values to a caller who asks and has the scope, and logs it', async () => {
    const auditor = await system.client({
      organization,
      subject: `sees-${field}`,
      scopes: [...scopes, 'gdpr:value:view'],
    });
    const text = JSON.stringify(await auditor.ask(document, { unmasked: true }));
    expect(text).toMatch(/Elena/);
    expect(text).not.toContain('…');
    const { auditLog } = await auditor.ask<{ auditLog: { nodes: { detail: string }[] } }>(
      'query ($actor: String!) { auditLog(filter: { actor: $actor }) { nodes { detail } } }',
      { actor: `sees-${field}` },
    );
    expect(auditLog.nodes).toHaveLength(1);
    expect(auditLog.nodes[0]?.detail).toContain(', unmasked');
  });

  it('refuses unmasked values without the scope', async () => {
    const auditor = await system.client({ organization, subject: 'auditor', scopes });
    expect(await auditor.refused(document, { unmasked: true })).toMatchObject({
      code: 'FORBIDDEN',
      requiredScopes: ['gdpr:value:view'],
      argument: 'unmasked',
    });
  });
});
