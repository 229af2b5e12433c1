/** A request by a value is about what held the value when it was made: no later holder is erased or corrected by it (R25). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { backUpContacts, losePeople } from '../../support/people/backup';
import { count } from '../../support/people/cast';
import {
  contactOf,
  createContact,
  created,
  erasureBy,
  person,
  terms,
  withPerson,
} from '../../support/people/every-value';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { throughProxy, type Fault } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, outcome, readRequest, type RequestInput } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  // The later verification comes soon enough to wait for it.
  system = await sharedSystem({ VERIFY_AGAIN_AFTER_MINUTES: '0.15' });
}, 90_000);

afterAll(() => system.stop());

const changes = terms.flatMap(([name, term, replacement]): [string, RequestInput][] => [
  [`DELETE by ${name}`, erasureBy(term)],
  [`UPDATE by ${name}`, { type: 'UPDATE', term, replacements: [replacement] }],
]);

const createUser = (api: ApiClient) =>
  created(api, 'createUser', 'CreateUserInput', { name: 'Ines Vidal', email: person.personalEmail });

/** Later holders of the same values: a new person, or an existing one who receives them. */
const newcomers: [string, (api: ApiClient) => Promise<() => Promise<string>>][] = [
  ['a person who comes later', (api) => Promise.resolve(() => createContact(api))],
  [
    'an older record that receives the value',
    async (api) => {
      const id = await createContact(api, { firstName: 'Another', lastName: 'Person' });
      return async () => {
        await api.ask(
          'mutation ($id: ID!, $input: UpdateExternalContactInput!) { updateExternalContact(id: $id, input: $input) { id } }',
          { id, input: person },
        );
        return id;
      };
    },
  ],
];

const verifications = async (api: ApiClient, id: string) =>
  (
    await api.ask<{ auditLog: { nodes: { action: string; service: string | null; detail: string }[] } }>(
      'query ($id: ID!) { auditLog(requestId: $id, first: 200) { nodes { action service detail } } }',
      { id },
    )
  ).auditLog.nodes.filter(
    ({ action, service }) =>
      action.startsWith('ERASURE_') && action !== 'ERASURE_INTENDED' && service === 'external-contacts',
  );

const retry = 'mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }';

/** Runs requests while a service fails its part for good. @returns the requests, each in ERROR */
function failingAll(service: string, inputs: [ApiClient, RequestInput][]): Promise<string[]> {
  const fault = (body: string): Fault => (body.includes('query PersonalData(') ? 'error' : 'none');
  return throughProxy(system, service, fault, () =>
    Promise.all(
      inputs.map(async ([api, input]) => {
        const { request } = await createRequest(api, input);
        const finished = await finishedRequest(api, request.id);
        expect([finished.status, outcome(finished, service).status]).toEqual(['ERROR', 'FAILED']);
        return request.id;
      }),
    ),
  );
}

const failing = async (api: ApiClient, service: string, input: RequestInput): Promise<string> =>
  (await failingAll(service, [[api, input]]))[0] ?? '';

/** Sends a retry that is refused, and checks that it changes nothing. */
async function refusedRetry(api: ApiClient, id: string): Promise<Record<string, unknown>> {
  const before = await readRequest(api, id);
  const refused = await api.refused(retry, { id });
  expect(await readRequest(api, id)).toEqual(before);
  return refused;
}

