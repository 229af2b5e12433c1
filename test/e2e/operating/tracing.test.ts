/** Traces of the running system, as a collector receives them, and its metrics: complete, and without personal values. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { eventually } from '../../support/eventually';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../../support/servers/otlp-receiver';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { startTestSystem, type TestSystem } from '../../support/run/system';

const marker = 'zqxtraced';
const digits = '5557421';
const email = `${marker}@person.example`;

let receiver: OtlpReceiver;
let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  system = await startTestSystem({
    services: ['external-contacts', 'messaging'],
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    },
  });
  api = await system.client({ organization: 'traced' });
}, 90_000);

afterAll(async () => {
  await system.stop();
  await receiver.close();
});

const metrics = async () =>
  (
    await fetch(`${new URL(system.url).origin}/metrics`, {
      headers: { authorization: `Bearer ${await system.token({ organization: 'traced' })}` },
    })
  ).text();

/** Sends an operation as the next step of a client's trace. */
async function send(traceId: string, query: string, variables: object = {}, headers: Record<string, string> = {}) {
  const response = await fetch(system.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await system.token({ organization: 'traced' })}`,
      traceparent: `00-${traceId}-00000000000000aa-01`,
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as { data: Record<string, Record<string, unknown>> };
}

/** Waits for something that processes send after a while. */
const soon = <T>(look: () => T | undefined) => eventually(() => Promise.resolve(look()), 20_000);

const traceOf = (traceId: string) => receiver.spans.filter((span) => span.traceId === traceId);

/** The steps from the first one to a span, by process and name. */
function wayTo(span: ReceivedSpan): string[] {
  const parent = receiver.spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [...(parent ? wayTo(parent) : []), `${span.process.replace('habeas-', '')}: ${span.name}`];
}
const waysIn = (traceId: string) => traceOf(traceId).map((span) => wayTo(span).join(' > '));

/** Waits until a trace has these paths, among others. */
const haveCome = (traceId: string, ways: string[]) =>
  soon(() => ways.every((way) => waysIn(traceId).includes(way))).catch(() => {
    expect(waysIn(traceId).sort()).toEqual(expect.arrayContaining(ways));
  });

test('one trace spans the call, the plan, the job, the contract and the services', async () => {
  const created = await send(
    'a'.repeat(32),
    `mutation ${marker} ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }`,
    { input: { firstName: marker, personalEmail: email, cellPhone: `+1415${digits}` } },
    // Further headers of the client are neither kept nor passed on.
    { tracestate: `vendor=${marker}`, baggage: `person=${marker}` },
  );
  const contact = created.data.createExternalContact?.id;
  await haveCome('a'.repeat(32), [
    'gateway: POST /graphql > gateway: mutation createExternalContact > gateway: plan',
    'gateway: POST /graphql > gateway: mutation createExternalContact > gateway: subgraph mutation > external-contacts: POST /graphql > external-contacts: mutation createExternalContact',
  ]);

  const traceId = 'b'.repeat(32);
  const answer = await send(
    traceId,
    `mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { request { id } } }`,
    { input: { type: 'DELETE', term: { externalContactId: contact }, deleteConfirmed: true } },
  );
  const { id } = (answer.data.createGdprRequest as { request: { id: string } }).request;
  expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
  const operation = 'gateway: POST /graphql > gateway: mutation createGdprRequest';
  const job = `${operation} > gateway: subgraph mutation > gateway: job task`;
  await haveCome(traceId, [
    `${operation} > gateway: subgraph mutation > gateway: contract subjects > external-contacts: POST /graphql > external-contacts: query personalData`,
    `${job} > gateway: contract find > messaging: POST /graphql > messaging: query personalData`,
    `${job} > gateway: contract erase > external-contacts: POST /graphql > external-contacts: mutation erasePersonalData`,
  ]);
  await soon(() => traceOf(traceId).some(({ name }) => name === 'job finalize'));
  const [task] = traceOf(traceId).filter(({ name }) => name === 'job task');
  expect(task?.attributes).toMatchObject({ 'habeas.request.id': id });
  // Everything is in the client's trace: the first step follows the client's own.
  expect(traceOf(traceId).find(({ name }) => name === 'POST /graphql')?.attributes).toMatchObject({
    'http.route': '/graphql',
    'http.response.status_code': '200',
  });
}, 90_000);

test('requests that are written together keep their traces: each job continues all of them', async () => {
  const ids = ['c', 'd', 'e', 'f'].map((digit) => digit.repeat(32));
  const answers = await Promise.all(
    ids.map((traceId, index) =>
      send(
        traceId,
        `mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { request { id } } }`,
        { input: { type: 'GET', term: { email: `${index}${email}` } } },
      ),
    ),
  );
  const requests = answers.map(({ data }) => (data.createGdprRequest as { request: { id: string } }).request.id);
  for (const id of requests) await finishedRequest(api, id);
  const jobOf = (id: string) =>
    receiver.spans.find(({ name, attributes }) => name === 'job task' && attributes['habeas.request.id'] === id);
  const jobs: ReceivedSpan[] = [];
  for (const [index, id] of requests.entries()) {
    const job = await soon(() => jobOf(id));
    jobs.push(job);
    const traces = [job.traceId, ...job.links.map((link) => link.traceId)];
    expect(traces).toContain(ids[index]);
  }
  expect(jobs.some(({ links }) => links.length > 1)).toBe(true);
}, 60_000);

test('a failure is recorded by its code', async () => {
  const traceId = '1'.repeat(32);
  const { data } = await send(traceId, `query ($id: ID!) { gdprRequest(id: $id) { status } }`, { id: marker });
  expect(data?.gdprRequest ?? null).toBeNull();
  const failed = await soon(() => traceOf(traceId).find(({ name }) => name === 'query gdprRequest'));
  expect(failed.failed).toBe(true);
  expect(failed.attributes['error.type']).toMatch(/^[A-Z_]+$/);
  await system.processes.get('messaging')?.stop();
  await send('2'.repeat(32), '{ conversations { nodes { id } } }');
  await system.processes.get('messaging')?.start();
  const call = await soon(() => traceOf('2'.repeat(32)).find(({ name }) => name === 'subgraph query'));
  expect(call).toMatchObject({
    failed: true,
    attributes: { 'habeas.service': 'messaging', 'error.type': 'SERVICE_UNAVAILABLE' },
  });
}, 60_000);

test('the metrics count operations, calls and waiting work, with names from closed sets', async () => {
  await send('3'.repeat(32), `query ${marker} { a: gdprRequests { totalCount } b: externalContacts { nodes { id } } }`);
  await send('4'.repeat(32), `query ${marker} {`);
  const text = await metrics();
  const values = new Map(
    text
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
  const expected = {
    'habeas_operation_duration_seconds_count{type="mutation",operation="createGdprRequest"}': 5,
    'habeas_operation_duration_seconds_count{type="query",operation="other"}': 1,
    'habeas_operation_errors_total{type="unread",operation="other",code="GRAPHQL_PARSE_FAILED"}': 1,
    'habeas_subgraph_call_errors_total{service="messaging",call="query",code="SERVICE_UNAVAILABLE"}': 1,
    'habeas_contract_call_duration_seconds_count{service="external-contacts",call="erase"}': 1,
  };
  expect(Object.fromEntries(Object.keys(expected).map((name) => [name, values.get(name)]))).toEqual(expected);
  expect(values.get('habeas_subgraph_call_duration_seconds_count{service="gdpr",call="mutation"}')).toBe(5);

  // Parts of a stopped service wait.
  await system.processes.get('messaging')?.stop();
  const { request } = await createRequest(api, { type: 'GET', term: { email } });
  await eventually(
    async () => /^habeas_oldest_task_age_seconds\{service="messaging"\} [\d.]*[1-9]/m.test(await metrics()),
    20_000,
  );
  expect(await metrics()).toMatch(/^habeas_tasks_open\{service="messaging"\} 1$/m);
  await system.processes.get('messaging')?.start();
  await finishedRequest(api, request.id, 60_000);
  expect(await metrics()).not.toMatch(/^habeas_tasks_open\{service="messaging"\}/m);
}, 120_000);

test('no span and no metric holds a personal value, or a name that a client made up', async () => {
  expect(receiver.spans.length).toBeGreaterThan(50);
  for (const text of [receiver.text(), await metrics()])
    expect(new RegExp(`.{0,200}(${marker}|${digits}).{0,100}`, 'i').exec(text)?.[0]).toBeUndefined();
});
