/** The statements of a REST API list: their number does not depend on the requests, families and services in it (R27, R35). */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { execute, parse } from 'graphql';
import type { DataSource } from 'typeorm';
import { ExportStore } from '../../../gateway/exports/store/export-store';
import { GdprContext, type GdprTools } from '../../../gateway/gdpr/context';
import { resolvers } from '../../../gateway/gdpr/resolvers';
import type { Operate } from '../../../gateway/http/graphql/operate';
import type { RequestsPage } from '../../../gateway/rest/model/requests';
import { listRequests } from '../../../gateway/rest/requests/read';
import { openDisk } from '../../../subgraphs/kit/base/blobs/disk';
import { subgraphSchema } from '../../../subgraphs/kit/base/graphql/subgraph-schema';
import { subgraphSdl } from '../../../subgraphs/kit/base/sdl';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { insertRequest, insertTask } from '../../support/run/gateway-rows';
import { statementsOf } from '../../support/statements';

const prefix = uniquePrefix();
const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-list-'));
const services = ['dialer', 'directory', 'messaging'];
let dataSource: DataSource;
let keys: KeyRing;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
  rmSync(directory, { recursive: true, force: true });
});

async function addFamilies(organization: string, families: number): Promise<void> {
  const dispositions = `'[{"recordType":"Message","disposition":"ERASED","count":2}]'`;
  for (let family = 0; family < families; family += 1) {
    const parent = await insertRequest(dataSource, organization, { status: `'COMPLETED'`, completed_at: 'now()' });
    const values = { status: `'COMPLETED'`, completed_at: 'now()', parent_id: `'${parent}'` };
    for (const id of [parent, await insertRequest(dataSource, organization, values)])
      for (const service of services)
        await insertTask(dataSource, organization, id, service, { status: `'COMPLETED'`, dispositions });
  }
}

/** A page of the call, and its statements. */
async function pageOf(organization: string, pageSize: number): Promise<{ page: RequestsPage; statements: string[] }> {
  const schema = subgraphSchema(subgraphSdl('gdpr'), resolvers);
  const tools = { dataSource, exports: new ExportStore(await openDisk({ directory }, 'exports')) } as GdprTools;
  const caller = { organizationId: organization, subject: 'tester', scopes: new Set<string>() };
  const operate: Operate = async <Data>({ query, variables }: Parameters<Operate>[0]) => {
    const contextValue = new GdprContext(caller, tools, new AbortController().signal);
    const answer = await execute({ schema, document: parse(query), variableValues: variables, contextValue });
    if (answer.errors?.[0]) throw answer.errors[0];
    return answer.data as Data;
  };
  const call = listRequests({ operate, publicUrl: 'https://habeas.example', profileOf: () => ({}) as never });
  let page: RequestsPage | undefined;
  await keys.of(organization);
  const statements = await statementsOf(dataSource, async () =>
    inOrganization(await keys.of(organization), async () => {
      page = await call({ url: `/gdpr/requests?pageSize=${pageSize}` } as FastifyRequest, {} as FastifyReply);
    }),
  );
  if (!page) throw new Error('There was no answer.');
  return { page, statements: statements.filter((sql) => !sql.includes('organization_key')) };
}

test('a page of forty requests takes the statements of a page of four', async () => {
  await addFamilies('few', 2);
  await addFamilies('many', 20);
  const few = await pageOf('few', 40);
  const many = await pageOf('many', 40);
  expect([few.page.entities.length, many.page.entities.length, many.page.total]).toEqual([4, 40, 40]);
  for (const request of many.page.entities)
    for (const told of [request, ...request.relatedRequests]) {
      expect(told.services?.map(({ service }) => service)).toEqual(services);
      expect(told.services?.[0]?.dispositions).toEqual([{ recordType: 'Message', disposition: 'ERASED', count: 2 }]);
    }
  expect(many.page.entities.filter(({ relatedRequests }) => relatedRequests.length === 1)).toHaveLength(20);
  expect(many.statements).toHaveLength(few.statements.length);
});

test('the largest page is read in four parts, one after the other', async () => {
  await addFamilies('large', 110);
  const first = await pageOf('large', 50);
  const { page, statements } = await pageOf('large', 200);
  expect([page.entities.length, page.total, page.pageCount]).toEqual([200, 220, 2]);
  expect(new Set(page.entities.map(({ id }) => id)).size).toBe(200);
  expect(statements).toHaveLength(4 * first.statements.length);
});
