/** The whole way, on real processes: a request that reaches every service, and nobody else. */
import { ensureCast, createWebChatOfNobody, type Cast } from '../../scripts/seed/ensure-cast';
import { elena, householdPhone, jonas, marcus, priya, tomas } from '../../scripts/seed/cast';
import type { ApiClient } from '../../scripts/api-client';
import { databaseName } from '../../subgraphs/kit/persistence/create-database';
import { inDatabase } from '../support/database';
import {
  createRequest,
  dispositionsOf,
  finishedRequest,
  outcome,
  readRequest,
  refuseRequest,
} from '../support/requests';
import { sharedSystem } from '../support/shared-system';
import type { TestSystem } from '../support/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

/** An organisation of its own for each test, with the cast in it. */
async function newOrganization(organization: string): Promise<{ api: ApiClient; cast: Cast; organization: string }> {
  const api = await system.client({ organization, subject: 'privacy-officer' });
  return { api, cast: await ensureCast(api), organization };
}

/** Rows of a service's own database, counted behind the API's back. */
async function count(
  service: string,
  table: string,
  organization: string,
  condition = 'true',
  values: unknown[] = [],
): Promise<number> {
  return inDatabase(databaseName(system.databasePrefix, service), async (client) => {
    const { rows } = await client.query<{ count: string }>(
      `SELECT count(*) FROM ${table} WHERE organization_id = $1 AND ${condition}`,
      [organization, ...values],
    );
    return Number(rows[0]?.count);
  });
}

const subjectsDocument = `query Subjects($term: GdprSubjectTermInput!) {
  subjects(term: $term) { totalCount unavailable nodes { service match { id type mergeSet canonicalContactId } matches { kind } } }
}`;

interface SubjectsAnswer {
  subjects: {
    totalCount: number;
    unavailable: string[];
    nodes: {
      service: string;
      match: { id: string; mergeSet: string[]; canonicalContactId: string };
      matches: { kind: string }[];
    }[];
  };
}

const findIds = async (api: ApiClient, term: Record<string, unknown>) =>
  (await api.ask<SubjectsAnswer>(subjectsDocument, { term })).subjects.nodes.map(({ match }) => match.id).sort();

