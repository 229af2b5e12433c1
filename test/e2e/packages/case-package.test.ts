/** One package for all exports of a case (R13, R28). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import type { Cast } from '../../../scripts/develop/seed/ensure-cast';
import path from 'node:path';
import { newOrganization } from '../../support/people/cast';
import { eventually } from '../../support/eventually';
import { filesIn } from '../../support/files';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { checkedPackage, sha256 } from '../../support/zip';

const organization = 'case-package';
let system: TestSystem;
let api: ApiClient;
let cast: Cast;

beforeAll(async () => {
  system = await sharedSystem();
  ({ api, cast } = await newOrganization(system, organization));
}, 180_000);

afterAll(() => system.stop());

interface CasePackage {
  url: string;
  downloadUrl: string | null;
  sha256: string;
  byteSize: number;
  expiresAt: string;
}

const packageOf = async (id: string) =>
  (
    await api.ask<{ gdprCase: { package: CasePackage | null } }>(
      'query ($id: ID!) { gdprCase(id: $id) { package { url downloadUrl sha256 byteSize expiresAt } } }',
      { id },
    )
  ).gdprCase.package;

const openCase = async () =>
  (
    await api.ask<{ openGdprCase: { id: string } }>(
      'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
      {
        input: { receivedAt: new Date(Date.now() - 60_000).toISOString() },
      },
    )
  ).openGdprCase.id;

const exportOf = async (caseId: string, term: object) => {
  const { request } = await createRequest(api, { type: 'EXPORT', term, caseId });
  expect(await finishedRequest(api, request.id)).toMatchObject({ status: 'COMPLETED' });
  return request.id;
};

const download = async (url: string, caller: object = {}) =>
  fetch(url, { headers: { authorization: `Bearer ${await system.token({ organization, ...caller })}` } });

const downloads = async (id: string) => {
  const { auditLog } = await api.ask<{ auditLog: { nodes: { action: string }[] } }>(
    'query ($id: ID!) { auditLog(filter: { requestId: $id }) { nodes { action } } }',
    { id },
  );
  return auditLog.nodes.filter(({ action }) => action === 'PACKAGE_DOWNLOADED').length;
};

test('a case with one export has its package; with several it has one package for all, which an erasure removes', async () => {
  const caseId = await openCase();
  expect(await packageOf(caseId)).toBeNull();
  const first = await exportOf(caseId, { externalContactId: cast.tomas });
  const alone = await packageOf(caseId);
  expect(alone?.url).toMatch(new RegExp(`/exports/${first}$`));

  const second = await exportOf(caseId, { userId: cast.priya });
  const whole = await eventually(() => packageOf(caseId), 120_000);
  expect(whole.url).toMatch(new RegExp(`/exports/${caseId}$`));
  const answer = await download(whole.url);
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="personal-data-${caseId}.zip"`);
  const content = Buffer.from(await answer.arrayBuffer());
  expect([content.length, sha256(content)]).toEqual([whole.byteSize, whole.sha256]);
  const { entries } = await checkedPackage(content);
  for (const id of [first, second]) {
    const inner = await checkedPackage(entries.get(`personal-data-${id}.zip`) ?? Buffer.alloc(0));
    expect([...inner.entries.keys()]).toContain('index.html');
    // The download is in the log of each request whose data it holds.
    expect(await downloads(id)).toBe(1);
  }
  const linked = await fetch(whole.downloadUrl ?? '', { headers: { range: 'bytes=0-99' } });
  expect([linked.status, (await linked.arrayBuffer()).byteLength]).toEqual([206, 100]);
  expect((await download(whole.url, { organization: 'case-package-others' })).status).toBe(404);
  expect((await download(whole.url, { scopes: ['gdpr:case:view'] })).status).toBe(403);

  const erasure = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: cast.tomas },
    deleteConfirmed: true,
  });
  expect(await finishedRequest(api, erasure.request.id)).toMatchObject({ status: 'COMPLETED' });
  expect((await download(whole.url)).status).toBe(404);
  expect((await packageOf(caseId))?.url).toMatch(new RegExp(`/exports/${second}$`));
  const directory = path.join(system.dataDir, 'blobs', 'exports', organization, caseId);
  await eventually(() => Promise.resolve(filesIn(directory).length === 0));
}, 300_000);

test('the scope of cases alone reads neither a package nor identifiers that were found', async () => {
  const id = await openCase();
  const asked = (scopes: string[], selection: string) =>
    system
      .client({ organization, scopes })
      .then((client) => client.refused(`query ($id: ID!) { gdprCase(id: $id) { ${selection} } }`, { id }));
  const ticket = 'package { downloadUrl }';
  const found = 'openSuggestions { term { value } }';
  expect(await asked(['gdpr:case:view'], ticket)).toMatchObject({
    code: 'FORBIDDEN',
    requiredScopes: ['gdpr:request:view'],
  });
  expect(await asked(['gdpr:case:view'], found)).toMatchObject({ code: 'FORBIDDEN' });
  // Making requests takes the suggestions, not the data that an export hands out.
  expect(await asked(['gdpr:case:view', 'gdpr:request:add'], ticket)).toMatchObject({ code: 'FORBIDDEN' });
  const maker = await system.client({ organization, scopes: ['gdpr:case:view', 'gdpr:request:add'] });
  expect(await maker.ask(`query ($id: ID!) { gdprCase(id: $id) { ${found} } }`, { id })).toEqual({
    gdprCase: { openSuggestions: [] },
  });
});

test('it is written again when another export joins, and after a crash another process writes it', async () => {
  const caseId = await openCase();
  const ids = [
    await exportOf(caseId, { userId: cast.jonas }),
    await exportOf(caseId, { externalContactId: cast.elena[0] }),
  ];
  const gateway = system.processes.get('gateway');
  await gateway?.kill('SIGKILL');
  await gateway?.start();
  const before = await eventually(() => packageOf(caseId), 120_000);
  ids.push(await exportOf(caseId, { phone: '+34600000099' }));
  const after = await eventually(async () => {
    const found = await packageOf(caseId);
    return found && found.sha256 !== before.sha256 && found;
  }, 120_000);
  const { manifest } = await checkedPackage(Buffer.from(await (await download(after.url)).arrayBuffer()));
  expect(manifest.files.map(({ name }) => name)).toEqual(ids.sort().map((id) => `personal-data-${id}.zip`));
  const directory = path.join(system.dataDir, 'blobs', 'exports', organization, caseId);
  await eventually(() => Promise.resolve(filesIn(directory).length === 1));
}, 300_000);