describe('the later verification', () => {
  test('of an erasure by any value does not count a newcomer of any kind', async () => {
    const cases = newcomers.flatMap(([kind, prepare]) => terms.map(([name, term]) => ({ kind, prepare, name, term })));
    await Promise.all(
      cases.map(async ({ kind, prepare, name, term }) => {
        const { api, id } = await withPerson(system, `verified-${name}-${kind}`);
        const arrive = await prepare(api);
        const { request } = await createRequest(api, erasureBy(term));
        expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
        const newcomer = await arrive();
        const found = await eventually(async () => {
          const all = await verifications(api, request.id);
          return all.length > 1 && all;
        }, 60_000);
        expect(found.map(({ action }) => action)).toEqual(['ERASURE_VERIFIED', 'ERASURE_VERIFIED']);
        expect(found[1]?.detail).toContain('newer than the request and left alone: 1');
        const after = await readRequest(api, request.id);
        expect(after.status).toBe('COMPLETED');
        expect(outcome(after, 'external-contacts')).toMatchObject({ verification: 'VERIFIED', newerRecords: 1 });
        expect(await contactOf(api, newcomer)).toEqual(person);
        expect(await contactOf(api, id)).toBeNull();
      }),
    );
  }, 120_000);

  test('finds the person who exists again, and a retry erases them and no newcomer', async () => {
    const { api, id, organization } = await withPerson(system, 'there-again');
    const restore = await backUpContacts(system, organization);
    const { request } = await createRequest(api, erasureBy({ email: person.personalEmail }));
    await finishedRequest(api, request.id);
    await restore();
    const newcomer = await createContact(api);
    const undone = await eventually(async () => {
      const now = await readRequest(api, request.id);
      return now.status === 'ERROR' && now;
    }, 60_000);
    expect(outcome(undone, 'external-contacts').lastError).toMatchObject({
      code: 'RESIDUAL',
      message: 'A search after the erasure found 1 ExternalContact.',
    });
    await api.ask(retry, { id: request.id });
    const mended = await finishedRequest(api, request.id);
    expect(mended.status).toBe('COMPLETED');
    expect(outcome(mended, 'external-contacts').newerRecords).toBe(1);
    expect([await contactOf(api, id), await contactOf(api, newcomer)]).toEqual([null, person]);
  }, 120_000);
});

/** The state of the person after a request has been carried out. */
const changedBy = async (api: ApiClient, id: string, input: RequestInput) => {
  const left = await contactOf(api, id);
  if (input.type === 'DELETE') expect(left).toBeNull();
  else expect(left).not.toEqual(person);
};