describe('erasure of a merge set (R8, R12)', () => {
  test('a DELETE on one member erases every member in every service, and leaves the household relative untouched (R6)', async () => {
    const { api, cast, organization } = await newOrganization('merge-set');
    await createWebChatOfNobody(api);
    const [, whatsApp] = cast.elena;

    const { created, request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: whatsApp },
      deleteConfirmed: true,
    });
    expect(created).toBe(true);
    expect(request.term).toEqual({ type: 'EXTERNAL_CONTACT_ID', value: cast.elena[0] });
    expect(request.relatedRequests.map(({ term }) => term?.value).sort()).toEqual([...cast.elena].slice(1).sort());

    const finished = await finishedRequest(api, request.id);
    const family = [finished, ...finished.relatedRequests];
    expect(family.map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
    expect(dispositionsOf(finished, 'external-contacts')).toEqual(['ExternalContact ERASED 1']);
    expect(dispositionsOf(finished, 'messaging')).toEqual([
      'Conversation ERASED 2',
      'Message ERASED 2',
      'MessageAttachment ERASED 2',
    ]);
    expect(dispositionsOf(finished, 'recordings')).toEqual(['Recording ERASED 1']);
    expect(outcome(finished, 'directory').status).toBe('NOTHING_FOUND');
    expect(finished.services.every(({ verification }) => verification === 'VERIFIED')).toBe(true);

    // Every service's own database.
    expect(
      await count('external-contacts', 'external_contact', organization, 'id = ANY($2::uuid[])', [cast.elena]),
    ).toBe(0);
    expect(
      await count('external-contacts', 'personal_data_term', organization, 'record_id = ANY($2::uuid[])', [cast.elena]),
    ).toBe(0);
    for (const table of ['conversation', 'message']) {
      expect(await count('messaging', table, organization, 'external_contact_id = ANY($2::uuid[])', [cast.elena])).toBe(
        0,
      );
    }
    expect(await count('messaging', 'message_attachment', organization)).toBe(0);
    expect(await count('messaging', 'blob_removal', organization)).toBe(0);
    expect(await count('recordings', 'recording', organization)).toBe(0);
    // The relative, the employees, the dialer's contacts and the chat of nobody are as they were.
    expect(await count('external-contacts', 'external_contact', organization, 'id = $2', [cast.tomas])).toBe(1);
    expect(await count('messaging', 'conversation', organization, 'external_contact_id = $2', [cast.tomas])).toBe(1);
    expect(await count('messaging', 'conversation', organization, 'external_contact_id IS NULL')).toBe(1);
    expect(await count('directory', 'directory_user', organization, 'anonymized_at IS NULL')).toBe(2);
    expect(await count('dialer', 'dialer_contact', organization)).toBe(2);
    expect(await findIds(api, { phone: householdPhone })).toEqual([cast.tomas]);
    expect(await findIds(api, { email: tomas.personalEmail })).toEqual([cast.tomas]);
  });

  test('on an e-mail term, messaging and recordings say SUBJECT_REQUIRED, and the request suggests the subject (R7)', async () => {
    const { api, cast } = await newOrganization('subject-required');
    const { request } = await createRequest(api, {
      type: 'GET',
      term: { email: elena.byEmail.personalEmail.toUpperCase() },
    });
    const finished = await finishedRequest(api, request.id);
    expect(finished.status).toBe('COMPLETED');
    expect(outcome(finished, 'messaging').status).toBe('SUBJECT_REQUIRED');
    expect(outcome(finished, 'recordings').status).toBe('SUBJECT_REQUIRED');
    expect(outcome(finished, 'external-contacts')).toMatchObject({ status: 'COMPLETED', recordsFound: 1 });
    expect(finished.suggestedTerms).toContainEqual({
      term: { type: 'EXTERNAL_CONTACT_ID', value: cast.elena[0] },
      contactListId: null,
      foundIn: ['external-contacts'],
    });
    expect(finished.suggestedTerms.map(({ term }) => term.type)).toContain('PHONE');
  });

  test('after an erasure by e-mail the contact id still reaches what services hold under it', async () => {
    const { api, cast } = await newOrganization('by-email');
    const email = await createRequest(api, {
      type: 'DELETE',
      term: { email: elena.byEmail.personalEmail },
      deleteConfirmed: true,
    });
    await finishedRequest(api, email.request.id);
    const byId = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: cast.elena[0] },
      deleteConfirmed: true,
    });
    const finished = await finishedRequest(api, byId.request.id);
    expect(dispositionsOf(finished, 'recordings')).toEqual(['Recording ERASED 1']);
    expect(outcome(finished, 'external-contacts').status).toBe('NOTHING_FOUND');
  });

  test('a finished erasure has forgotten its term and keeps its digest (R21)', async () => {
    const { api, cast, organization } = await newOrganization('reduced');
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: cast.tomas },
      deleteConfirmed: true,
    });
    expect((await finishedRequest(api, request.id)).term).toBeNull();
    expect(
      await count(
        'gateway',
        'gdpr_request',
        organization,
        'term IS NULL AND subject IS NULL AND length(term_digest) = 16',
      ),
    ).toBe(1);
  });
});

describe('what a service may keep, and whom it protects (R12, R16)', () => {
  test('a dialer contact is erased, and the objection to calls is retained with its ground', async () => {
    const { api, cast, organization } = await newOrganization('do-not-call');
    const [first] = cast.marcus;
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { dialerContactId: first },
      deleteConfirmed: true,
    });
    const finished = await finishedRequest(api, request.id);
    expect(dispositionsOf(finished, 'dialer')).toEqual(['DialerContact ERASED 1', 'DoNotCallEntry RETAINED 1']);
    expect(outcome(finished, 'dialer').dispositions[1]?.reason).toContain('Art. 17(3)(b)');
    expect(outcome(finished, 'dialer').verification).toBe('VERIFIED');
    // The other list is another subject, and another request.
    expect(await count('dialer', 'dialer_contact', organization)).toBe(1);
    expect(
      (
        await api.ask<{ doNotCall: unknown }>('query ($phone: String!) { doNotCall(phone: $phone) { id } }', {
          phone: marcus.phone,
        })
      ).doNotCall,
    ).not.toBeNull();
  });

  test('an active employee is not erased unless the caller says that the data are no longer needed', async () => {
    const { api, cast, organization } = await newOrganization('employee');
    for (const term of [{ userId: cast.priya }, { email: priya.email }]) {
      expect(await refuseRequest(api, { type: 'DELETE', term, deleteConfirmed: true })).toMatchObject({
        code: 'ACTIVE_EMPLOYEE',
      });
    }
    expect(await count('gateway', 'gdpr_request', organization)).toBe(0);
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { userId: cast.priya },
      deleteConfirmed: true,
      activeEmployeeAcknowledged: true,
    });
    const finished = await finishedRequest(api, request.id);
    expect(dispositionsOf(finished, 'directory')).toEqual(['User ANONYMIZED 1']);
    expect(outcome(finished, 'messaging').dispositions).toEqual([
      expect.objectContaining({ recordType: 'Conversation', disposition: 'ANONYMIZED' }),
    ]);
    expect(await findIds(api, { email: priya.email })).toEqual([]);
  });

  test('a former employee needs no acknowledgement', async () => {
    const { api, cast } = await newOrganization('former');
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { userId: cast.jonas },
      deleteConfirmed: true,
    });
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    expect(await findIds(api, { email: jonas.email })).toEqual([]);
  });
});

describe('rectification (R14)', () => {
  test('every service replaces what it holds, and says what cannot be changed', async () => {
    const { api, cast } = await newOrganization('rectify');
    const updated = 'elena.new@example.com';
    const { request } = await createRequest(api, {
      type: 'UPDATE',
      term: { externalContactId: cast.elena[0] },
      replacements: [{ type: 'EMAIL', existing: elena.byEmail.personalEmail, updated }],
    });
    const finished = await finishedRequest(api, request.id);
    expect(finished.status).toBe('COMPLETED');
    expect(dispositionsOf(finished, 'external-contacts')).toEqual(['ExternalContact RECTIFIED 1']);
    expect(dispositionsOf(finished, 'messaging')).toEqual(['Message RECTIFIED 1']);
    expect(dispositionsOf(finished, 'recordings')).toEqual(['RecordingAudio NOT_SUPPORTED 1']);
    expect(await findIds(api, { email: updated })).toEqual([cast.elena[0]]);
    expect(await findIds(api, { email: elena.byEmail.personalEmail })).toEqual([]);
  });
});