describe('a retry', () => {
  test('of any DELETE or UPDATE by a value is carried out, and touches no newcomer', async () => {
    const people = await Promise.all(
      changes.map(async ([name, input]) => {
        const { api, id } = await withPerson(system, `retried ${name}`);
        return { name, input, api, id, arrive: await newcomers[1]?.[1](api) };
      }),
    );
    const failed = await failingAll(
      'external-contacts',
      people.map(({ api, input }) => [api, input]),
    );
    await Promise.all(
      people.map(async ({ name, input, api, id, arrive }, index) => {
        const requestId = failed[index] ?? '';
        const others = [await createContact(api), (await arrive?.()) ?? ''];
        await api.ask(retry, { id: requestId });
        const finished = await finishedRequest(api, requestId);
        expect([name, finished.status]).toEqual([name, 'COMPLETED']);
        expect([name, outcome(finished, 'external-contacts').newerRecords]).toEqual([name, 2]);
        for (const other of others) expect(await contactOf(api, other)).toEqual(person);
        await changedBy(api, id, input);
      }),
    );
  });

  test('erases a note that was meanwhile written about the person, together with its contact', async () => {
    const { api, id, organization } = await withPerson(system, 'retried-note');
    const requestId = await failing(api, 'external-contacts', erasureBy({ phone: person.homePhone }));
    await api.ask('mutation ($id: ID!) { addContactNote(externalContactId: $id, text: "Called back.") { id } }', {
      id,
    });
    await api.ask(retry, { id: requestId });
    expect((await finishedRequest(api, requestId)).status).toBe('COMPLETED');
    expect(await count(system, 'external-contacts', 'contact_note', organization)).toBe(0);
  });

  test('does not erase an employee who was hired meanwhile', async () => {
    const { api, organization } = await withPerson(system, 'retried-hired');
    const requestId = await failing(api, 'directory', erasureBy({ name: 'Ines Vidal' }));
    await createUser(api);
    await api.ask(retry, { id: requestId });
    const finished = await finishedRequest(api, requestId);
    expect(outcome(finished, 'directory')).toMatchObject({ status: 'NOTHING_FOUND', newerRecords: 1 });
    expect(await count(system, 'directory', 'directory_user', organization, 'active AND anonymized_at IS NULL')).toBe(
      1,
    );
  });

  test('is refused when it would touch a subject that nobody agreed to', async () => {
    const { api, organization, id } = await withPerson(system, 'retried-unagreed');
    const requestId = await failing(api, 'external-contacts', erasureBy({ phone: person.homePhone }));
    // As after a request of an earlier version, which did not record the matched subjects.
    await inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
      client.query('DELETE FROM gdpr_matched_subject WHERE organization_id = $1', [organization]),
    );
    expect(await refusedRetry(api, requestId)).toMatchObject({ code: 'PLAN_CHANGED', argument: 'id' });
    expect(await contactOf(api, id)).toEqual(person);
  });

  test.each(['by value', 'by id'])(
    '%s does not take an employee who works here again, unless that was stated',
    async (way) => {
      const organization = `rehired-${way.replace(' ', '-')}`;
      const api = await system.client({ organization });
      const user = await createUser(api);
      const active = (works: boolean) =>
        inDatabase(databaseName(system.databasePrefix, 'directory'), (client) =>
          client.query('UPDATE directory_user SET active = $2 WHERE organization_id = $1', [organization, works]),
        );
      const input = erasureBy(way === 'by id' ? { userId: user } : { email: person.personalEmail });
      await active(false);
      const requestId = await failing(api, 'directory', input);
      await active(true);
      expect(await refusedRetry(api, requestId)).toMatchObject({ code: 'ACTIVE_EMPLOYEE', argument: 'id' });
      expect(await count(system, 'directory', 'directory_user', organization, 'anonymized_at IS NULL')).toBe(1);
      const stated = await failing(api, 'directory', { ...input, activeEmployeeAcknowledged: true });
      await api.ask(retry, { id: stated });
      expect((await finishedRequest(api, stated)).status).toBe('COMPLETED');
    },
  );

  test('is refused when the person has been merged meanwhile, and names the set', async () => {
    const { api, id } = await withPerson(system, 'retried-merged');
    const canonical = await createContact(api, { firstName: 'Canonical' });
    const requestId = await failing(api, 'external-contacts', erasureBy({ email: person.personalEmail }));
    await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
      a: id,
      b: canonical,
    });
    expect(await refusedRetry(api, requestId)).toMatchObject({
      code: 'MERGE_SET',
      argument: 'id',
      mergeSets: [{ canonicalContactId: canonical, members: [canonical, id].sort() }],
    });
  });

  test('is refused while a service whose part it would run again cannot be asked', async () => {
    const { api } = await withPerson(system, 'retried-unasked');
    const requestId = await failing(api, 'external-contacts', erasureBy({ email: person.personalEmail }));
    const refused = await throughProxy(system, 'external-contacts', 'refuse', () => refusedRetry(api, requestId));
    expect(refused).toMatchObject({ code: 'SERVICE_UNAVAILABLE', service: 'external-contacts' });
  });
});

/** Whether a call searches or acts. */
const moments: [string, string][] = [
  ['looks', 'query PersonalData('],
  ['acts, and has looked', 'PersonalData(requestId:'],
];