describe('creating a request (R4, R5, R10, R16)', () => {
  test('bad input is refused with a code and the argument, and creates nothing', async () => {
    const { api, cast, organization } = await newOrganization('refusals');
    const nobody = '01900000-0000-7000-8000-000000000000';
    const refusals: [Record<string, unknown>, Record<string, unknown>][] = [
      [{ type: 'DELETE', term: { externalContactId: cast.tomas } }, { code: 'DELETE_NOT_CONFIRMED' }],
      [{ type: 'GET', term: { externalContactId: nobody } }, { code: 'SUBJECT_NOT_FOUND' }],
      [{ type: 'GET', term: { externalContactId: 'none' } }, { code: 'SUBJECT_NOT_FOUND' }],
      [
        { type: 'GET', term: {} },
        { code: 'BAD_USER_INPUT', argument: 'input.term' },
      ],
      [
        { type: 'GET', term: { phone: 'x' } },
        { code: 'BAD_USER_INPUT', argument: 'input.term.phone' },
      ],
      [
        { type: 'UPDATE', term: { email: 'a@example.com' } },
        { code: 'BAD_USER_INPUT', argument: 'input.replacements' },
      ],
      [
        { type: 'GET', term: { name: 'Marín Ortega' } },
        { code: 'BROAD_TERM', matches: 2 },
      ],
      [
        { type: 'GET', term: { name: 'Marín Ortega' }, expectedSubjects: 3 },
        { code: 'BROAD_TERM', matches: 2 },
      ],
      [{ type: 'GET', term: { externalContactId: cast.tomas }, planHash: 'stale' }, { code: 'PLAN_CHANGED' }],
    ];
    for (const [input, refusal] of refusals) expect(await refuseRequest(api, input)).toMatchObject(refusal);
    expect(await count('gateway', 'gdpr_request', organization)).toBe(0);
    const { created } = await createRequest(api, { type: 'GET', term: { name: 'Marín Ortega' }, expectedSubjects: 2 });
    expect(created).toBe(true);
  });

  test('an idempotency key gives the first answer again, and refuses another input', async () => {
    const { api, cast } = await newOrganization('idempotency');
    const input = { type: 'GET', term: { externalContactId: cast.tomas }, idempotencyKey: 'case-1' };
    const first = await createRequest(api, input);
    await finishedRequest(api, first.request.id);
    const again = await createRequest(api, input);
    expect([again.request.id, again.created]).toEqual([first.request.id, true]);
    expect(await refuseRequest(api, { ...input, type: 'EXPORT' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      argument: 'input.idempotencyKey',
    });
  });

  test('a preview says what a request would do, changes nothing, and its hash holds until the merge set changes', async () => {
    const { api, cast, organization } = await newOrganization('preview');
    const document = `query ($term: PersonalDataTermInput!) { previewGdprRequest(type: DELETE, term: $term) {
      planHash subjects { id } services { service status recordCounts { recordType count } } } }`;
    interface Preview {
      previewGdprRequest: {
        planHash: string;
        subjects: { id: string }[];
        services: { service: string; status: string; recordCounts: { recordType: string; count: number }[] }[];
      };
    }
    const term = { externalContactId: cast.elena[2] };
    const { previewGdprRequest: preview } = await api.ask<Preview>(document, { term });
    expect(preview.subjects.map(({ id }) => id)).toEqual(cast.elena);
    expect(preview.services.find(({ service }) => service === 'external-contacts')?.recordCounts).toEqual([
      { recordType: 'ExternalContact', count: 3 },
    ]);
    expect(await count('gateway', 'gdpr_request', organization)).toBe(0);
    await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
      a: cast.tomas,
      b: cast.elena[0],
    });
    const confirmed = { type: 'DELETE', term, deleteConfirmed: true };
    expect(await refuseRequest(api, { ...confirmed, planHash: preview.planHash })).toMatchObject({
      code: 'PLAN_CHANGED',
    });
    const { previewGdprRequest: fresh } = await api.ask<Preview>(document, { term });
    expect((await createRequest(api, { ...confirmed, planHash: fresh.planHash })).request.relatedRequests).toHaveLength(
      3,
    );
  });

  test('another organisation sees neither the people nor the requests', async () => {
    const { api, cast } = await newOrganization('walled');
    const stranger = await system.client({ organization: 'stranger' });
    const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: cast.tomas } });
    expect(await findIds(stranger, { name: 'Elena Marín' })).toEqual([]);
    expect(await refuseRequest(stranger, { type: 'GET', term: { externalContactId: cast.tomas } })).toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
    });
    await expect(readRequest(stranger, request.id)).rejects.toThrow('NOT_FOUND');
  });

  test('every change of a request is in the audit log, whose chain holds', async () => {
    const { api, cast } = await newOrganization('audited');
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: cast.tomas },
      deleteConfirmed: true,
    });
    await finishedRequest(api, request.id);
    const { auditLog } = await api.ask<{
      auditLog: { verified: boolean; nodes: { action: string; actor: string; detail: string }[] };
    }>('query ($id: ID!) { auditLog(requestId: $id) { verified nodes { action actor detail } } }', { id: request.id });
    expect(auditLog.verified).toBe(true);
    const actions = auditLog.nodes.map(({ action }) => action);
    expect(actions[0]).toBe('REQUEST_CREATED');
    expect(actions.at(-1)).toBe('REQUEST_COMPLETED');
    expect(actions).toContain('ERASURE_INTENDED');
    expect(actions.indexOf('ERASURE_INTENDED')).toBeLessThan(actions.indexOf('SERVICE_COMPLETED'));
    expect(JSON.stringify(auditLog)).not.toMatch(/Tom|Mar[ií]n|555/);
  });
});