test.each(moments)(
  'a DELETE or UPDATE by any value takes nobody who came before its attempt %s',
  async (moment, call) => {
    const people = await Promise.all(
      changes.map(async ([name, input]) => ({ name, input, ...(await withPerson(system, `late ${name} ${moment}`)) })),
    );
    let held = true;
    const fault = (body: string): Fault => (held && body.includes(call) ? 'garbage' : 'none');
    await throughProxy(system, 'external-contacts', fault, async () => {
      const waiting = await Promise.all(
        people.map(async ({ api, input }) => {
          const { request } = await createRequest(api, input);
          await eventually(
            async () => outcome(await readRequest(api, request.id), 'external-contacts').status === 'RETRYING',
          );
          // On a busy machine the circuit holds calls back for a while after garbage answers (R11).
          const newcomer = await eventually(() => createContact(api).catch(() => null));
          return { request: request.id, newcomer };
        }),
      );
      held = false;
      await Promise.all(
        people.map(async ({ name, api, id, input }, index) => {
          const { request, newcomer } = waiting[index] ?? { request: '', newcomer: '' };
          const finished = await finishedRequest(api, request, 60_000);
          expect([name, finished.status]).toEqual([name, 'COMPLETED']);
          expect(outcome(finished, 'external-contacts')).toMatchObject({ newerRecords: 1, markedByTime: false });
          expect(await contactOf(api, newcomer)).toEqual(person);
          await changedBy(api, id, input);
        }),
      );
    });
  },
  90_000,
);

test.each(moments)(
  'a service that is restored before its attempt %s loses nobody who held the value in the backup only',
  async (moment, call) => {
    const both: RequestInput[] = [
      erasureBy({ phone: person.homePhone }),
      { type: 'UPDATE', term: { email: person.personalEmail }, replacements: [terms[3]?.[2]] },
    ];
    const people = await Promise.all(
      both.map(async (input) => {
        const own = await withPerson(system, `restored ${String(input.type)} ${moment}`);
        const former = await createContact(own.api);
        const restore = await backUpContacts(system, own.organization);
        await own.api.ask(
          'mutation ($id: ID!, $input: UpdateExternalContactInput!) { updateExternalContact(id: $id, input: $input) { id } }',
          { id: former, input: { homePhone: '+34911223399', personalEmail: 'another@vidal.example' } },
        );
        return { ...own, input, former, restore };
      }),
    );
    let held = true;
    const fault = (body: string): Fault => (held && body.includes(call) ? 'garbage' : 'none');
    await throughProxy(system, 'external-contacts', fault, async () => {
      const waiting = await Promise.all(
        people.map(async ({ api, input, organization, restore }) => {
          const { request } = await createRequest(api, input);
          await eventually(
            async () => outcome(await readRequest(api, request.id), 'external-contacts').status === 'RETRYING',
          );
          await losePeople(system, organization, 'external-contacts');
          await restore();
          return request.id;
        }),
      );
      held = false;
      await Promise.all(
        people.map(async ({ api, id, former }, index) => {
          const finished = await finishedRequest(api, waiting[index] ?? '', 60_000);
          expect(finished.status).toBe('ERROR');
          expect(outcome(finished, 'external-contacts')).toMatchObject({
            status: 'FAILED',
            lastError: { code: 'PLAN_CHANGED' },
          });
          expect([await contactOf(api, former), await contactOf(api, id)]).toEqual([person, person]);
        }),
      );
    });
  },
  90_000,
);

test('for a service that cannot be asked for its mark the time of the request counts, and the outcome says so', async () => {
  const { api } = await withPerson(system, 'marked-by-time');
  const finished = await throughProxy(system, 'messaging', 'refuse', async (proxy) => {
    const { request } = await createRequest(api, erasureBy({ email: person.personalEmail }));
    proxy.fault = 'none';
    return finishedRequest(api, request.id, 60_000);
  });
  expect(finished.status).toBe('COMPLETED');
  expect(finished.services.map(({ service, markedByTime }) => [service, markedByTime])).toEqual([
    ['dialer', false],
    ['directory', false],
    ['external-contacts', false],
    ['messaging', true],
    ['recordings', false],
  ]);
  const marks = await inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows } = await client.query<{ as_of: string; created_at: Date }>(
      `SELECT as_of, created_at FROM gdpr_task JOIN gdpr_request request USING (organization_id)
       WHERE request_id = $1 AND request.id = $1 AND service = 'messaging'`,
      [finished.id],
    );
    return rows[0];
  });
  expect(marks?.as_of).toBe(marks?.created_at.toISOString());
});
